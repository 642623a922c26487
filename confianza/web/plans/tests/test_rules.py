"""What may become of problems and commitments: the whole of each table."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from confianza.web.plans.models import Stage, Standing
from confianza.web.plans.rules import commitments, problems
from confianza.web.plans.rules.problems import MUST_BE_KNOWN, Known
from confianza.web.plans.tests.refused import refusal

TODAY = date(2026, 11, 28)
WHOLE = Known(
    signs=1,
    answered=frozenset(MUST_BE_KNOWN),
    commitments=2,
    open_commitments=0,
    has_measure=True,
    assessed=True,
)
SCAN, ANALYSE, RESPOND, ASSESS, CLOSED = Stage
STEPS = {
    (SCAN, ANALYSE),
    (SCAN, CLOSED),
    (ANALYSE, RESPOND),
    (ANALYSE, SCAN),
    (ANALYSE, CLOSED),
    (RESPOND, ASSESS),
    (RESPOND, ANALYSE),
    (ASSESS, CLOSED),
    (ASSESS, RESPOND),
    (ASSESS, ANALYSE),
    (CLOSED, ANALYSE),
}
PROMISED, UNDER_WAY, KEPT, BROKEN, RELEASED = Standing
COMMITMENT_STEPS = {
    (PROMISED, UNDER_WAY),
    (PROMISED, KEPT),
    (PROMISED, BROKEN),
    (PROMISED, RELEASED),
    (UNDER_WAY, KEPT),
    (UNDER_WAY, BROKEN),
    (UNDER_WAY, RELEASED),
    (KEPT, UNDER_WAY),
    (BROKEN, UNDER_WAY),
    (BROKEN, KEPT),
}


@pytest.mark.parametrize(("stage", "to"), list(product(Stage, repeat=2)))
def test_the_steps_of_a_problem(stage, to) -> None:
    found = refusal(problems.check_step, stage, to, WHOLE, "a reason")
    assert found == (None if (stage, to) in STEPS else "not_from_here")


@pytest.mark.parametrize(
    ("stage", "to", "missing", "code"),
    [
        (SCAN, ANALYSE, {"signs": 0}, "say_by_what"),
        (ANALYSE, RESPOND, {"answered": frozenset(MUST_BE_KNOWN[:2])}, "analysis_open"),
        (ANALYSE, RESPOND, {"has_measure": False}, "measure_first"),
        (RESPOND, ASSESS, {"commitments": 0}, "nothing_done"),
        (RESPOND, ASSESS, {"open_commitments": 1}, "commitments_open"),
        (ASSESS, CLOSED, {"assessed": False}, "not_assessed"),
    ],
)
def test_each_step_forward_needs_what_the_next_stage_stands_on(stage, to, missing, code) -> None:
    assert refusal(problems.check_step, stage, to, replace(WHOLE, **missing), "") == code
    assert refusal(problems.check_step, stage, to, WHOLE, "") is None


@pytest.mark.parametrize(
    ("stage", "to"),
    sorted(STEPS - {(SCAN, ANALYSE), (ANALYSE, RESPOND), (RESPOND, ASSESS), (ASSESS, CLOSED)}),
)
def test_a_step_back_or_out_needs_a_reason_and_nothing_else(stage, to) -> None:
    assert refusal(problems.check_step, stage, to, Known(), "") == "say_why"
    assert refusal(problems.check_step, stage, to, Known(), "not understood") is None


@pytest.mark.parametrize(("state", "to"), list(product(Standing, repeat=2)))
def test_the_steps_of_a_commitment(state, to) -> None:
    found = refusal(commitments.check_step, state, to, words="words")
    assert found == (None if (state, to) in COMMITMENT_STEPS else "not_from_here")


@pytest.mark.parametrize(
    ("state", "to", "code"),
    [
        (PROMISED, UNDER_WAY, None),
        (PROMISED, KEPT, "show_it"),
        (BROKEN, KEPT, "show_it"),
        (PROMISED, BROKEN, "say_why"),
        (UNDER_WAY, RELEASED, "say_why"),
        (KEPT, UNDER_WAY, "say_why"),
        (BROKEN, UNDER_WAY, "say_why"),
    ],
)
def test_what_is_kept_shows_it_and_what_is_not_says_why(state, to, code) -> None:
    assert refusal(commitments.check_step, state, to, words=" ") == code


@pytest.mark.parametrize(
    ("moved", "next_on", "stalled"),
    [(0, 1, False), (21, 0, False), (22, 5, True), (3, -1, True)],
)
def test_a_problem_nobody_moves_is_seen(moved, next_on, stalled) -> None:
    found = problems.is_stalled(
        moved_on=TODAY - timedelta(days=moved), next_on=TODAY + timedelta(days=next_on), today=TODAY
    )
    assert found is stalled


@pytest.mark.parametrize(
    ("state", "days", "words", "code"),
    [
        (PROMISED, 5, "", "say_why"),
        (PROMISED, 5, "the lamps are late", None),
        (UNDER_WAY, -2, "", None),
        (KEPT, 5, "words", "settled"),
        (BROKEN, 5, "words", "settled"),
        (RELEASED, 5, "words", "settled"),
    ],
)
def test_a_day_is_moved_while_it_is_open_and_later_only_with_a_reason(state, days, words, code) -> None:
    told = {"due_on": TODAY, "to": TODAY + timedelta(days=days), "words": words}
    assert refusal(commitments.check_day, state, **told) == code
