"""What was answered, as frames."""

from datetime import UTC, datetime

import polars as pl
import pytest

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.fieldwork.actions import forms, reviewing
from confianza.web.fieldwork.models import Standing, Submission
from confianza.web.fieldwork.queries import answers
from confianza.web.fieldwork.tests.forms import filled, spreadsheet
from confianza.web.fieldwork.tests.test_openrosa import send


def approve_all(by):
    for submission in Submission.objects.filter(standing=Standing.WAITING):
        reviewing.judge(submission=submission, standing=Standing.APPROVED, by=by)


@pytest.fixture
def sent(client, telephone, ana):
    for edad in (30, 45):
        assert send(client, telephone, filled(edad=edad)).status_code == 201
    approve_all(ana)


def test_answers_are_typed_and_in_codes(form, sent):
    found = answers.rows(form)
    assert found.top["edad"].to_list() == [30, 45]
    assert found.top["victima"].to_list() == ["si", "si"]
    assert found.top["fachada"].to_list() == [None, None]
    assert found.top["begun_at"][0] == datetime(2026, 11, 20, 16, tzinfo=UTC)
    assert found.top.schema["instance_id"] == pl.String
    assert found.unread == ()


def test_a_repeat_is_a_frame_of_its_own_that_knows_whose_turn_it_is(form, sent):
    found = answers.rows(form)
    events = found.frames["/hecho"]
    assert events["turn"].to_list() == [1, 2, 1, 2]
    assert events["tipos"].to_list()[:2] == [["robo", "extorsion"], ["robo"]]
    assert events["instance_id"].to_list()[0] == found.top["instance_id"][0]


def test_what_waits_is_not_counted_and_what_is_rejected_never(form, client, telephone, ana):
    send(client, telephone, filled(edad=20))
    assert answers.rows(form).top.height == 0
    assert answers.rows(form, approved_only=False).top.height == 1
    reviewing.judge(submission=Submission.objects.get(), standing=Standing.REJECTED, comment="not so", by=ana)
    assert answers.rows(form, approved_only=False).top.height == 0


def test_versions_stand_under_each_other(form, sent, client, telephone, ana):
    text = spreadsheet("2").decode()
    added = "| | integer | hijos | ¿Cuántos hijos tiene? | How many children? | | | | | |\n| choices |"
    forms.add_version(content=text.replace("| choices |", added).encode(), name="2.md", by=COMMAND_LINE)
    later = filled(version="2").replace(b"<punto>", b"<hijos>2</hijos><punto>")
    assert send(client, telephone, later).status_code == 201
    approve_all(ana)
    found = answers.rows(form)
    assert found.top["hijos"].to_list() == [None, None, 2]
    assert found.top["form_version"].to_list() == ["1", "1", "2"]
    first = form.versions.get(version="1")
    assert "hijos" not in answers.rows(form, version=first).top.columns
    assert answers.rows(form, version=first).top.height == 2


def test_what_is_not_of_its_kind_is_told_and_left_blank(form, client, telephone, ana):
    send(client, telephone, filled(edad=20).replace(b"<edad>20<", b"<edad>veinte<"))
    approve_all(ana)
    found = answers.rows(form)
    assert found.top["edad"].to_list() == [None]
    assert [(each.path, each.text) for each in found.unread] == [("/edad", "veinte")]


def test_questions_have_their_words_in_both_languages(form):
    found = answers.rows(form)
    assert found.question("edad").label("en") == "How old are you?"
    assert found.question("tipos", "/hecho").words("es") == {"robo": "Robo", "extorsion": "Extorsión"}
    with pytest.raises(KeyError):
        found.question("tipos")
