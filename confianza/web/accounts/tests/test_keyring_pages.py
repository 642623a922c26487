"""The page of one's keyring, and how the keys stay open: login, idle, a shift, leaving, theft."""

import re
import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from confianza.web.accounts import actions as accounts
from confianza.web.accounts import middleware, unlocking
from confianza.web.accounts.actions import keyrings
from confianza.web.accounts.models import Role
from confianza.web.accounts.queries import keyrings as queries
from confianza.web.accounts.tests import phones
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry
from confianza.web.lib import sealing
from conftest import PASSWORD

pytestmark = pytest.mark.django_db
PAGE, LOGIN, HOME = "/cuenta/llave/", "/cuenta/entrar/", "/cuenta/"
SECOND_STEP = "/cuenta/entrar/segundo-paso/"
NEW_PASSWORD = "otra-clave-bien-larga-y-rara"
OPEN, CLOSED = "Abierto", "Cerrado"


@pytest.fixture(autouse=True)
def _own_keys(workspace) -> None:
    """Seals of second factors are made with the keys of this test's own workspace."""


@pytest.fixture
def ines(person):
    """Inés attends the tip line, and has a keyring."""
    made = person(Role.TIP_OPERATOR)
    made.code = keyrings.enrol(person=made, password=PASSWORD, by=made)
    return made


def log_in(client, person, password=PASSWORD):
    return client.post(LOGIN, {"username": person.username, "password": password})


def shows(client) -> str:
    text = client.get(PAGE).content.decode()
    return OPEN if "Se cierra solo" in text else CLOSED if CLOSED in text else "none"


def later(monkeypatch, **passed) -> None:
    """Let time pass for everything that asks the clock of Django or of the machine."""
    now, clock = timezone.now() + timedelta(**passed), time.time()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    monkeypatch.setattr("time.time", lambda: clock + timedelta(**passed).total_seconds())


# --- opening -----------------------------------------------------------------------------------------


def test_logging_in_opens_the_keyring(client, ines) -> None:
    log_in(client, ines)
    assert shows(client) == OPEN
    assert Entry.objects.filter(action="accounts.unlock_keyring", subject=ines.username).count() == 1


def test_with_a_second_factor_the_keyring_opens_after_it_and_not_before(client, ines) -> None:
    secret = phones.set_up(ines)
    log_in(client, ines)
    assert client.get(PAGE).status_code == 302
    assert not Entry.objects.filter(action="accounts.unlock_keyring").exists()
    client.post(SECOND_STEP, {"code": phones.code_of(secret)})
    assert shows(client) == OPEN


def test_the_cookie_is_for_this_host_and_for_no_script(client, ines) -> None:
    cookie = log_in(client, ines).cookies["uk"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert cookie["max-age"] == 8 * 3600


def test_somebody_without_a_keyring_gets_no_second_cookie_and_is_shown_how_to_make_one(
    client, person
) -> None:
    answer = log_in(client, person(Role.MAYOR))
    assert "uk" not in answer.cookies
    assert shows(client) == "none"
    page = client.post(f"{PAGE}crear/", {"password": PASSWORD})
    code = re.search(r'class="secret">([^<]+)<', page.content.decode()).group(1)
    assert shows(client) == OPEN
    assert keyrings.recover(
        person=person(Role.MAYOR), code=code, new_password=PASSWORD, by=person(Role.MAYOR)
    )


def test_the_page_opens_it_again_and_leads_on(client, ines) -> None:
    client.force_login(ines)
    assert shows(client) == CLOSED
    answer = client.post(f"{PAGE}abrir/", {"password": PASSWORD, "next": "/cuenta/mia/"})
    assert answer["Location"] == "/cuenta/mia/"
    assert shows(client) == OPEN


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_it_leads_to_no_other_house(client, ines, elsewhere) -> None:
    client.force_login(ines)
    answer = client.post(f"{PAGE}abrir/", {"password": PASSWORD, "next": elsewhere})
    assert answer["Location"] == PAGE


def test_a_wrong_password_opens_nothing_and_soon_makes_wait(client, ines) -> None:
    client.force_login(ines)
    for _ in range(5):
        answer = client.post(f"{PAGE}abrir/", {"password": "no-es-esta-clave"})
        assert answer.status_code == 200
    assert "Demasiados intentos" in client.post(f"{PAGE}abrir/", {"password": PASSWORD}).content.decode()
    assert shows(client) == CLOSED


def test_the_printed_code_opens_it_after_the_password_was_set_anew(client, ines) -> None:
    invited = accounts.invite_anew(person=ines, by=COMMAND_LINE)
    accounts.accept_invitation(code=invited.code, password=NEW_PASSWORD)
    log_in(client, ines, NEW_PASSWORD)
    assert shows(client) == CLOSED
    wrong = client.post(f"{PAGE}recuperar/", {"code": "0000-0000", "password": NEW_PASSWORD})
    assert "no abre su llavero" in wrong.content.decode()
    client.post(f"{PAGE}recuperar/", {"code": ines.code, "password": NEW_PASSWORD})
    assert shows(client) == OPEN
    other = Client()
    log_in(other, ines, NEW_PASSWORD)
    assert shows(other) == OPEN


def test_another_code_is_printed_only_while_it_is_open(client, ines) -> None:
    log_in(client, ines)
    page = client.post(f"{PAGE}codigo/", {"password": PASSWORD}).content.decode()
    code = re.search(r'class="secret">([^<]+)<', page).group(1)
    assert code != ines.code
    client.post(f"{PAGE}cerrar/")
    assert client.post(f"{PAGE}codigo/", {"password": PASSWORD})["Location"].startswith(PAGE)


def test_changing_the_password_keeps_it_open_here(client, ines) -> None:
    log_in(client, ines)
    typed = {"current": PASSWORD, "password": NEW_PASSWORD, "again": NEW_PASSWORD}
    client.post("/cuenta/mia/clave/", typed)
    assert shows(client) == OPEN


# --- closing -----------------------------------------------------------------------------------------


def test_it_closes_after_a_quarter_of_an_hour_without_use(client, ines, monkeypatch) -> None:
    log_in(client, ines)
    later(monkeypatch, minutes=14)
    assert shows(client) == OPEN
    later(monkeypatch, minutes=14)
    assert shows(client) == OPEN
    later(monkeypatch, minutes=16)
    answer = client.get(PAGE)
    assert CLOSED in answer.content.decode()
    assert answer.cookies["uk"].value == ""
    assert unlocking.ENTRY not in client.session
    assert client.get(HOME).status_code == 200, "the person stays logged in"


def test_it_closes_after_a_shift_however_much_it_was_used(client, ines, monkeypatch) -> None:
    log_in(client, ines)
    for _ in range(47):
        later(monkeypatch, minutes=10)
        client.get(HOME)
    assert shows(client) == OPEN
    later(monkeypatch, minutes=11)
    assert shows(client) == CLOSED


def test_the_button_closes_it(client, ines) -> None:
    log_in(client, ines)
    answer = client.post(f"{PAGE}cerrar/")
    assert answer.cookies["uk"].value == ""
    assert shows(client) == CLOSED


def test_leaving_takes_the_cookie_and_the_sealed_keys_away(client, ines) -> None:
    log_in(client, ines)
    kept = Session.objects.get().get_decoded()
    assert unlocking.ENTRY in kept
    answer = client.post("/cuenta/salir/")
    assert answer.cookies["uk"].value == ""
    assert "storage" in answer["Clear-Site-Data"]
    assert not [each for each in Session.objects.all() if unlocking.ENTRY in each.get_decoded()]


def test_a_suspended_person_has_nothing_open_at_the_next_click(client, ines) -> None:
    log_in(client, ines)
    accounts.suspend(person=ines, by=COMMAND_LINE)
    assert client.get(PAGE).status_code == 302
    assert not Session.objects.filter(session_key=client.cookies["sessionid"].value).exists()


# --- theft -------------------------------------------------------------------------------------------


def test_the_session_of_the_register_alone_opens_nothing(client, ines) -> None:
    log_in(client, ines)
    thief = Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert shows(thief) == CLOSED
    entry, opened = client.session[unlocking.ENTRY], queries.opened_with(ines, PASSWORD)
    for private in (opened.box.private, opened.signing.private):
        assert private not in unlocking._Kept.read(entry).sealed


def test_the_second_cookie_alone_opens_nothing(client, ines) -> None:
    log_in(client, ines)
    thief = Client()
    thief.cookies["uk"] = client.cookies["uk"].value
    assert thief.get(PAGE).status_code == 302
    thief.force_login(ines)
    assert shows(thief) == CLOSED


def test_a_sealed_entry_moved_into_another_session_does_not_open(client, ines, person) -> None:
    log_in(client, ines)
    for whose in (ines, person(Role.BEAT_OFFICER)):
        thief = Client()
        thief.force_login(whose)
        session = thief.session
        session[unlocking.ENTRY] = client.session[unlocking.ENTRY]
        session.save()
        thief.cookies["uk"] = client.cookies["uk"].value
        answer = thief.get(PAGE).content.decode()
        assert "Se cierra solo" not in answer


def test_whoever_writes_in_the_register_cannot_prolong_the_shift(client, ines, monkeypatch) -> None:
    log_in(client, ines)
    session = client.session
    session[unlocking.ENTRY] = {**session[unlocking.ENTRY], "opened_at": int(time.time()) + 3600}
    session.save()
    assert shows(client) == CLOSED


@pytest.mark.parametrize("broken", ["", "x", "%%%", "AAAA", "Ã¤"])
def test_a_broken_cookie_is_no_failure(client, ines, broken) -> None:
    log_in(client, ines)
    client.cookies["uk"] = broken
    assert shows(client) == CLOSED


def test_a_broken_entry_is_no_failure(client, ines) -> None:
    log_in(client, ines)
    for entry in (
        {},
        {"sealed": "%"},
        "text",
        {"sealed": "AAAA", "keyring": "x", "opened_at": 1, "seen_at": 1},
    ):
        session = client.session
        session[unlocking.ENTRY] = entry
        session.save()
        assert shows(client) == CLOSED


# --- for the rooms above -----------------------------------------------------------------------------


def test_whatever_needs_the_keys_leads_to_the_page_and_back(ines) -> None:
    request = RequestFactory().get("/avisos/1/?x=1")
    led = middleware.Keyrings(lambda request: HttpResponse()).process_exception(request, unlocking.Locked())
    assert led["Location"] == f"{PAGE}?next=/avisos/1/%3Fx%3D1"
    assert middleware.Keyrings(lambda _: HttpResponse()).process_exception(request, KeyError()) is None
    with pytest.raises(unlocking.Locked):
        unlocking.of(request)


def test_a_request_carries_the_open_keys_of_its_person(client, ines) -> None:
    log_in(client, ines)
    seen = client.get(PAGE).wsgi_request.keyring
    blob = sealing.seal_to(queries.public_keys([ines])[ines.pk], b"x")
    assert (seen.person_id, seen.unseal(blob)) == (ines.pk, b"x")


def test_after_a_link_from_elsewhere_one_click_is_enough(client, ines) -> None:
    log_in(client, ines)
    kept = client.cookies.pop("uk")
    assert "Vino por un enlace" in client.get(PAGE).content.decode()
    client.cookies["uk"] = kept.value
    assert shows(client) == OPEN
