"""What people see of a form before they take it in."""

import pytest

from confianza.web.fieldwork.library import previews
from confianza.web.fieldwork.library.catalogue import named, ready_forms
from confianza.web.fieldwork.library.tests.forms import made

EVERY = pytest.mark.parametrize("ready", ready_forms(), ids=lambda ready: ready.name)


@EVERY
def test_it_shows_every_question_that_the_form_asks(ready):
    unasked = ("start", "end", "today", "note", "repeat", "calculate", "deviceid")
    in_form = [each for each in made(ready).questions if each["kind"] not in unasked and each["labels"]]
    assert previews.questions(ready) == len(in_form)


@EVERY
def test_it_says_what_it_is_for_in_both_languages(ready):
    assert ready.purpose("es") != ready.purpose("en")
    assert ready.purpose("es").endswith(".")
    assert ready.purpose("qu") == ready.purpose("es")


@EVERY
def test_groups_end_where_they_began(ready):
    assert {each.depth >= 0 for each in previews.asked(ready, "es")} == {True}


def test_choices_and_hints_are_in_the_language_asked_for():
    (trust,) = [
        one for one in previews.asked(named("percepcion_ciudadana"), "en") if one.label.startswith("11.")
    ]
    assert trust.choices[0] == "0 · No trust at all"
    assert trust.hint == "0 is no trust at all; 10 is complete trust"
    assert trust.is_required
