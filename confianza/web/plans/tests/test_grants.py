"""Grants, as somebody who wants to steer them would try: every step through the actions."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.community.actions import bodies as seating
from confianza.web.lib import draw_checks
from confianza.web.plans.actions import applications, awards, calls, juries, scoring
from confianza.web.plans.models import (
    Applicant,
    Award,
    Ballot,
    Call,
    CallCriterion,
    CallState,
    JurorState,
    Score,
)
from confianza.web.plans.queries import grants as queries
from confianza.web.plans.rules.refusals import StepRefused
from confianza.web.plans.tests import granting
from confianza.web.plans.tests.refused import refusal


@pytest.fixture
def at(towns, people):
    """Take a call as far as a test wants it."""
    return lambda state, **more: granting.told(area=towns.here, people=people, until=state, **more)


def test_a_call_goes_from_its_criteria_to_its_result(at, people) -> None:
    story = at(CallState.AWARDED)
    assert [(row["place"], row["percent"], row["jurors"]) for row in story.call.ranking] == [
        (1, 100.0, 3),
        (2, 80.0, 3),
        (3, 60.0, 3),
    ]
    # 4000 and, as 5000 no longer fits 8000, the third with 3000.
    given = {each.application.title: each.amount for each in Award.objects.all()}
    assert given == {"Talleres de música": 4000, "Huerto de la cuadra": 3000}
    award = Award.objects.get(amount=4000)
    assert award.public_name == "Comité Alborada"
    day = timezone.localdate()
    first, second = (
        awards.plan_tranche(award=award, amount=amount, due_on=day, must_show="Lista", by=people.elena)
        for amount in (Decimal(1500), Decimal(2500))
    )
    pay = {"to": "paid", "words": "", "by": people.donor}
    assert refusal(awards.settle, tranche=first, **pay) == "objections_open"
    Call.objects.update(objections_until=day - timedelta(days=1))
    assert refusal(awards.settle, tranche=second, **pay) == "earlier_first"
    assert refusal(awards.settle, tranche=first, **pay) == "show_first"
    awards.show(tranche=first, text="Lista de asistencia", kept_in="Acta 4", by=people.elena)
    assert refusal(awards.settle, tranche=first, to="paid", words="", by=people.elena) == "runs_it"
    awards.settle(tranche=first, **pay)
    awards.settle(tranche=second, to="withheld", words="Falta el informe.", by=people.donor)
    assert refusal(calls.move, call=story.call, to=CallState.ENDED, by=people.elena) == "tranches_open"


def test_what_was_opened_does_not_change(at, people) -> None:
    story = at(CallState.OPEN)
    add = {"kind": "scores", "text": "Otra cosa", "weight": 10, "by": people.elena}
    assert refusal(calls.add_criterion, call=story.call, **add) == "fixed"
    assert refusal(calls.drop_criterion, call=story.call, number=1, by=people.elena) == "fixed"
    assert queries.holds(story.call)


@pytest.mark.parametrize(
    "alter",
    [
        lambda call: Call.objects.update(purse=9000),
        lambda call: Call.objects.update(least=10),
        lambda call: CallCriterion.objects.filter(number=2).update(weight=50),
        lambda call: CallCriterion.objects.filter(number=3).update(text="Otra cosa"),
        lambda call: CallCriterion.objects.create(call=call, number=9, kind="admits", text="Nuevo"),
    ],
)
def test_what_is_changed_behind_the_program_is_seen(at, alter) -> None:
    story = at(CallState.OPEN)
    alter(story.call)
    story.call.refresh_from_db()
    assert not queries.holds(story.call)


def test_a_late_application_is_refused_also_where_nobody_closed_the_call(at, people) -> None:
    story = at(CallState.OPEN)
    told = {
        "title": "Tarde",
        "what": "Llega tarde.",
        "amount": Decimal(100),
        "name": "Grupo",
        "by": people.elena,
    }
    assert story.call.state == CallState.OPEN
    assert refusal(applications.receive, call=story.call, **told) == "too_late"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"amount": Decimal("5000.01")}, "too_much"),
        ({"name": " "}, "say_who_applies"),
        ({"what": "Los de ESTRÉLLA pintamos."}, "betrays"),
        ({}, None),
    ],
)
def test_an_application_says_what_and_not_who(at, people, told, code) -> None:
    story = at(CallState.OPEN)
    whole = {"title": "Mural", "what": "Un mural.", "amount": Decimal(100), "name": "Grupo Estrella"} | told
    with granting.days_ago(40):
        assert refusal(applications.receive, call=story.call, by=people.elena, **whole) == code


def test_codes_tell_neither_the_order_nor_the_applicant(at) -> None:
    story = at(CallState.OPEN)
    assert all(set(each.code) <= set(applications.LETTERS) for each in story.applications)
    assert [each.code for each in story.call.applications.all()] == sorted(
        each.code for each in story.applications
    )
    sealed = bytes(Applicant.objects.first().sealed)
    assert b"Alborada" not in sealed
    assert b"5555" not in sealed


def test_a_receipt_shows_what_was_handed_in(at) -> None:
    story = at(CallState.OPEN)
    first = story.applications[0]
    assert first.digest == queries.digest(queries.handed_in(first))
    first.amount = Decimal(4001)
    assert first.digest != queries.digest(queries.handed_in(first))


def test_nobody_is_checked_by_half(at, people) -> None:
    story = at(CallState.CLOSED)
    first = story.applications[0]
    check = {"application": first, "by": people.elena}
    assert refusal(applications.check, met={}, reasons={}, **check) == "check_all"
    assert refusal(applications.check, met={1: False}, reasons={}, **check) == "say_why"
    applications.check(met={1: False}, reasons={1: "No trabaja aquí."}, **check)
    assert first.state == "excluded"
    applications.check(met={1: True}, reasons={}, **check)
    assert first.state == "admitted"
    applications.withdraw(application=first, words="Ya no pueden.", by=people.elena)
    assert refusal(applications.check, met={1: True}, reasons={}, **check) == "not_from_here"


def test_a_jury_is_not_one_persons_choice(at, people, person) -> None:
    story = at(CallState.OPEN)
    nominate = {"call": story.call, "stands_for": "Vecinas"}
    for who, by, code in (
        (people.elena, people.mayor, "runs_it"),
        (people.mayor, people.elena, "runs_it"),
        (people.donor, people.elena, "runs_it"),
        (people.nobody, people.nobody, "not_oneself"),
        (story.candidates[0].person, people.elena, "stands_already"),
    ):
        assert refusal(juries.nominate, username=who.username, by=by, **nominate) == code
    assert refusal(juries.nominate, username="nadie", by=people.elena, **nominate) == "no_such_person"
    made = juries.nominate(username=people.nobody.username, by=people.elena, **nominate)
    assert refusal(juries.second, candidate=made, by=people.elena) == "two_hands"
    assert refusal(juries.second, candidate=made, by=people.nobody) == "two_hands"
    assert refusal(juries.stand, candidate=made, agrees=True, by=people.elena) == "not_yours"
    assert made not in queries.in_the_lot(story.call)
    juries.second(candidate=made, by=people.mayor)
    assert made not in queries.in_the_lot(story.call)
    juries.stand(candidate=made, agrees=True, by=people.nobody)
    assert made in queries.in_the_lot(story.call)
    juries.stand(candidate=made, agrees=False, by=people.nobody)
    assert made not in queries.in_the_lot(story.call)


def test_the_draw_of_a_jury_can_be_done_again_from_its_record_and_tells_no_name(at, people) -> None:
    story = at(CallState.JURY)
    record = story.call.draw.record
    found = draw_checks.verify(record, published=record["commitment"], heard=granting.WORDS)
    assert found.holds
    assert sorted(found.seats["all"]) == sorted(each.candidate.code for each in story.jurors)
    assert "jurado-" not in str(record)
    mine = story.candidates[0]
    assert mine.code == queries.code_of(mine.salt, mine.person.username)
    assert refusal(juries.commit, call=story.call, announced="Otra vez", by=people.elena) == "list_is_fixed"
    assert refusal(juries.reveal, call=story.call, witnessed=granting.WORDS, by=people.elena) == "draw_first"


def test_once_the_list_is_committed_to_nobody_comes_or_goes(at, people) -> None:
    story = at(CallState.CLOSED)
    juries.commit(call=story.call, announced="Cinco palabras", by=people.elena)
    mine = story.candidates[0]
    assert refusal(juries.stand, candidate=mine, agrees=False, by=mine.person) == "list_is_fixed"
    told = {"username": people.nobody.username, "stands_for": "x", "by": people.elena}
    assert refusal(juries.nominate, call=story.call, **told) == "list_is_fixed"
    assert (
        refusal(juries.reveal, call=story.call, witnessed="seis", by=people.elena) == "draw_witnessed_short"
    )
    assert len(juries.reveal(call=story.call, witnessed=granting.WORDS, by=people.elena)) == 3


def test_a_place_given_up_goes_to_the_next_of_the_draw(at, people) -> None:
    story = at(CallState.JURY)
    juror = story.jurors[0]
    following = story.call.draw.record["replacements"]["all"][0]
    assert refusal(juries.give_up, juror=juror, why="declined", by=people.elena) == "not_yours"
    assert refusal(juries.give_up, juror=juror, why="conflicts", by=people.elena) == "enough_jurors"
    juries.give_up(juror=juror, why="declined", by=juror.candidate.person)
    (stepped_in,) = juries.fill(call=story.call, by=people.elena)
    assert juries.fill(call=story.call, by=people.elena) == []
    assert stepped_in.candidate.code == following
    story.call.draw.refresh_from_db()
    assert draw_checks.verify(story.call.draw.record).holds
    assert refusal(juries.accept, juror=juror, by=juror.candidate.person) == "not_from_here"
    assert refusal(juries.accept, juror=stepped_in, by=people.elena) == "not_yours"


def test_a_juror_whose_scores_are_in_is_not_put_out(at, people) -> None:
    story = at(CallState.SCORING)
    juror = story.jurors[0]
    for application in story.read:
        granting.score_one(juror, application, 0)
    with granting.days_ago(-30):
        assert refusal(juries.give_up, juror=juror, why="silent", by=people.elena) == "has_scored"


def test_of_a_juror_who_stops_halfway_nothing_counts_and_the_next_begins_anew(at, people) -> None:
    story = at(CallState.SCORING)
    juror = story.jurors[0]
    granting.score_one(juror, story.applications[0], 0)
    with granting.days_ago(-30):
        juries.give_up(juror=juror, why="silent", by=people.elena)
    juror.refresh_from_db()
    assert juror.state == JurorState.REPLACED
    assert queries.sheets(story.call) == []
    assert queries.missing(story.call) == len(story.read) * len(story.jurors)
    story.call.draw.refresh_from_db()
    assert draw_checks.verify(story.call.draw.record).holds


def test_a_conflict_is_said_before_and_what_is_handed_in_stays(at) -> None:
    story = at(CallState.SCORING)
    juror, first = story.jurors[0], story.applications[0]
    first.refresh_from_db()
    by, points = juror.candidate.person, {2: 3, 3: 3}
    mine = {"juror": juror, "application": first, "by": by}
    sheet = {"points": points, "words": dict.fromkeys(points, "Bien.")}
    assert refusal(scoring.hand_in, **mine, **sheet) == "declare_first"
    assert refusal(scoring.declare, conflict=True, why="", **mine) == "say_why"
    scoring.declare(conflict=False, why="", **mine)
    assert refusal(scoring.hand_in, **mine, points={2: 3}, words={}) == "score_all"
    assert refusal(scoring.hand_in, **mine, points={2: 3, 3: 6}, words={}) == "score_all"
    assert refusal(scoring.hand_in, **mine, points=points, words={2: "Bien."}) == "say_why"
    scoring.hand_in(**mine, **sheet)
    assert refusal(scoring.hand_in, **mine, **sheet) == "handed_in"
    assert refusal(scoring.declare, conflict=True, why="Mi hermana", **mine) == "not_from_here"
    other = mine | {"by": story.jurors[1].candidate.person}
    assert refusal(scoring.declare, conflict=False, why="", **other) == "not_yours"


def test_a_juror_in_conflict_gives_nothing(at) -> None:
    story = at(CallState.SCORING)
    juror, first = story.jurors[0], story.applications[0]
    first.refresh_from_db()
    mine = {"juror": juror, "application": first, "by": juror.candidate.person}
    scoring.declare(conflict=True, why="Mi hermana va allí.", **mine)
    told = {"points": {2: 5, 3: 5}, "words": {2: "Sí", 3: "Sí"}}
    assert refusal(scoring.hand_in, **mine, **told) == "in_conflict"
    assert refusal(scoring.declare, conflict=False, why="", **mine) == "not_from_here"


def test_who_sits_in_the_body_that_applies_does_not_count_whatever_they_say(at, people) -> None:
    """The juror hides it, and gives the own committee all the points: the ranking is as without them."""
    story = at(CallState.SCORING)
    juror, first = story.jurors[0], story.applications[0]
    granting.score(story, lambda place, number: 5 if (place, number) == (0, 0) else 1)
    username = juror.candidate.person.username
    seating.give_seat(body=story.bodies[0], username=username, duty="member", by=COMMAND_LINE)
    calls.move(call=story.call, to=CallState.RANKED, by=people.elena)
    row = next(each for each in story.call.ranking if each["code"] == first.code)
    assert (row["jurors"], row["percent"]) == (2, 20.0)
    assert Ballot.objects.get(juror=juror, application=first).conflict == "seat"


def test_two_of_three_in_conflict_are_too_many_and_the_next_steps_in(at, people) -> None:
    story = at(CallState.SCORING)
    first = story.applications[0]
    first.refresh_from_db()
    for juror in story.jurors[:2]:
        by = juror.candidate.person
        scoring.declare(juror=juror, application=first, conflict=True, why="Parientes", by=by)
    before = {each.pk for each in story.jurors}
    juries.give_up(juror=story.jurors[0], why="conflicts", by=people.elena)
    (stepped_in,) = (each for each in story.jurors if each.pk not in before)
    juries.accept(juror=stepped_in, by=stepped_in.candidate.person)
    assert not queries.has_too_few(story.call)
    move = {"call": story.call, "to": CallState.RANKED, "by": people.elena}
    assert refusal(calls.move, **move) == "scores_missing"


def test_equal_marks_are_ordered_by_a_lot_nobody_knew_when_they_applied(at) -> None:
    story = at(CallState.RANKED, points=lambda juror, application: 4)
    seed = story.call.draw.record["seed"]
    lots = [queries.juries.lot(seed, row["code"]) for row in story.call.ranking]
    assert lots == sorted(lots) == [row["lot"] for row in story.call.ranking]


def test_whoever_runs_the_call_or_sits_in_a_committee_gives_no_money(at, people) -> None:
    story = at(CallState.RANKED)
    given = {code: Decimal(amount) / 100 for code, amount in queries.suggested(story.call).items()}
    award = {"call": story.call, "amounts": given, "reasons": {}}
    assert refusal(awards.award, **award, by=people.elena) == "runs_it"
    seating.give_seat(body=story.bodies[0], username=people.mayor.username, duty="member", by=COMMAND_LINE)
    assert refusal(awards.award, **award, by=people.mayor) == "own_body"
    assert refusal(awards.award, **award, by=people.donor) is None


def test_whoever_departs_from_the_jury_says_why_to_everybody(at, people) -> None:
    story = at(CallState.RANKED)
    codes = [row["code"] for row in story.call.ranking]
    award = {"call": story.call, "amounts": {codes[1]: Decimal(5000)}, "by": people.donor}
    assert refusal(awards.award, **award, reasons={codes[1]: "Es la mejor"}) == "say_why_not_ranking"
    why = {codes[0]: "Ya lo paga otro fondo.", codes[1]: "Alcanza a más.", codes[2]: "Ya no alcanza."}
    awards.award(**award, reasons=why)
    assert story.call.steps.last().words.count("Ya lo paga otro fondo.") == 1
    assert story.call.applications.get(code=codes[0]).reason == "Ya lo paga otro fondo."
    assert Award.objects.get().departs == "Alcanza a más."


def test_an_objection_that_was_right_takes_the_award_back(at, people) -> None:
    story = at(CallState.AWARDED)
    back = {"call": story.call, "to": CallState.RANKED, "by": people.elena}
    assert refusal(calls.move, **back, words="Se equivocó") == "nothing_upheld"
    objection = awards.object_to(
        call=story.call, text="El monto no es ese.", code=story.applications[0].code.lower(), by=people.elena
    )
    answer = {"appeal": objection, "upheld": True}
    assert refusal(awards.answer, **answer, words="Sí", by=people.elena) == "runs_it"
    assert refusal(awards.answer, **answer, words=" ", by=people.donor) == "say_why"
    awards.answer(**answer, words="Es cierto.", by=people.donor)
    assert refusal(awards.answer, **answer, words="Otra vez", by=people.donor) == "not_from_here"
    calls.move(**back, words="Se adjudica de nuevo.")
    assert not Award.objects.exists()
    assert granting.follow(story)


def test_nothing_is_changed_by_a_step_that_is_refused(at, people) -> None:
    story = at(CallState.SCORING)
    before = story.call.steps.count()
    with pytest.raises(StepRefused), transaction.atomic():
        calls.move(call=story.call, to=CallState.RANKED, by=people.elena)
    story.call.refresh_from_db()
    assert (story.call.state, story.call.steps.count()) == (CallState.SCORING, before)


def test_the_register_itself_refuses_what_must_never_be(at) -> None:
    story = at(CallState.SCORING)
    granting.score_one(story.jurors[0], story.applications[0], 3)
    for wrong in (
        lambda: Score.objects.update(points=6),
        lambda: Call.objects.update(at_most=9999),
        lambda: Call.objects.update(digest=""),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()
