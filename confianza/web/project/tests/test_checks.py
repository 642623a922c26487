import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.core import checks as django_checks
from django.core.management import CommandError, call_command
from django.db import models
from django.test.utils import isolate_apps
from django.utils import translation

from confianza.web.project import checks

pytestmark = pytest.mark.register
BAD_ADDRESSES = "confianza.web.project.tests.doorless"


class VisibleQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.none()


@pytest.fixture
def found_in(monkeypatch):
    """Have the check meet one model made of these members; nothing stays in Django's register of models."""

    def examine(*bases, **members):
        with isolate_apps("confianza.web.records"):
            where = {"__module__": "confianza.web.records.models"}
            model = type("Guarded", (*bases, models.Model), where | members)
        monkeypatch.setattr(checks, "apps", SimpleNamespace(get_models=lambda: [model]))
        return [finding.id for finding in checks.every_model_says_who_sees_its_rows(None)]

    return examine


# --- addresses ------------------------------------------------------------------------------------


def test_every_address_of_the_house_has_a_door() -> None:
    assert checks.every_address_has_a_door(None) == []


def test_addresses_without_a_door_are_named_however_deep_and_however_written(settings) -> None:
    settings.ROOT_URLCONF = BAD_ADDRESSES
    found = checks.every_address_has_a_door(None)
    with translation.override("en"):
        named = {finding.msg.split()[2] for finding in checks.every_address_has_a_door(None)}
    assert named == {
        "bare", "decorated", "class", "someone_elses", "partial", "nameless/", "room:deep",
    }  # fmt: skip
    assert {finding.id for finding in found} == {"confianza.E001"}


def test_djangos_own_check_command_fails_for_an_address_without_a_door(settings) -> None:
    call_command("check", "--tag", checks.TAG)
    settings.ROOT_URLCONF = BAD_ADDRESSES
    with pytest.raises(CommandError, match="E001"):
        call_command("check", "--tag", checks.TAG)


# --- models ---------------------------------------------------------------------------------------


def test_every_model_of_the_house_says_who_sees_its_rows() -> None:
    assert checks.every_model_says_who_sees_its_rows(None) == []


def test_a_model_that_does_not_say_who_sees_its_rows_is_named(found_in) -> None:
    assert found_in() == ["confianza.E002"]


def test_a_queryset_that_asks_who_looks_is_enough(found_in) -> None:
    assert found_in(objects=VisibleQuerySet.as_manager()) == []


def test_the_manager_that_everything_uses_must_ask_who_looks(found_in) -> None:
    managers = {"everything": models.Manager(), "objects": VisibleQuerySet.as_manager()}
    assert found_in(**managers) == ["confianza.E002"]


@pytest.mark.parametrize("sentence", ["", "yes", True, None])
def test_an_open_model_gives_its_reason_in_a_sentence(found_in, sentence) -> None:
    assert found_in(OPEN_BECAUSE="Areas are on every map.") == []
    assert found_in(OPEN_BECAUSE=sentence) == ["confianza.E002"]


def test_the_reason_of_another_model_is_no_reason(found_in) -> None:
    class Other:
        OPEN_BECAUSE = "Areas are on every map."

    assert found_in(Other) == ["confianza.E002"]


# --- nothing is served ----------------------------------------------------------------------------


def test_what_is_sound_may_be_served() -> None:
    checks.insist()


def test_nothing_is_served_while_an_address_has_no_door(settings) -> None:
    settings.ROOT_URLCONF = BAD_ADDRESSES
    with pytest.raises(checks.Unsound) as refused:
        checks.insist()
    assert {finding.id for finding in refused.value.findings} == {"confianza.E001"}


def test_no_setting_silences_the_house(settings) -> None:
    settings.ROOT_URLCONF = BAD_ADDRESSES
    settings.SILENCED_SYSTEM_CHECKS = ["confianza.E001"]
    with pytest.raises(checks.Unsound):
        checks.insist()


def test_a_warning_stops_nobody_and_a_silenced_error_of_django_neither(monkeypatch, settings) -> None:
    settings.SILENCED_SYSTEM_CHECKS = ["auth.E003"]
    found = [django_checks.Warning("only that", id="x.W001"), django_checks.Error("known", id="auth.E003")]
    monkeypatch.setattr(checks.checks, "run_checks", lambda **_: found)
    checks.insist()


def test_no_server_gets_an_application_while_an_address_has_no_door(tmp_path) -> None:
    settings = f"from confianza.web.project.settings_test import *\nROOT_URLCONF = {BAD_ADDRESSES!r}\n"
    (tmp_path / "unsound.py").write_text(settings)
    told = {"DJANGO_SETTINGS_MODULE": "unsound", "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    command = [sys.executable, "-c", "import confianza.web.project.wsgi"]
    ended = subprocess.run(command, env=os.environ | told, capture_output=True, text=True)
    assert ended.returncode != 0
    assert "Unsound" in ended.stderr
