"""What may become of a weekly meeting and of a quarter: the whole of each table."""

from datetime import date, timedelta
from itertools import product

import pytest

from confianza.web.plans.models import CoordinationState
from confianza.web.plans.rules import coordination as rules
from confianza.web.plans.tests.test_rules import refusal

TODAY = date(2026, 11, 28)
PREPARED, OPENED, CLOSED, CANCELLED = CoordinationState
STEPS = {(PREPARED, OPENED), (PREPARED, CANCELLED), (OPENED, CLOSED)}
CHECKS = {
    OPENED: lambda state: rules.check_open(state, held_on=TODAY, today=TODAY, open_before=False),
    CLOSED: lambda state: rules.check_close(state, present="Comisaría 71", waiting=0),
    CANCELLED: lambda state: rules.check_cancel(state, reason="Elections"),
}


@pytest.mark.parametrize(("state", "to"), list(product(CoordinationState, CHECKS)))
def test_the_steps_of_a_weekly_meeting(state, to) -> None:
    assert refusal(CHECKS[to], state) == (None if (state, to) in STEPS else "not_from_here")


def test_the_table_and_the_checks_agree() -> None:
    drawn = {(state, to) for state, targets in rules.COORDINATIONS.items() for to in targets}
    assert drawn == STEPS


@pytest.mark.parametrize(
    ("days", "open_before", "code"),
    [(0, False, None), (-3, False, None), (1, False, "not_yet"), (0, True, "close_the_last")],
)
def test_a_meeting_begins_on_its_day_when_the_last_one_is_closed(days, open_before, code) -> None:
    told = {"held_on": TODAY + timedelta(days=days), "today": TODAY, "open_before": open_before}
    assert refusal(rules.check_open, PREPARED, **told) == code


@pytest.mark.parametrize(
    ("present", "waiting", "code"),
    [
        ("Comisaría 71", 0, None),
        (" ", 0, "say_who_was_there"),
        ("Comisaría 71", 1, "decision_without_owner"),
        ("", 2, "decision_without_owner"),
    ],
)
def test_a_meeting_ends_when_every_decision_has_an_owner_and_a_day(present, waiting, code) -> None:
    assert refusal(rules.check_close, OPENED, present=present, waiting=waiting) == code


def test_a_week_is_left_out_only_with_the_reason() -> None:
    assert refusal(rules.check_cancel, PREPARED, reason=" ") == "say_why"


@pytest.mark.parametrize("state", CoordinationState)
def test_notes_and_decisions_belong_to_a_meeting_that_is_being_held(state) -> None:
    assert refusal(rules.check_running, state) == (None if state == OPENED else "not_open")


@pytest.mark.parametrize(("days", "code"), [(0, None), (7, None), (-1, "day_has_passed")])
def test_a_meeting_is_called_for_a_day_to_come(days, code) -> None:
    assert refusal(rules.check_call, held_on=TODAY + timedelta(days=days), today=TODAY) == code


@pytest.mark.parametrize(
    ("quarter", "is_there", "code"),
    [("2026-Q3", False, None), ("2026-Q3", True, "report_is_there"), ("2026-Q4", False, "quarter_not_over")],
)
def test_a_report_is_of_a_quarter_that_is_over_and_made_once(quarter, is_there, code) -> None:
    assert refusal(rules.check_report, quarter, today=TODAY, is_there=is_there) == code
