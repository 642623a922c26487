"""What people with bad intent write into addresses and fields is shown as text and breaks nothing."""

import pytest
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from confianza.web.accounts.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workspace")]

SCRIPT = "\"'><script>alert(1)</script>"
HOSTILE = {
    "script": SCRIPT,
    "handler": '" onmouseover="alert(1)" x="',
    "javascript": "javascript:alert(1)",
    "sql": "' OR '1'='1' --",
    "sql union": "1) UNION SELECT password FROM accounts_user --",
    "template": "{{ 7|add:7 }}{% debug %}",
    "format": "%s%s%n{0.__class__}",
    "path": "../../../../etc/passwd",
    "null": "a\x00b",
    "line end": "a\r\nSet-Cookie: x=y",
    "long": "x" * 20_000,
    "digits": "9" * 40,
    "letters": "\u202e\ufeff\U0001f600ñ",
    "pattern": "(a+)+$" + "a" * 40,
}
PAGES = {
    "audit": (Role.AUDITOR, "audit:entries", ("who", "action", "subject", "since", "until", "page")),
    "figures": (
        Role.ANALYST,
        "observatory:overview",
        ("area", "indicator", "as_of", "since", "until", "source"),
    ),
    "origin": (Role.ANALYST, "observatory:origin", ("area", "indicator", "as_of")),
    "deliveries": (Role.ANALYST, "records:deliveries", ("page",)),
    "areas": (Role.ANALYST, "territory:areas", ("name", "level", "page")),
    "names": (Role.ANALYST, "territory:names", ("page",)),
    "login": (None, "accounts:login", ("next",)),
    "public": (None, "public_site:home", ("page",)),
}


@pytest.fixture
def visitor(client, person):
    def as_(role):
        client.raise_request_exception = False
        if role:
            client.force_login(person(role))
        return client

    return as_


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("page", PAGES)
def test_what_stands_in_an_address_is_only_ever_text(visitor, page, hostile) -> None:
    role, view, fields = PAGES[page]
    answered = visitor(role).get(reverse(view), dict.fromkeys(fields, HOSTILE[hostile]))
    assert answered.status_code in ((400,) if hostile == "null" else (200, 302, 404))
    told = answered.content.decode()
    assert "<script>alert" not in told
    assert 'onmouseover="alert' not in told
    assert 'href="javascript:' not in told
    assert "root:x:" not in told
    assert "Set-Cookie: x=y" not in str(answered.headers)


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize(
    "address",
    ["/observatorio/lugar/{}/", "/observatorio/tabla/{}.csv", "/registros/entregas/{}/", "/territorio/{}/"],
    ids=["place", "table", "delivery", "area"],
)
def test_what_is_asked_for_by_a_hostile_name_is_not_there(visitor, address, hostile) -> None:
    from urllib.parse import quote

    answered = visitor(Role.ANALYST).get(address.format(quote(HOSTILE[hostile], safe="")))
    # 200: a page that teaches, before anything was delivered.
    assert answered.status_code in ((400,) if hostile == "null" else (200, 404))
    assert "<script>alert" not in answered.content.decode()


@pytest.mark.parametrize("number", ["99999999999999999999999999", "0", "٣"])
def test_a_number_beyond_all_numbers_is_not_there(visitor, number) -> None:
    assert visitor(Role.ANALYST).get(f"/registros/subidas/{number}/").status_code == 404


def test_a_field_told_twice_counts_once(visitor) -> None:
    answered = visitor(Role.AUDITOR).get(reverse("audit:entries") + "?page=1&page=9999&who=ana&who=%27--")
    assert answered.status_code == 200


@pytest.mark.parametrize("hostile", HOSTILE)
def test_the_login_form_tells_nothing_back_but_text(visitor, hostile) -> None:
    mean = {"username": HOSTILE[hostile], "login": HOSTILE[hostile], "password": HOSTILE[hostile]}
    answered = visitor(None).post(reverse("accounts:login"), mean)
    assert answered.status_code in (200, 302, 429)
    assert "<script>alert" not in answered.content.decode()
    assert 'onmouseover="alert' not in answered.content.decode()


def test_more_fields_than_any_form_has_are_refused(visitor) -> None:
    answered = visitor(None).post(reverse("set_language"), {f"f{at}": "" for at in range(2_000)})
    assert answered.status_code == 400


def test_a_larger_form_than_any_of_ours_is_refused(visitor, settings) -> None:
    mean = "language=" + "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    answered = visitor(None).post(
        reverse("set_language"), mean, content_type="application/x-www-form-urlencoded"
    )
    assert answered.status_code == 400


def test_the_password_field_hides_what_is_typed_and_lets_a_password_manager_help(client) -> None:
    page = client.get(reverse("accounts:login")).content.decode()
    field = next(part for part in page.split("<input")[1:] if 'name="password"' in part)
    assert 'type="password"' in field
    assert 'autocomplete="current-password"' in field
    assert "onpaste" not in page
    assert "maxlength" not in field


def test_a_session_has_a_name_nobody_guesses() -> None:
    names = {SessionStore()._get_new_session_key() for _ in range(50)}
    assert len(names) == 50
    assert {len(name) for name in names} == {32}
    assert len(VALID_KEY_CHARS) ** 32 > 2**128


def test_a_made_up_session_opens_nothing(client, person, settings) -> None:
    person(Role.ANALYST)
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    assert client.get(reverse("accounts:home")).status_code == 302


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_download_has_a_name_of_ours(visitor, hostile) -> None:
    from urllib.parse import quote

    browser = visitor(Role.ANALYST)
    said = browser.get("/api/v1/figures", {"area": HOSTILE[hostile], "format": "csv"})
    assert "Content-Disposition" not in said
    assert said.status_code in (400, 404)
    for address in ("/observatorio/tabla/{}.csv", "/registros/entregas/{}/rechazados.csv"):
        asked = browser.get(address.format(quote(HOSTILE[hostile], safe="")))
        assert asked.status_code in (400, 404)
        assert "Content-Disposition" not in asked


def test_a_line_end_in_an_address_makes_no_line_of_the_log(visitor, caplog, monkeypatch) -> None:
    import logging

    monkeypatch.setattr(logging.getLogger("django"), "propagate", True)
    visitor(None).get("/nada/%0D%0A2026-11-22 WARNING forged: line/")
    told = [record.getMessage() for record in caplog.records if "nada" in record.getMessage()]
    assert told
    assert not [line for line in told if "\n" in line or "\r" in line]


@pytest.mark.parametrize("charset", ["utf-16", "latin-1"])
def test_a_form_in_another_encoding_is_not_understood(visitor, settings, charset) -> None:
    sender = visitor(Role.ANALYST)
    sender.handler.enforce_csrf_checks = True
    sender.cookies[settings.CSRF_COOKIE_NAME] = "x" * 32
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    answered = sender.generic("POST", reverse("set_language"), b"a=b", content_type=kind)
    assert answered.status_code == 400
    assert "No se entendió" in answered.content.decode()


def test_what_breaks_while_it_is_sent_gets_the_page_that_needs_nothing(visitor, monkeypatch) -> None:
    monkeypatch.setattr("confianza.web.public_site.queries.latest", lambda: 1 // 0)
    answered = visitor(None).get(reverse("public_site:home"))
    assert answered.status_code == 500
    assert "Algo falló" in answered.content.decode()
