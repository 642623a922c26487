"""People from the machine itself: the first administrator, a lost way in, a suspension."""

import re

import pytest
from django.test import Client

from confianza.web.accounts.models import Role, User

CODE = r"\w{4}(-\w{4}){5}"
GOOD = "jacaranda-en-noviembre"


def test_the_first_administrator_is_let_in_by_a_code(told) -> None:
    made = told("people", "invite", "marta", "--role", "system_administrator", "--first-name", "Marta")
    assert made["address"] == "http://127.0.0.1:8000/cuenta/invitacion/"
    browser = Client()
    browser.post("/cuenta/invitacion/", {"code": made["code"], "password": GOOD, "again": GOOD})
    assert browser.get("/cuenta/personas/").status_code == 200
    assert told("people", "list") == [
        {"username": "marta", "name": "Marta", "roles": ["system_administrator"], "state": "active"}
    ]


def test_people_read_the_code_and_until_when_it_opens(confianza) -> None:
    said = confianza("people", "invite", "marta", "--role", "system_administrator").stdout
    assert re.search(r"Opens once, until \d{4}-\d\d-\d\d \d\d:\d\d UTC", said)
    assert "/cuenta/invitacion/" in said
    assert re.search(CODE, said)
    assert "marta" in confianza("people", "list").stdout


def test_whoever_is_known_gets_a_new_code_without_a_new_role(told, person) -> None:
    person(Role.SYSTEM_ADMINISTRATOR)
    assert re.fullmatch(CODE, told("people", "invite", "marta")["code"])
    refused = told("people", "invite", "marta", "--role", "auditor", exit_code=2)
    assert "leave --role out" in refused["error"]["message"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("invite", "x", "--role", "king"), "--role is one of"),
        (("invite", "a b", "--role", "mayor"), "username"),
        (("invite", "x", "--role", "mayor", "--area", "municipality-0"), "no area"),
        (("suspend", "nadie", "--reason", "x"), "Nobody has the user name nadie"),
        (("suspend", "marta", "--reason", "x"), "Nobody else could administer"),
    ],
    ids=["role", "name", "area", "nobody", "last"],
)
def test_what_cannot_be_is_said_in_a_sentence(told, person, words, sentence) -> None:
    person(Role.SYSTEM_ADMINISTRATOR)
    assert sentence in told("people", *words, exit_code=2)["error"]["message"]


def test_an_account_is_suspended_from_the_machine(told, person) -> None:
    person(Role.MAYOR)
    assert told("people", "suspend", "gloria", "--reason", "oficio")["state"] == "suspended"
    assert not User.objects.get(username="gloria").is_active
