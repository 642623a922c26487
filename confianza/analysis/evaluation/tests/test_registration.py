import dataclasses
import hashlib
import json
import unicodedata
from datetime import date

import pytest

from confianza.analysis.evaluation import registration, registration_words
from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.evaluation.registration import Registration

PLANNED = Registration(
    hypothesis="Los homicidios bajan más que en los municipios parecidos.",
    outcome="homicidios, PNC",
    area="Colón",
    begins_on=date(2027, 1, 1),
    last_day=date(2029, 12, 31),
    method="synthetic",
    first_day=date(2017, 1, 1),
    comparison=("Quezaltepeque", "Sonsonate"),
    settings=(("speaks", "outcome"),),
    smallest_effect="−20 %",
)


def test_it_is_written_in_one_way_only():
    written = registration.canonical(PLANNED)
    assert registration.canonical(registration.read(written)) == written
    assert b" " not in written.replace(b"Los homicidios bajan", b"").split(b'"hypothesis"')[0]
    assert json.loads(written)["format"] == "confianza-registration/1"
    assert list(json.loads(written)) == sorted(json.loads(written))


def test_the_digest_is_of_what_is_written():
    assert registration.digest(PLANNED) == hashlib.sha256(registration.canonical(PLANNED)).hexdigest()


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Registration)])
def test_any_letter_that_changes_changes_the_digest(field):
    other = {"begins_on": date(2027, 1, 2), "last_day": date(2030, 1, 1), "first_day": None}
    value = other.get(field, ("otra",) if field in ("comparison", "settings") else "otra")
    changed = dataclasses.replace(PLANNED, **{field: value})
    assert registration.digest(changed) != registration.digest(PLANNED)


def test_reading_gives_the_same_registration_whatever_the_blanks():
    loose = json.dumps(json.loads(registration.canonical(PLANNED)), indent=3).encode()
    assert registration.read(loose) == PLANNED


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b'{"format":"other/1"}', b"\xff", b"[" * 100_000, b'{"area":"a","area":"b"}'],
)
def test_what_is_no_registration_is_refused(content):
    with pytest.raises(EvaluationRefused, match="This is no registration"):
        registration.read(content)


def test_a_field_that_nobody_knows_is_refused():
    told = json.loads(registration.canonical(PLANNED)) | {"also": "this"}
    with pytest.raises(EvaluationRefused, match="a field “also” that nobody knows"):
        registration.read(json.dumps(told).encode())


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("hypothesis", None, "registration_leaves_open"),
        ("hypothesis", 5, "registration_text"),
        ("area", ["Colón"], "registration_text"),
        ("area", "\ud800", "registration_text"),
        ("begins_on", "01/02/2027", "registration_day"),
        ("last_day", 2029, "registration_day"),
        ("first_day", "ayer", "registration_day"),
        ("comparison", "Quezaltepeque", "registration_list"),
        ("comparison", [3], "registration_text"),
        ("settings", "speaks", "registration_list"),
        ("settings", ["ab"], "registration_list"),
        ("settings", {"speaks": 1}, "registration_text"),
        ("direction", "down", "registration_direction"),
    ],
)
def test_the_field_that_is_wrong_is_named(field, value, code):
    told = json.loads(registration.canonical(PLANNED)) | {field: value}
    with pytest.raises(EvaluationRefused) as refused:
        registration.read(json.dumps(told).encode())
    assert refused.value.code == code
    assert (value if code == "registration_direction" else field) in str(refused.value)


def test_a_mark_of_byte_order_settings_by_name_and_an_open_day_are_read():
    told = json.loads(registration.canonical(PLANNED)) | {"settings": {"speaks": "outcome"}, "first_day": ""}
    found = registration.read("\ufeff".encode() + json.dumps(told).encode())
    assert found == dataclasses.replace(PLANNED, first_day=None)


def test_accents_of_any_keyboard_give_one_digest():
    apart = dataclasses.replace(PLANNED, area=unicodedata.normalize("NFD", "Colón"))
    assert apart.area != PLANNED.area
    assert registration.digest(apart) == registration.digest(PLANNED)
    loose = json.dumps(json.loads(registration.canonical(PLANNED)) | {"area": apart.area}).encode()
    assert registration.read(loose) == PLANNED


@pytest.mark.parametrize("field", ["hypothesis", "outcome", "area", "method"])
def test_what_must_be_fixed_cannot_be_left_open(field):
    with pytest.raises(EvaluationRefused, match=f"leaves open what must be fixed: {field}"):
        registration.checked(dataclasses.replace(PLANNED, **{field: " "}))


@pytest.mark.parametrize(
    "days", [{"last_day": date(2027, 1, 1)}, {"first_day": date(2027, 1, 1)}, {"last_day": date(2020, 1, 1)}]
)
def test_days_must_follow_each_other(days):
    with pytest.raises(EvaluationRefused, match="contradict each other"):
        registration.checked(dataclasses.replace(PLANNED, **days))


def test_the_first_day_may_stay_open():
    opened = dataclasses.replace(PLANNED, first_day=None)
    assert registration.read(registration.canonical(opened)) == opened


def test_nothing_departs_from_itself():
    assert registration.deviations(PLANNED, PLANNED) == ()


def test_every_departure_is_told_with_both_sides():
    done = dataclasses.replace(
        PLANNED, method="synthetic_did", comparison=("Sonsonate",), settings=(), last_day=date(2028, 12, 31)
    )
    told = {each.field: (each.registered, each.done) for each in registration.deviations(PLANNED, done)}
    assert told == {
        "last_day": ("2029-12-31", "2028-12-31"),
        "method": ("synthetic", "synthetic_did"),
        "comparison": ("Quezaltepeque, Sonsonate", "Sonsonate"),
        "settings": ("speaks=outcome", ""),
    }


def test_the_order_in_which_areas_are_named_is_no_departure():
    assert (
        registration.deviations(
            PLANNED, dataclasses.replace(PLANNED, comparison=("Sonsonate", "Quezaltepeque"))
        )
        == ()
    )


def test_every_field_has_its_words():
    assert list(registration_words.FIELDS) == [field.name for field in dataclasses.fields(Registration)]
    open_before = dataclasses.replace(PLANNED, first_day=None, smallest_effect="")
    told = registration.deviations(open_before, PLANNED)
    assert {registration_words.departed(each) for each in told} == {"left_open"}
    told = registration.deviations(PLANNED, open_before)
    assert {registration_words.departed(each) for each in told} == {"not_told"}
    told = registration.deviations(PLANNED, dataclasses.replace(PLANNED, method="series"))
    assert registration_words.departed(told[0]) == "changed"


def test_a_day_that_was_open_is_told_as_nothing():
    done = dataclasses.replace(PLANNED, first_day=None)
    assert registration.deviations(PLANNED, done)[0].done == ""


def test_who_registers_after_the_data_end_has_not_registered():
    assert registration.is_before_the_data(PLANNED, date(2026, 12, 1))
    assert not registration.is_before_the_data(PLANNED, date(2029, 12, 31))
