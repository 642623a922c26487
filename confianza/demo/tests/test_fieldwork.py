from datetime import date

import pytest

from confianza.demo import fieldwork
from confianza.demo.field_stories import FORMS, LOST, STORIES, TELEPHONES
from confianza.web.fieldwork.library.catalogue import named
from confianza.web.fieldwork.library.tests.forms import made
from confianza.web.fieldwork.xforms import reading

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("number", range(len(STORIES)))
def test_it_answers_what_its_form_asks_with_choices_that_there_are(number):
    story = STORIES[number]
    asked = made(named(story.form)).questions
    told = reading.told(fieldwork.filled(story, f"uuid:{number}", story.answers, TODAY).encode())
    assert reading.unknown(told.root, asked) == ()
    choices = {
        entry["path"]: {one["name"] for one in entry["choices"]} for entry in asked if entry["choices"]
    }
    for path, text in reading._leaves(told.root, ""):
        assert set(text.split()) <= choices.get(path, set(text.split())), (path, text)


def test_everything_is_sent_by_a_telephone_that_may_fill_its_form():
    own = {label: forms for label, person, forms in TELEPHONES if not person}
    assert {story.form for story in STORIES} == set(FORMS)
    assert all(story.form in own.get(story.telephone, FORMS) for story in STORIES)
    assert LOST in own


def test_days_count_from_the_day_the_demo_is_built_on():
    (walk,) = [story for story in STORIES if story.lacks]
    xml = fieldwork.filled(walk, "uuid:1", walk.answers, TODAY)
    assert "<dia>2026-11-17</dia>" in xml
    assert "<inicio>2026-11-17T" in xml
    assert "day" not in xml


def test_photographs_differ_and_are_the_same_every_time():
    assert fieldwork.photograph("casa.jpg") == fieldwork.photograph("casa.jpg")
    assert fieldwork.photograph("casa.jpg") != fieldwork.photograph("acera.jpg")
