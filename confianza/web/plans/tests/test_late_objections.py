"""Objections to an exclusion that were right after the jury was drawn: who comes in late, who reads it."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry
from confianza.web.community.actions import bodies
from confianza.web.plans.actions import applications, awards, calls, juries
from confianza.web.plans.models import Applicant, Award, Ballot, Call, CallState, ConflictKind, Score
from confianza.web.plans.published import grants as published
from confianza.web.plans.queries import grants as queries
from confianza.web.plans.tests import granting
from confianza.web.plans.tests.refused import refusal

SILENT_FOR = 30
WHY = "Sí trabaja en el municipio: lo muestra el acta."


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def at(towns, people):
    """Take a call as far as a test wants it, with its last application excluded on the way."""

    def told(state):
        return granting.told(area=towns.here, people=people, until=state, excluded=1)

    return told


def object_to(story, people, *, upheld=True):
    """Somebody objects to the exclusion, and whoever gives the money answers."""
    last = story.applications[-1]
    appeal = awards.object_to(
        call=story.call, code=last.code, text="Se excluyó por un error.", by=people.elena
    )
    awards.answer(appeal=appeal, upheld=upheld, words=WHY, by=people.donor)
    last.refresh_from_db()
    return last


def admit(last, people):
    applications.check(application=last, met={1: True}, reasons={}, by=people.elena)


def score_late(story, last, points):
    for juror in story.jurors:
        granting.score_one(juror, last, points)


def test_before_the_order_is_known_the_same_jury_scores_what_comes_in_late(at, people) -> None:
    story = at(CallState.SCORING)
    granting.score(story, lambda juror, application: 4 - application)
    last = object_to(story, people)
    assert refusal(calls.move, call=story.call, to=CallState.RANKED, by=people.elena) == "left_out"
    again = {"met": {1: False}, "reasons": {1: "Otra vez."}, "by": people.elena}
    assert refusal(applications.check, application=last, **again) == "objection_was_right"
    admit(last, people)
    assert last.state == "admitted"
    assert refusal(applications.check, application=last, **again) == "objection_was_right"
    once_more = {"met": {1: True}, "reasons": {}, "by": people.elena}
    assert refusal(applications.check, application=last, **once_more) == "not_closed"
    assert refusal(calls.move, call=story.call, to=CallState.RANKED, by=people.elena) == "scores_missing"
    step = story.call.steps.last()
    assert (step.state, step.words) == (CallState.SCORING, f"{last.code}: {WHY}")
    score_late(story, last, 5)
    calls.move(call=story.call, to=CallState.RANKED, by=people.elena)
    assert [row["code"] for row in story.call.ranking][0] == last.code
    assert len(story.call.ranking) == 3
    assert story.call.annulled == []


def test_an_order_that_left_somebody_out_is_annulled_openly_and_made_anew(at, people, as_person) -> None:
    story = at(CallState.RANKED)
    first = list(story.call.ranking)
    last = object_to(story, people)
    given = {code: Decimal(amount) / 100 for code, amount in queries.suggested(story.call).items()}
    give = {"call": story.call, "amounts": given, "reasons": {}, "by": people.donor}
    assert refusal(awards.award, **give) == "annul_first"
    assert refusal(applications.check, application=last, met={1: True}, reasons={}, by=people.elena) == (
        "annul_first"
    )
    elena = as_person(people.elena)
    assert "Anular el orden del jurado" in words(elena.get(f"/planes/fondos/{story.call.pk}/"))
    address = f"/planes/fondos/{story.call.pk}/pasos/anular/"
    assert "Anular el orden" in words(elena.post(address, {"words": " "}))
    assert elena.post(address, {"words": "Quedó fuera una propuesta."}).status_code == 302
    story.call.refresh_from_db()
    assert (story.call.state, story.call.ranking) == (CallState.SCORING, [])
    assert not Score.objects.visible_to(people.donor).exists()
    page = words(elena.get(f"/planes/fondos/{story.call.pk}/propuestas/{last.code}/"))
    assert "Una objeción a esta exclusión tenía razón" in page
    elena.post(f"/planes/fondos/{story.call.pk}/propuestas/{last.code}/revisar/", {"met_1": "yes"})
    last.refresh_from_db()
    assert last.state == "admitted"
    score_late(story, last, 5)
    calls.move(call=story.call, to=CallState.RANKED, by=people.elena)
    others = [row["code"] for row in story.call.ranking if row["code"] != last.code]
    assert others == [row["code"] for row in first]
    assert len(story.call.ranking) == len(first) + 1
    public = words(Client().get(f"/fondos/{story.call.pk}/"))
    assert "Quedó fuera una propuesta." in public
    assert "El jurado conocía estas notas" in public
    told = published.register(story.call.pk)
    assert told["annulled"][0]["ranking"] == first
    assert told["annulled"][0]["left_out"] == [last.code]
    told_of = [each.details for each in Entry.objects.filter(action="plans.move_call")]
    assert [each["left_out"] for each in told_of if "annulled" in each] == [[last.code]]


def test_what_was_scored_before_an_annulment_stands(at, people) -> None:
    story = at(CallState.RANKED)
    before = list(Score.objects.order_by("pk").values_list("pk", "points", "words"))
    last = object_to(story, people)
    calls.move(call=story.call, to=CallState.SCORING, words="Quedó fuera una.", by=people.elena)
    admit(last, people)
    score_late(story, last, 0)
    after = list(Score.objects.order_by("pk").values_list("pk", "points", "words"))
    assert after[: len(before)] == before
    calls.move(call=story.call, to=CallState.RANKED, by=people.elena)
    assert story.call.ranking[-1]["code"] == last.code


def test_once_an_order_was_told_nobody_chooses_whose_scores_stay(at, people) -> None:
    story = at(CallState.RANKED)
    last = object_to(story, people)
    calls.move(call=story.call, to=CallState.SCORING, words="Quedó fuera una.", by=people.elena)
    admit(last, people)
    put_out = {"juror": story.jurors[0], "why": "silent", "by": people.elena}
    with granting.days_ago(-SILENT_FOR):
        assert refusal(juries.give_up, **put_out) == "has_scored"


def test_an_award_is_taken_back_first_and_nothing_is_paid_meanwhile(at, people) -> None:
    story = at(CallState.AWARDED)
    award = Award.objects.first()
    part = awards.plan_tranche(
        award=award, amount=award.amount, due_on=story.call.closes_on, must_show="Lista", by=people.elena
    )
    awards.show(tranche=part, text="Lista", by=people.elena)
    last = object_to(story, people)
    Call.objects.update(objections_until="2020-01-01")
    pay = {"tranche": part, "to": "paid", "words": "", "by": people.donor}
    assert refusal(awards.settle, **pay) == "take_back_first"
    story.call.refresh_from_db()
    annul = {"call": story.call, "to": CallState.SCORING, "words": "Quedó fuera una.", "by": people.elena}
    assert refusal(calls.move, **annul) == "not_from_here"
    calls.move(call=story.call, to=CallState.RANKED, words="Quedó fuera una.", by=people.elena)
    calls.move(**annul)
    admit(last, people)
    score_late(story, last, 3)
    calls.move(call=story.call, to=CallState.RANKED, by=people.elena)
    assert granting.follow(story)


@pytest.mark.parametrize("state", [CallState.JURY, CallState.SCORING, CallState.RANKED])
def test_an_objection_that_was_not_right_lets_nobody_in(at, people, state) -> None:
    story = at(state)
    last = object_to(story, people, upheld=False)
    assert refusal(applications.check, application=last, met={1: True}, reasons={}, by=people.elena) == (
        "not_closed"
    )
    if state == CallState.RANKED:
        annul = {"call": story.call, "to": CallState.SCORING, "words": "x", "by": people.elena}
        assert refusal(calls.move, **annul) == "nobody_left_out"


def test_an_objection_to_what_was_admitted_does_not_let_it_in_once_it_is_excluded(at, people) -> None:
    story = at(CallState.CLOSED)
    first = story.applications[0]
    appeal = awards.object_to(call=story.call, code=first.code, text="No trabaja aquí.", by=people.elena)
    awards.answer(appeal=appeal, upheld=True, words="Es cierto.", by=people.donor)
    applications.check(application=first, met={1: False}, reasons={1: "No trabaja aquí."}, by=people.elena)
    assert not queries.was_right(first)
    assert first not in queries.left_out(story.call)


def test_a_juror_who_sits_in_the_body_that_comes_in_late_does_not_score_it(at, people) -> None:
    story = at(CallState.SCORING)
    juror = story.jurors[0]
    body = Applicant.objects.get(application=story.applications[-1]).body
    username = juror.candidate.person.username
    bodies.give_seat(body=body, username=username, duty="member", by=COMMAND_LINE)
    admit(object_to(story, people), people)
    assert Ballot.objects.get(juror=juror, application=story.applications[-1]).conflict == ConflictKind.SEAT
