"""What may become of a call, its applications, its jury and its money: the whole of each table."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest

from confianza.web.plans.models import ApplicationState, CallState, JurorState, TrancheState
from confianza.web.plans.rules import grants
from confianza.web.plans.rules.grants import Payable, Ready
from confianza.web.plans.tests.refused import refusal

TODAY = date(2026, 11, 28)
DAY = timedelta(days=1)
DRAFT, OPEN, CLOSED, JURY, SCORING, RANKED, AWARDED, ENDED, CANCELLED = CallState
FORWARD = {
    (DRAFT, OPEN),
    (OPEN, CLOSED),
    (CLOSED, JURY),
    (JURY, SCORING),
    (SCORING, RANKED),
    (RANKED, AWARDED),
    (AWARDED, ENDED),
}
OUT = {(state, CANCELLED) for state in (DRAFT, OPEN, CLOSED, JURY, SCORING, RANKED)}
BACK = {(AWARDED, RANKED), (RANKED, SCORING)}
WHOLE = Ready(
    today=TODAY,
    closes_on=TODAY - DAY,
    jury=3,
    admitting=1,
    weights=(60, 40),
    admitted=4,
    drawn=True,
    accepted=3,
    fewest=2,
    awarded=True,
    upheld=True,
    objections_until=TODAY - DAY,
)
# An objection to an exclusion was right.
LEFT_OUT = replace(WHOLE, left_out=1)
AHEAD = replace(WHOLE, closes_on=TODAY + DAY)


def ready_for(state, to):
    if (state, to) == (RANKED, SCORING):
        return LEFT_OUT
    return AHEAD if to == OPEN else WHOLE


@pytest.mark.parametrize(("state", "to"), list(product(CallState, repeat=2)))
def test_the_steps_of_a_call(state, to) -> None:
    found = refusal(grants.check_call, state, to, ready_for(state, to), "a reason")
    assert found == (None if (state, to) in FORWARD | OUT | BACK else "not_from_here")


@pytest.mark.parametrize(
    ("state", "to", "missing", "code"),
    [
        (DRAFT, OPEN, {"weights": ()}, "criteria_first"),
        (DRAFT, OPEN, {"admitting": 0}, "criteria_first"),
        (DRAFT, OPEN, {"weights": (60, 30)}, "weights_of_100"),
        (DRAFT, OPEN, {"jury": 4}, "jury_odd"),
        (DRAFT, OPEN, {"jury": 1}, "jury_odd"),
        (DRAFT, OPEN, {"closes_on": TODAY}, "day_has_passed"),
        (OPEN, CLOSED, {"closes_on": TODAY}, "still_open"),
        (CLOSED, JURY, {"unchecked": 1}, "unchecked"),
        (CLOSED, JURY, {"admitted": 0}, "nobody_admitted"),
        (CLOSED, JURY, {"drawn": False}, "draw_first"),
        (JURY, SCORING, {"accepted": 2}, "seats_open"),
        (SCORING, RANKED, {"missing": 1}, "scores_missing"),
        (SCORING, RANKED, {"fewest": 1}, "too_few_jurors"),
        (RANKED, AWARDED, {"awarded": False}, "nothing_awarded"),
        (RANKED, AWARDED, {"unanswered": 1}, "objections_open"),
        (AWARDED, ENDED, {"objections_until": TODAY}, "objections_open"),
        (AWARDED, ENDED, {"objections_until": None}, "objections_open"),
        (AWARDED, ENDED, {"unsettled": 1}, "tranches_open"),
        (AWARDED, ENDED, {"without_result": 1}, "results_first"),
        (CLOSED, JURY, {"left_out": 1}, "left_out"),
        (JURY, SCORING, {"left_out": 1}, "left_out"),
        (SCORING, RANKED, {"left_out": 1}, "left_out"),
        (RANKED, AWARDED, {"left_out": 1}, "annul_first"),
        (AWARDED, ENDED, {"left_out": 1}, "take_back_first"),
        (RANKED, SCORING, {"left_out": 0}, "nobody_left_out"),
        (AWARDED, RANKED, {"upheld": False}, "nothing_upheld"),
        (AWARDED, RANKED, {"paid": 1}, "paid_already"),
    ],
)
def test_each_step_needs_what_the_next_stands_on(state, to, missing, code) -> None:
    whole = ready_for(state, to)
    assert refusal(grants.check_call, state, to, replace(whole, **missing), "why") == code
    assert refusal(grants.check_call, state, to, whole, "why") is None


@pytest.mark.parametrize(("state", "to"), sorted(OUT | BACK))
def test_a_call_is_cancelled_or_taken_back_only_with_a_reason(state, to) -> None:
    assert refusal(grants.check_call, state, to, ready_for(state, to), "  ") == "say_why"


@pytest.mark.parametrize(
    ("state", "days_left", "amount", "code"),
    [
        (OPEN, 0, 500, None),
        (OPEN, -1, 500, "too_late"),
        (OPEN, 5, 501, "too_much"),
        (OPEN, 5, 0, "too_much"),
        (OPEN, 40, 500, "not_open"),
        (DRAFT, 5, 500, "not_open"),
        (CLOSED, 5, 500, "not_open"),
    ],
)
def test_an_application_is_taken_in_its_days_and_never_late(state, days_left, amount, code) -> None:
    told = {
        "opens_on": TODAY + timedelta(days=days_left - 30),
        "closes_on": TODAY + timedelta(days=days_left),
        "today": TODAY,
        "amount": Decimal(amount),
        "at_most": Decimal(500),
    }
    assert refusal(grants.check_intake, state, **told) == code


RECEIVED, ADMITTED, EXCLUDED, WITHDRAWN = ApplicationState
APPLICATION_STEPS = {
    (RECEIVED, ADMITTED),
    (RECEIVED, EXCLUDED),
    (ADMITTED, EXCLUDED),
    (EXCLUDED, ADMITTED),
    (RECEIVED, WITHDRAWN),
    (ADMITTED, WITHDRAWN),
    (EXCLUDED, WITHDRAWN),
}


# A criterion is looked at once more, and the outcome is the same.
CHECKED_AGAIN = {(ADMITTED, ADMITTED), (EXCLUDED, EXCLUDED)}


@pytest.mark.parametrize(
    ("state", "to", "call"), list(product(ApplicationState, ApplicationState, CallState))
)
def test_the_steps_of_an_application(state, to, call) -> None:
    found = refusal(grants.check_application, call, state, to, all_met=to == ADMITTED)
    if (state, to) not in APPLICATION_STEPS | CHECKED_AGAIN:
        assert found == "not_from_here"
    elif to == WITHDRAWN:
        assert found == (None if call in (OPEN, CLOSED) else "too_late")
    else:
        assert found == (None if call == CLOSED else "not_closed")


@pytest.mark.parametrize(
    ("state", "to", "call"), list(product((RECEIVED, ADMITTED, EXCLUDED), (ADMITTED, EXCLUDED), CallState))
)
def test_what_was_excluded_wrongly_comes_in_late_and_is_not_excluded_again(state, to, call) -> None:
    told = {"all_met": to == ADMITTED, "was_right": True}
    found = refusal(grants.check_application, call, state, to, **told)
    late = {JURY: None, SCORING: None, RANKED: "annul_first", AWARDED: "take_back_first"}
    if to == EXCLUDED:
        assert found == "objection_was_right"
    elif call == CLOSED:
        assert found is None
    elif state == ADMITTED:
        assert found == "not_closed"
    else:
        assert found == late.get(call, "not_closed")


@pytest.mark.parametrize(("to", "all_met"), [(ADMITTED, False), (EXCLUDED, True)])
def test_nobody_is_admitted_or_excluded_against_the_criteria(to, all_met) -> None:
    assert refusal(grants.check_application, CLOSED, RECEIVED, to, all_met=all_met) == "not_from_here"


DRAWN, ACCEPTED, REPLACED = JurorState


@pytest.mark.parametrize(
    ("state", "why", "more", "code"),
    [
        (DRAWN, "declined", {}, None),
        (ACCEPTED, "declined", {}, None),
        (REPLACED, "declined", {}, "not_from_here"),
        (ACCEPTED, "declined", {"has_scored": True}, "has_scored"),
        (ACCEPTED, "silent", {"has_scored": True, "days": 22}, "has_scored"),
        (ACCEPTED, "silent", {"has_scored": True, "days": 22, "is_unfinished": True}, None),
        (ACCEPTED, "silent", {"has_scored": True, "days": 21, "is_unfinished": True}, "not_yet_silent"),
        (ACCEPTED, "declined", {"has_scored": True, "is_unfinished": True}, "has_scored"),
        (ACCEPTED, "conflicts", {"has_scored": True, "is_unfinished": True, "too_few": True}, "has_scored"),
        (DRAWN, "silent", {"days": 7}, "not_yet_silent"),
        (DRAWN, "silent", {"days": 8}, None),
        (ACCEPTED, "silent", {"days": 21}, "not_yet_silent"),
        (ACCEPTED, "silent", {"days": 22}, None),
        (ACCEPTED, "conflicts", {}, "enough_jurors"),
        (ACCEPTED, "conflicts", {"too_few": True}, None),
    ],
)
def test_nobody_is_put_out_of_a_jury_at_will(state, why, more, code) -> None:
    told = {"has_scored": False, "is_unfinished": False, "days": 0, "too_few": False} | more
    since = TODAY - timedelta(days=told.pop("days"))
    assert refusal(grants.check_replacement, state, why, waits_since=since, today=TODAY, **told) == code


def test_a_jury_is_drawn_from_twice_as_many_once_the_call_is_closed() -> None:
    assert refusal(grants.check_candidates, CLOSED, there_are=6, jury=3) is None
    assert refusal(grants.check_candidates, CLOSED, there_are=5, jury=3) == "list_too_short"
    assert refusal(grants.check_candidates, OPEN, there_are=6, jury=3) == "not_closed"


@pytest.mark.parametrize(
    ("given", "reasons", "code"),
    [
        ({"A": 400, "B": 300}, {}, None),
        ({}, {}, "nothing_awarded"),
        ({"A": 0}, {"A": "why", "B": "why"}, "nothing_awarded"),
        ({"A": 400, "B": 300, "C": 301}, {"C": "why"}, "over_the_purse"),
        ({"A": 401, "B": 300}, {"A": "why"}, "more_than_asked"),
        ({"A": 400, "D": 100}, {"B": "why", "D": "why"}, "below_the_mark"),
        ({"A": 400}, {}, "say_why_not_ranking"),
        ({"A": 400}, {"B": " "}, "say_why_not_ranking"),
        ({"A": 400}, {"B": "It was given the same elsewhere"}, None),
        ({"A": 350, "B": 300}, {"A": "One workshop less"}, None),
        ({"A": 350, "B": 300}, {"B": "of another"}, "say_why_not_ranking"),
    ],
)
def test_money_follows_the_jury_or_says_why_not(given, reasons, code) -> None:
    told = {
        "asked": {"A": 400, "B": 300, "C": 400, "D": 100},
        "marks": {"A": 90.0, "B": 80.0, "C": 70.0, "D": 49.9},
        "suggested": {"A": 400, "B": 300},
        "purse": 1000,
        "least": 50,
    }
    assert refusal(grants.check_award, given, reasons=reasons, **told) == code


@pytest.mark.parametrize(
    ("state", "days", "code"),
    [
        (DRAFT, 5, "too_late_to_object"),
        (OPEN, 5, "too_late_to_object"),
        (CLOSED, None, None),
        (JURY, None, None),
        (SCORING, None, None),
        (RANKED, None, None),
        (AWARDED, 0, None),
        (AWARDED, -1, "too_late_to_object"),
        (ENDED, 5, "too_late_to_object"),
        (CANCELLED, None, "too_late_to_object"),
    ],
)
def test_until_when_somebody_may_object(state, days, code) -> None:
    until = None if days is None else TODAY + timedelta(days=days)
    assert refusal(grants.check_objection, state, until=until, today=TODAY) == code


DUE, PAID, WITHHELD = TrancheState
TRANCHE_STEPS = {(DUE, PAID), (DUE, WITHHELD), (WITHHELD, PAID)}
FINE = Payable(
    shown=True, earlier_paid=True, all_planned=True, unanswered=0, left_out=0, objections_until=TODAY - DAY
)


@pytest.mark.parametrize(("state", "to"), list(product(TrancheState, repeat=2)))
def test_the_steps_of_a_part_of_a_grant(state, to) -> None:
    found = refusal(grants.check_payment, state, to, FINE, words="why", today=TODAY)
    assert found == (None if (state, to) in TRANCHE_STEPS else "not_from_here")


@pytest.mark.parametrize(
    ("missing", "code"),
    [
        ({"shown": False}, "show_first"),
        ({"earlier_paid": False}, "earlier_first"),
        ({"all_planned": False}, "plan_tranches"),
        ({"unanswered": 1}, "objections_open"),
        ({"left_out": 1}, "take_back_first"),
        ({"objections_until": TODAY}, "objections_open"),
        ({"objections_until": None}, "objections_open"),
    ],
)
def test_nothing_is_paid_before_it_is_shown_and_objections_are_answered(missing, code) -> None:
    told = replace(FINE, **missing)
    assert refusal(grants.check_payment, DUE, PAID, told, words="", today=TODAY) == code
    assert refusal(grants.check_payment, DUE, WITHHELD, told, words="why", today=TODAY) is None


def test_what_is_withheld_says_why() -> None:
    assert refusal(grants.check_payment, DUE, WITHHELD, FINE, words=" ", today=TODAY) == "say_why"


def test_the_parts_of_a_grant_are_never_more_than_the_grant() -> None:
    told = {"others": Decimal(600), "award": Decimal(1000)}
    assert refusal(grants.check_tranche, Decimal(400), **told) is None
    assert refusal(grants.check_tranche, Decimal("400.01"), **told) == "more_than_awarded"
    assert refusal(grants.check_tranche, Decimal(0), **told) == "more_than_awarded"


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("Llame al 5555-0000.", True),
        ("Llame al 5 5 5 5 0 0 0 0.", True),
        ("Somos 5555 y pedimos 1000.", False),
        ("Nadie llama.", False),
    ],
)
def test_an_application_holds_no_telephone_by_which_it_is_reached(text, tells) -> None:
    assert grants.betrays_contact(text, "Doña Nadie, 5555 0000") is tells
    assert not grants.betrays_contact("En 2026 pintamos.", "casa 26")


@pytest.mark.parametrize(
    ("text", "tells"), [("Escriba a Nadie@Ejemplo.org hoy.", True), ("Nadie escribe en papel.", False)]
)
def test_an_application_holds_no_mail_address_by_which_it_is_reached(text, tells) -> None:
    assert grants.betrays_contact(text, "en papel, nadie@ejemplo.org") is tells


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Queremos pintar la cancha.", ""),
        ("El comité de MIRADÓR pinta la cancha.", "mirador"),
        ("Somos de la loma", ""),
        ("Admiradores de la cancha", ""),
        ("Un grupo de jóvenes pinta.", ""),
    ],
)
def test_an_application_does_not_say_whose_it_is(text, word) -> None:
    assert grants.betrays(text, "Grupo El Mirador de la Loma") == word
