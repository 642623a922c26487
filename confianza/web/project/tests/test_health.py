"""The doctor's report: each thing that can go wrong is told with its remedy, and nothing is changed."""

import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from django.core import checks
from django.db import connection

from confianza.store.tests import appending
from confianza.store.tests.told import store
from confianza.web.accounts.models import Role
from confianza.web.audit import actions
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.project import health
from confianza.web.project.backups import journal

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(workspace):
    for folder in (workspace.root, workspace.keys, workspace.store, workspace.cache):
        folder.chmod(0o700)
    return workspace


def levels() -> dict[str, str]:
    """The worst level of each thing examined."""
    order = [health.WELL, health.WARNING, health.ERROR]
    found: dict[str, str] = {}
    for finding in health.examine():
        found[finding.what] = max(found.get(finding.what, health.WELL), finding.level, key=order.index)
    return found


def sentence(what: str) -> str:
    return " ".join(finding.sentence for finding in health.examine() if finding.what == what)


def test_a_new_installation_is_well_but_for_its_first_backup(office, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    unwell = {what: level for what, level in levels().items() if level != health.WELL and what != "house"}
    assert unwell == {"backup": health.WARNING}


@pytest.mark.parametrize(
    ("age", "level"),
    [(timedelta(hours=20), "well"), (timedelta(days=4), "warning"), (timedelta(days=20), "error")],
    ids=["tonight", "days ago", "weeks ago"],
)
def test_the_age_of_the_last_backup_is_told(office, age, level):
    made_at = (datetime.now(UTC) - age).isoformat()
    journal.add(office, journal.Line(made_at, "backup", "confianza-a", "d"))
    journal.add(office, journal.Line(datetime.now(UTC).isoformat(), "restore", "confianza-a", "d"))
    assert levels()["backup"] == level


def test_fictional_data_need_no_backup(office, settings):
    settings.FICTIONAL_DATA = True
    assert levels()["backup"] == health.WELL


def test_files_that_others_can_read_are_told_with_their_remedy(office):
    office.root.chmod(0o755)
    office.store.chmod(0o755)
    (office.keys / "sessions").write_text("secret")
    (office.keys / "sessions").chmod(0o640)
    assert (levels()["files"], levels()["keys"]) == (health.ERROR, health.ERROR)
    assert f"chmod go= {office.store}" in sentence("files")
    assert f"chmod go= {office.keys / 'sessions'}" in sentence("keys")


@pytest.mark.parametrize(
    ("free", "level"),
    [(10**8, "error"), (10**9, "warning"), (10**11, "well")],
    ids=["none", "little", "much"],
)
def test_room_on_the_disk_is_told_before_it_runs_out(office, monkeypatch, free, level):
    monkeypatch.setattr(shutil, "disk_usage", lambda place: type("Usage", (), {"free": free})())
    assert levels()["disk"] == level


def test_an_upload_that_waits_for_hours_is_told(office, person):
    from confianza.web.records.models import State, Upload

    uploads = [
        Upload.objects.create(brought_by=person(Role.ANALYST), state=state)
        for state in State
        if state != "stored"
    ]
    assert levels()["uploads"] == health.WELL
    long_ago = datetime.now(UTC) - timedelta(hours=3)
    Upload.objects.filter(pk__in=[each.pk for each in uploads]).update(updated_at=long_ago)
    assert levels()["uploads"] == health.ERROR
    assert sentence("uploads").startswith("3 ")


def test_settings_that_open_the_house_are_told(office, settings):
    settings.DEBUG, settings.ALLOWED_HOSTS = True, ["*"]
    assert levels()["settings"] == health.ERROR
    assert "CONFIANZA_DEBUG" in sentence("settings")
    assert "CONFIANZA_HOSTS" in sentence("settings")


def test_a_service_for_others_without_https_is_told(office, settings):
    settings.ALLOWED_HOSTS, settings.HTTPS = ["observatorio.example.org"], False
    assert levels()["settings"] == health.WARNING


def test_what_django_says_of_a_service_with_https_is_passed_on(office, settings):
    settings.ALLOWED_HOSTS, settings.HTTPS, settings.SECRET_KEY = ["a.example.org"], True, "short"
    assert "SECRET_KEY" in sentence("settings")


def test_a_clock_that_was_set_back_is_told(office):
    layout = store(office.root)
    appending.append(layout, 0)
    assert levels()["clock"] == health.WELL
    [manifest] = layout.manifests.iterdir()
    told = json.loads(manifest.read_text()) | {"received_at": "2999-01-01T00:00:00+00:00"}
    manifest.write_text(json.dumps(told))
    assert levels()["clock"] == health.ERROR
    assert "2999" in sentence("clock")


def test_an_account_that_was_changed_is_told_with_its_first_bad_entry(office):
    for number in range(3):
        actions.record(by=COMMAND_LINE, action="tests.write", subject=str(number))
    assert levels()["account"] == health.WELL
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL refuses to change an entry")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS audit_entry_no_update")
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute("UPDATE audit_entry SET subject = 'another' WHERE subject = '1'")
    assert levels()["account"] == health.ERROR
    assert " 2;" in sentence("account")


def test_what_the_houses_own_checks_say_is_passed_on(office, monkeypatch):
    def complain(*_told, **_more):
        return [checks.Error("The role owns the tables.", hint="Use another."), checks.Warning("Well, well.")]

    monkeypatch.setattr(checks, "tag_exists", lambda tag, **more: tag == health.OWN_CHECKS)
    monkeypatch.setattr(checks, "run_checks", complain)
    assert levels()["house"] == health.ERROR
    assert sentence("house") == "The role owns the tables. Use another. Well, well."


def test_a_register_that_does_not_answer_is_one_finding_and_the_rest_is_examined(office, monkeypatch):
    from django.db import DatabaseError

    def fail(*_told):
        raise DatabaseError("gone")

    monkeypatch.setattr(health, "MigrationExecutor", fail)
    assert levels()["register"] == health.ERROR
    assert {"keys", "disk", "event_store"} <= set(levels())


@pytest.mark.parametrize(("days", "level"), [(10, "well"), (91, "well"), (93, "warning")])
def test_components_older_than_the_time_we_allow_ourselves_are_told(
    office, monkeypatch, tmp_path, days, level
):
    renewed = tmp_path / "renewed.txt"
    renewed.write_text(f"{datetime.now(UTC).date() - timedelta(days=days)}\n")
    monkeypatch.setattr(health, "RENEWED", renewed)
    assert levels()["components"] == level
