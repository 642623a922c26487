"""What every form that comes with the program must be."""

import re

import pytest

from confianza.web.accounts.models import Role
from confianza.web.fieldwork.library.catalogue import HERE, NoSuchReadyForm, named, ready_forms
from confianza.web.fieldwork.library.tests.forms import made, sheets
from confianza.web.fieldwork.models import Owner

LANGUAGES = ("Español (es)", "English (en)")
TEXTS = ("label", "hint", "constraint_message")
ASSESSMENTS = ("evaluacion_ciudadania", "evaluacion_justicia", "evaluacion_policia")
EVERY = pytest.mark.parametrize("ready", ready_forms(), ids=lambda ready: ready.name)


def test_every_file_stands_in_the_catalogue_and_the_reverse():
    assert {path.stem for path in (HERE / "forms").iterdir()} == {one.name for one in ready_forms()}


def test_a_form_that_does_not_come_with_the_program_is_not_found():
    with pytest.raises(NoSuchReadyForm):
        named("no_such_form")


@EVERY
def test_it_becomes_a_form_under_its_own_name_and_title_without_a_warning(ready):
    form = made(ready)
    assert (form.form_id, form.title, form.languages) == (ready.name, ready.title("es"), LANGUAGES)
    assert form.version
    assert (form.warnings, form.problems) == ((), ())


@EVERY
def test_everything_it_says_is_said_in_both_languages(ready):
    told = sheets(ready)
    for row in [*told["survey"], *told["choices"]]:
        for text in TEXTS:
            spanish, english = (row.get(f"{text}::{language}") for language in LANGUAGES)
            assert bool(spanish) == bool(english), row


@EVERY
def test_whoever_breaks_a_rule_is_told_why(ready):
    for row in sheets(ready)["survey"]:
        assert bool(row.get("constraint")) == bool(row.get("constraint_message::Español (es)")), row


@EVERY
def test_no_list_of_choices_lies_unused(ready):
    told = sheets(ready)
    used = {row["type"].split()[1] for row in told["survey"] if row["type"].startswith("select_")}
    assert used == {row["list_name"] for row in told["choices"]}


@EVERY
def test_what_people_write_freely_has_an_end(ready):
    for row in sheets(ready)["survey"]:
        if row["type"] == "text":
            assert re.search(r"string-length|\{1,\d+\}", row["constraint"]), row


@EVERY
def test_its_room_and_its_people_exist(ready):
    assert ready.owner in Owner.values
    assert set(ready.roles) <= set(Role.values)
    assert ready.title("en") != ready.title("es")
    assert ready.title("fr") == ready.title("es")


def test_the_citizen_core_asks_eighteen_questions_in_their_order():
    labels = [row.get("label::Español (es)", "") for row in sheets(named("percepcion_ciudadana"))["survey"]]
    asked = [int(found[1]) for label in labels if (found := re.match(r"(\d+)\. ", label))]
    assert asked == list(range(1, 19))


def test_trust_in_the_police_goes_from_zero_to_ten_and_says_what_both_ends_mean():
    choices = made(named("percepcion_ciudadana")).question("confianza_policia")["choices"]
    names = [choice["name"] for choice in choices]
    assert names == [*map(str, range(11)), "ns", "nr"]
    assert choices[0]["labels"] == {
        LANGUAGES[0]: "0 · Ninguna confianza",
        LANGUAGES[1]: "0 · No trust at all",
    }
    assert choices[10]["labels"] == {
        LANGUAGES[0]: "10 · Confianza total",
        LANGUAGES[1]: "10 · Complete trust",
    }


def test_nobody_is_asked_anything_of_the_core_before_agreeing():
    rows = sheets(named("percepcion_ciudadana"))["survey"]
    agreed = next(place for place, row in enumerate(rows) if row.get("name") == "consentimiento")
    depth = 1
    for row in rows[agreed + 1 :]:
        depth += (row["type"] == "begin_group") - (row["type"] == "end_group")
        if row["type"] == "begin_group" and depth == 1:
            assert row["relevant"] == "${consentimiento} = 'si'"


def test_the_three_assessments_can_be_read_side_by_side():
    shared = [
        [entry for entry in made(named(name)).questions if entry["name"].startswith("juntos_")]
        for name in ASSESSMENTS
    ]
    asked = [[(each["name"], each["labels"], each["choices"]) for each in group] for group in shared]
    assert len(asked[0]) == 5
    assert asked[0] == asked[1] == asked[2]


def test_no_telephone_of_an_officer_sends_what_officers_think():
    assert named("evaluacion_policia").roles == ()
