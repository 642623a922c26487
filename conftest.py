"""Fixtures every room shares: the cast logged in, a workspace of one's own, the real data where they are."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from confianza.web.lib.workspaces import VARIABLE, Workspace

SHARED = Path(__file__).resolve().parent.parent / "shared"
PASSWORD = "una-clave-de-prueba"  # noqa: S105 - of passing accounts


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def _tests_may_empty_the_account() -> Iterator[None]:
    """Empty the tables after a test that committed: on PostgreSQL the account refuses, even to its owner."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    def sql_flush(self, *args, **kwargs):
        return ["SET LOCAL session_replication_role = replica", *whole(self, *args, **kwargs)]

    whole = DatabaseOperations.sql_flush
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
        yield


@pytest.fixture
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
