"""What looks odd, from what telephones send to what reviewers read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.fieldwork.actions import forms, submissions
from confianza.web.fieldwork.models import Form, Owner, Submission
from confianza.web.fieldwork.queries import oddities
from confianza.web.fieldwork.tests.forms import filled, spreadsheet
from confianza.web.fieldwork.tests.test_pages import page
from confianza.web.territory.models import Generation

SQUARE = "POLYGON((-90.7 14.4, -90.7 14.6, -90.5 14.6, -90.5 14.4, -90.7 14.4))"


def sent(xml):
    return submissions.receive(xml=xml, files={}, device=None, by=COMMAND_LINE).submission


def at(begun, ended, **told):
    return (
        filled(**told)
        .replace(b"2026-11-20T10:00:00.000-06:00", begun.isoformat().encode())
        .replace(b"2026-11-20T10:12:30.000-06:00", ended.isoformat().encode())
    )


def test_a_usual_one_is_not_odd(form):
    assert sent(filled()).flags == []


@pytest.mark.parametrize(
    ("minutes", "code"),
    [((0, -5), "ends_before_it_begins"), ((0, 0.01), "very_short"), ((60, 75), "clock_ahead")],
)
def test_clocks_and_haste_are_told_on_arrival(form, minutes, code):
    noon = timezone.localtime().replace(hour=12) - timedelta(days=1)
    now = timezone.now() if code == "clock_ahead" else noon
    begun, ended = (now + timedelta(minutes=each) for each in minutes)
    assert code in sent(at(begun, ended)).flags


def test_without_its_times_that_is_told(form):
    xml = filled().replace(b"<start>2026-11-20T10:00:00.000-06:00</start>", b"<start/>")
    assert sent(xml).flags == ["no_times"]


def test_hours_are_those_of_this_place(form):
    assert sent(filled().replace(b"-06:00", b"+06:00")).flags == ["unusual_hour"]


def test_a_log_of_the_own_work_may_be_written_at_night_and_fast(form):
    Form.objects.update(roles=["beat_officer"], owner=Owner.PATROL)
    night = timezone.localtime().replace(hour=2) - timedelta(days=1)
    assert sent(at(night, night + timedelta(seconds=1))).flags == []


@pytest.mark.parametrize(
    ("point", "flags"),
    [
        ("14.5 -90.6 0 5", []),
        ("14.603 -90.6 0 5", []),
        ("14.7 -90.6 0 5", ["outside_area"]),
        ("14.7 -90.6 0 20000", []),
        ("aquí", []),
        ("14.5", []),
        ("nan nan", []),
        ("", []),
    ],
)
def test_a_point_is_asked_whether_it_lies_in_the_area_of_the_form(form, towns, point, flags):
    import shapely

    Generation.objects.filter(area=towns.here).update(wkb=shapely.to_wkb(shapely.from_wkt(SQUARE)))
    Form.objects.update(area=towns.here)
    assert sent(filled().replace(b"14.5 -90.6 0 5", point.encode())).flags == flags


@pytest.fixture
def survey(db, workspace):
    """A form of ten questions, and twelve interviews by it of twelve minutes each."""
    asked = "".join(
        f"| | select_one sino | p{n} | ¿Pregunta {n}? | Question {n}? | | | | | |\n" for n in range(10)
    )
    text = spreadsheet().decode().replace("| | begin_repeat", f"{asked}| | begin_repeat", 1)
    found = forms.add_version(content=text.encode(), name="p.md", by=COMMAND_LINE).form
    for edad in range(19, 31):
        sent(interview(edad=edad))
    return found


def interview(minutes=12, edad=30, **told):
    codes = "".join(f"<p{n}>{'si' if (edad >> n % 5) & 1 else 'no'}</p{n}>" for n in range(10))
    noon = timezone.localtime().replace(hour=12) - timedelta(days=1)
    xml = at(noon, noon + timedelta(minutes=minutes), edad=edad, **told)
    return xml.replace(b"<hecho>", codes.encode() + b"<hecho>", 1)


def test_what_is_odd_beside_the_others_is_told_where_reviewers_look(client, ana, survey):
    quick = sent(interview(minutes=4, edad=33))
    client.force_login(ana)
    assert quick.flags == []
    for shown in (page(client, "submissions"), page(client, "submission", quick.pk)):
        assert "menos de la mitad del tiempo" in shown.content.decode()
    listed = page(client, "submissions", form=survey.pk, flagged="on").context["page"].object_list
    assert [each.pk for each in listed] == [quick.pk]


def test_the_same_interview_under_two_numbers_is_told_of_both(survey):
    twice = [sent(interview(edad=25)) for _time in range(2)]
    found = oddities.beside_others(survey).filled
    assert all("same_content" in found[each.instance_id] for each in twice)
    assert len(found) == 3


def test_an_edit_and_what_it_took_the_place_of_are_not_the_same_twice(survey):
    first = sent(interview(edad=40, instance="uuid:first"))
    sent(interview(edad=40, instance="uuid:second", edits="uuid:first"))
    assert oddities.beside_others(survey).filled == {}
    assert Submission.objects.get(pk=first.pk).replaced_by is not None


def test_of_a_confidential_form_answers_are_not_compared(survey):
    sent(interview(minutes=4, edad=33))
    survey.is_confidential = True
    assert oddities.beside_others(survey) == oddities.NOTHING


def test_few_database_queries_tell_a_whole_page(survey, django_assert_max_num_queries):
    oddities.beside_others(survey)
    with django_assert_max_num_queries(4):
        oddities.all_of(Submission.objects.select_related("form"))
