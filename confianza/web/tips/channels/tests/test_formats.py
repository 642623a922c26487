"""What relays send is read into one form, or refused with a word."""

import json

import pytest

from confianza.web.tips.channels import formats
from confianza.web.tips.channels.formats import Incoming, NotAMessage
from confianza.web.tips.channels.tests import payloads


def _problem(read, *told):
    with pytest.raises(NotAMessage) as refused:
        read(*told)
    return refused.value.problem


def test_a_generic_message_has_a_number_a_text_and_a_name():
    told = {"from": "5550-0147", "text": " Venden armas ", "id": 7}
    assert formats.generic(told, "502") == Incoming("+50255500147", "Venden armas", "7")


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ({}, "no_number"),
        ({"from": "abc", "text": "x", "id": "1"}, "no_number"),
        ({"from": "+1", "text": "x", "id": "1"}, "no_number"),
        ({"from": ["+50255500147"], "text": "x", "id": "1"}, "no_number"),
        ({"from": "+50255500147", "text": "  ", "id": "1"}, "no_text"),
        ({"from": "+50255500147", "text": {"body": "x"}, "id": "1"}, "no_text"),
        ({"from": "+50255500147", "text": "x"}, "no_id"),
        ({"from": "+50255500147", "text": "x", "id": ""}, "no_id"),
    ],
)
def test_what_lacks_one_of_them_is_no_message(told, problem):
    assert _problem(formats.generic, told, "502") == problem


@pytest.mark.parametrize(
    ("written", "full"),
    [
        ("+502 5550 0147", "+50255500147"),
        ("0050255500147", "+50255500147"),
        ("(503) 7000-1234", "+50250370001234"),
        ("55500147", "+50255500147"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(written, full):
    assert formats.e164(written, "502") == full


def test_a_flow_of_rapidpro_tells_who_and_what():
    told = payloads.rapidpro("Cobran renta")
    assert formats.rapidpro(told, "502") == Incoming(payloads.NUMBER, "Cobran renta", told["input"]["uuid"])
    del told["input"]["urn"], told["input"]["uuid"]
    assert formats.rapidpro(told, "502").id == told["run"]["uuid"]


def test_whatsapp_by_way_of_rapidpro_has_no_plus():
    told = payloads.rapidpro("Cobran renta")
    told["input"]["urn"] = "whatsapp:50255500147"
    assert formats.rapidpro(told, "502").number == payloads.NUMBER


@pytest.mark.parametrize("urn", ["telegram:123456789", "", "facebook:ref:1"])
def test_who_has_no_number_is_not_taken(urn):
    told = payloads.rapidpro("Hola")
    told["input"]["urn"] = told["contact"]["urn"] = urn
    assert _problem(formats.rapidpro, told, "502") == "no_number"


def test_whatsapp_brings_several_texts_at_once():
    found = formats.whatsapp(payloads.whatsapp("Uno", "Dos"))
    assert [(each.number, each.text) for each in found] == [
        (payloads.NUMBER, "Uno"),
        (payloads.NUMBER, "Dos"),
    ]
    assert len({each.id for each in found}) == 2


@pytest.mark.parametrize("told", [payloads.whatsapp_status(), payloads.whatsapp_picture()])
def test_statuses_and_pictures_are_dropped(told):
    assert formats.whatsapp(told) == []


@pytest.mark.parametrize("told", [{}, {"object": "page"}])
def test_what_is_not_of_whatsapp_says_so(told):
    assert _problem(formats.whatsapp, told) == "not_whatsapp"


@pytest.mark.parametrize("entry", [None, 7, [7], [{"changes": "x"}], [{"changes": [{"value": []}]}]])
def test_a_broken_notification_brings_nothing(entry):
    assert formats.whatsapp({"object": "whatsapp_business_account", "entry": entry}) == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_object_says_so(body):
    assert _problem(formats.read, body) == "no_json"


def test_only_the_very_bytes_under_the_very_secret_are_signed():
    body = payloads.packed(payloads.whatsapp("Uno"))
    good = payloads.signed(body, b"secret")
    assert formats.is_signed(b"secret", body, good)
    # A signature worked out by hand for this body and secret, not by the code under test.
    assert formats.is_signed(b"key", b"The quick brown fox jumps over the lazy dog",
        "sha256=f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8")  # fmt: skip
    for header in ("", good[:-1], good.replace("sha256=", ""), payloads.signed(body, b"other"), "sha256=ñ"):
        assert not formats.is_signed(b"secret", body, header)
    assert not formats.is_signed(b"", body, payloads.signed(body, b""))
    assert not formats.is_signed(b"secret", json.dumps(json.loads(body)).encode() + b" ", good)


def test_invisible_letters_and_endless_texts_are_cut():
    told = {"from": payloads.NUMBER, "text": "a\u202eb\x00c" + "x" * 9000, "id": "1"}
    text = formats.generic(told, "502").text
    assert text.startswith("abcx")
    assert len(text) == formats.LONGEST_TEXT
