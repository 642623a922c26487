"""Fixtures every room shares: the cast logged in, a workspace of one's own, the real data where they are."""

import copy
import os
import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from confianza.web.lib.workspaces import VARIABLE, Workspace
from tests.support import choosing
from tests.support.postgres import SUPERUSER

SHARED = Path(__file__).resolve().parent.parent / "shared"
PASSWORD = "una-clave-de-prueba"  # noqa: S105 - of passing accounts


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    choosing.with_a_register(config, items)
    choosing.longest_first(items)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Say at once why a test failed: where a later one never ends, nobody would learn it."""
    if report.failed and not os.environ.get("PYTEST_XDIST_WORKER"):
        print(f"\n{report.nodeid} ({report.when})\n{report.longreprtext}", flush=True)  # noqa: T201


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    from django.core.cache import cache

    from confianza.web.public_site import memory

    cache.clear()
    memory.forget()


@pytest.fixture(scope="session", autouse=True)
def _a_form_is_converted_once() -> Iterator[None]:
    """Have a process convert a spreadsheet, and Java look at it, once: equal bytes, equal answer."""
    from confianza.web.fieldwork.xforms import converting, validating

    told: dict[tuple[object, ...], object] = {}

    def once(work: Callable[..., object]) -> Callable[..., object]:
        def answer(*asked: object) -> object:
            question = (work, shutil.which("java"), *asked)
            if question not in told:
                told[question] = work(*asked)
            return copy.deepcopy(told[question])

        return answer

    with pytest.MonkeyPatch.context() as patch:
        for module, name in ((converting, "_of_worker"), (validating, "refusal")):
            patch.setattr(module, name, once(getattr(module, name)))
        yield


@pytest.fixture
def no_spark_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the Spark that tests of the engines may have started in this process, while there was a Java."""
    if find_spec("pyspark"):
        monkeypatch.setattr("confianza.store.spark._sessions", {})


@pytest.fixture(scope="session", autouse=True)
def _tests_may_empty_the_tables() -> Iterator[None]:
    """Empty the tables after a test that committed: the service must not, the account refuses anybody."""
    import psycopg
    from django.db.backends.postgresql.operations import DatabaseOperations

    def execute_sql_flush(self, sql_list):
        told = self.connection.get_connection_params()["dbname"]
        with psycopg.connect(os.environ[SUPERUSER], dbname=told) as superuser:
            superuser.execute("SET session_replication_role = replica")
            for sql in sql_list:
                superuser.execute(sql)

    with pytest.MonkeyPatch.context() as patch:
        if SUPERUSER in os.environ:
            patch.setattr(DatabaseOperations, "execute_sql_flush", execute_sql_flush)
        yield


@pytest.fixture(scope="session")
def _for_the_installation() -> Iterator[None]:
    """Tests set up rows for everybody; the doors of the pages they ask for raise the wall again."""
    from confianza.web.lib import walls

    with walls.lowered():
        yield


@pytest.fixture(scope="session")
def _owner_of_the_tables(_for_the_installation, django_db_modify_db_settings, django_db_blocker):
    """Let the owner make and drop the tables, and the service be who the tests speak as."""
    from contextlib import ExitStack

    from confianza.web.project import register, shaping

    owner = ExitStack()
    owner.enter_context(shaping.drawn_when_needed())
    yield owner, owner.enter_context(register.as_owner())
    with django_db_blocker.unblock():
        owner.close()


@pytest.fixture(scope="session")
def django_db_setup(_owner_of_the_tables, django_db_setup, django_db_blocker):
    """Make the register as the owner of its tables, and speak to it as the service."""
    from confianza.web.project import register

    owner, service = _owner_of_the_tables
    with django_db_blocker.unblock():
        register.admit(service)
        owner.close()
    yield
    with django_db_blocker.unblock():
        owner.enter_context(register.as_owner())


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data; tests that take it skip where it is absent, as on a newcomer's machine."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("the region's real data (../shared/data) are not on this machine")
    return folder


@pytest.fixture
def workspace(tmp_path: Path, settings, monkeypatch) -> Workspace:
    """A workspace of this test's own, to which settings and environment point."""
    own = Workspace(tmp_path / "workspace")
    for folder in (own.keys, own.store, own.cache):
        folder.mkdir(parents=True)
    settings.WORKSPACE = own
    monkeypatch.setenv(VARIABLE, str(own.root))
    return own


@pytest.fixture
def person(db) -> Callable[..., object]:
    """Make the member of the cast with a role: `person(Role.ANALYST)`; the same one if asked again.

    Without an `area` the role is held for the whole installation; with one, somebody else holds it there.
    """
    from confianza.web.accounts.cast import member
    from confianza.web.accounts.models import Grant, User
    from confianza.web.accounts.rules import usual_purpose

    def make(role, area=None, purpose=None):
        who = member(role)
        username = "-".join([who.username, *filter(None, (getattr(area, "stable_id", ""), purpose))])
        known = User.objects.filter(username=username).first()
        if known:
            return known
        made = User.objects.create_user(username, password=PASSWORD, first_name=who.first_name)
        purpose = purpose or usual_purpose(role)
        Grant.objects.create(person=made, role=role, area=area, purpose=purpose, given_by="conftest")
        return made

    return make


@pytest.fixture
def signed_in(person) -> Callable[..., object]:
    """Open a browser for a role: `signed_in(Role.ANALYST).get(url)`; with None, nobody. See `person`."""
    from django.test import Client

    def open_browser(role, **where):
        client = Client()
        if role is not None:
            client.force_login(person(role, **where))
        return client

    return open_browser


@pytest.fixture(params=["es", "en"])
def language(request) -> Iterator[str]:
    """Run the test once in each language of the interface, and give its code."""
    from django.utils import translation

    with translation.override(request.param):
        yield request.param


def _browser_of(role_name: str):
    @pytest.fixture
    def browser(signed_in):
        from confianza.web.accounts.models import Role

        return signed_in(Role[role_name])

    return browser


# The members of the cast most tests speak of, by first name.
ana_the_analyst = _browser_of("ANALYST")
benito_the_beat_officer = _browser_of("BEAT_OFFICER")
catalina_the_commander = _browser_of("COMMANDER")
gloria_the_mayor = _browser_of("MAYOR")
marta_the_administrator = _browser_of("SYSTEM_ADMINISTRATOR")
noe_the_auditor = _browser_of("AUDITOR")
