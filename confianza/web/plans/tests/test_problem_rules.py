"""What a problem still waits for, why it is stalled, and what a measure must be: the whole of each table."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from confianza.web.plans import problem_sentences, sentences
from confianza.web.plans.forms.problems import MonthField, a_year_on_each_side
from confianza.web.plans.models import Stage
from confianza.web.plans.rules import measures, problems
from confianza.web.plans.rules.measures import Goal
from confianza.web.plans.rules.problems import MUST_BE_KNOWN, Known
from confianza.web.plans.rules.refusals import StepRefused
from confianza.web.plans.tests.refused import refusal

TODAY = date(2026, 11, 28)
SCAN, ANALYSE, RESPOND, ASSESS, CLOSED = Stage
WHOLE = Known(
    signs=1, answered=frozenset(MUST_BE_KNOWN), commitments=2, has_measure=True, assessed=True,
)  # fmt: skip
GOAL = Goal(
    "robbery", "zone-1", "zone-2", date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31)
)


@pytest.mark.parametrize(("stage", "to"), [(s, t) for s, t in product(Stage, repeat=2)])
def test_a_step_is_refused_exactly_for_what_the_page_says_it_lacks(stage, to) -> None:
    if to not in problems.PROBLEMS[stage]:
        assert to not in problems.steps_from(stage)
        return
    assert to in problems.steps_from(stage)
    for known in (Known(), WHOLE, replace(WHOLE, open_commitments=1), replace(WHOLE, has_measure=False)):
        lacking = problems.lacks(stage, to, known)
        said = refusal(problems.check_step, stage, to, known, "a reason")
        assert said == (lacking[0] if lacking else None)


@pytest.mark.parametrize(
    ("stage", "first"),
    [(SCAN, ANALYSE), (ANALYSE, RESPOND), (RESPOND, ASSESS), (ASSESS, CLOSED), (CLOSED, ANALYSE)],
)
def test_the_way_forward_is_offered_before_the_ways_back(stage, first) -> None:
    assert problems.steps_from(stage)[0] == first


@pytest.mark.parametrize(("stage", "to"), [(s, t) for s, t in product(Stage, repeat=2)])
def test_only_what_was_assessed_is_closed_with_a_lesson(stage, to) -> None:
    expected = "say_lesson" if (stage, to) == (ASSESS, CLOSED) else None
    assert refusal(problems.check_lesson, stage, to, " ") == expected
    assert refusal(problems.check_lesson, stage, to, "La luz sola no basta.") is None


@pytest.mark.parametrize(
    ("moved", "looked", "late", "why"),
    [
        (0, 0, 0, ()),
        (21, 0, 0, ()),
        (22, 0, 0, ("not_moved",)),
        (0, -1, 0, ("not_looked",)),
        (0, 1, 1, ("promises_late",)),
        (30, -3, 2, ("not_looked", "not_moved", "promises_late")),
    ],
)
def test_a_stalled_problem_says_why(moved, looked, late, why) -> None:
    told = {"moved_on": TODAY - timedelta(days=moved), "next_on": TODAY + timedelta(days=looked)}
    assert problems.why_stalled(**told, late=late, today=TODAY) == why
    assert problems.is_stalled(**told, today=TODAY) is bool(set(why) - {"promises_late"})


@pytest.mark.parametrize("stage", list(Stage))
def test_a_measure_is_agreed_before_anybody_acts(stage) -> None:
    said = refusal(measures.check, stage, GOAL, overlap=False, earlier="", because="")
    assert said == (None if stage in (SCAN, ANALYSE) else "measure_stands")


@pytest.mark.parametrize(
    ("change", "more", "code"),
    [
        ({}, {}, None),
        ({"before_from": date(2026, 1, 1)}, {}, "months_run_forward"),
        ({"after_from": date(2025, 12, 1)}, {}, "months_run_forward"),
        ({"after_until": date(2025, 12, 31)}, {}, "months_run_forward"),
        ({"before_from": date(2025, 11, 1)}, {}, "months_too_few"),
        ({"before_from": date(2025, 10, 1)}, {}, None),
        ({"after_until": date(2026, 2, 28)}, {}, "months_too_few"),
        ({}, {"overlap": True}, "compared_with_itself"),
        ({}, {"earlier": GOAL.digest}, "agreed_already"),
        ({}, {"earlier": "0" * 64}, "say_why"),
        ({}, {"earlier": "0" * 64, "because": "Otra esquina"}, None),
    ],
)
def test_what_a_measure_must_be(change, more, code) -> None:
    told = {"overlap": False, "earlier": "", "because": "", **more}
    assert refusal(measures.check, ANALYSE, replace(GOAL, **change), **told) == code


@pytest.mark.parametrize(
    "change",
    [
        {"indicator": "theft"},
        {"area": "zone-3"},
        {"comparison": ""},
        {"before_from": date(2025, 2, 1)},
        {"before_until": date(2025, 11, 30)},
        {"after_from": date(2026, 2, 1)},
        {"after_until": date(2026, 11, 30)},
    ],
)
def test_another_goal_has_another_digest(change) -> None:
    assert replace(GOAL, **change).digest != GOAL.digest
    assert replace(GOAL).digest == GOAL.digest


@pytest.mark.parametrize(("days", "code"), [(-1, "months_ahead"), (0, "months_ahead"), (1, None)])
def test_nothing_is_computed_before_the_months_are_over(days, code) -> None:
    assert refusal(measures.check_over, TODAY, TODAY + timedelta(days=days)) == code


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"after_from": date(2025, 12, 1)}, "pueden empezar lo más pronto en enero de 2026"),
        ({"before_from": date(2025, 11, 1)}, "los de antes tienen que llegar hasta enero de 2026"),
        ({"after_until": date(2026, 2, 28)}, "los de después hasta marzo de 2026"),
    ],
)
def test_a_refused_choice_of_months_names_the_next_that_is_possible(change, said) -> None:
    with pytest.raises(StepRefused) as refused, translation.override("es"):
        measures.check(ANALYSE, replace(GOAL, **change), overlap=False, earlier="", because="")
    with translation.override("es"):
        assert said in sentences.refused(refused.value)


@pytest.mark.parametrize(
    ("is_last", "text", "said"),
    [
        (False, "2026-03-15", "2026-03 para el mes entero de ese día, o 2026-04"),
        (True, "2026-01-15", "2026-01 para el mes entero de ese día, o 2025-12"),
        (False, "marzo", "por ejemplo 2026-03"),
        (False, "2026-02-31", "por ejemplo 2026-03"),
    ],
)
def test_a_day_where_a_month_is_asked_for_is_answered_with_the_months_beside_it(is_last, text, said) -> None:
    with translation.override("es"), pytest.raises(ValidationError, match=said):
        MonthField(is_last=is_last).clean(text)


@pytest.mark.parametrize(
    ("today", "months"),
    [
        (date(2026, 11, 28), ["2025-11", "2026-10", "2026-12", "2027-11"]),
        (date(2026, 1, 1), ["2025-01", "2025-12", "2026-02", "2027-01"]),
        (date(2026, 12, 31), ["2025-12", "2026-11", "2027-01", "2027-12"]),
    ],
)
def test_a_year_that_is_over_and_a_year_that_comes_are_proposed(today, months) -> None:
    assert list(a_year_on_each_side(today).values()) == months


def test_every_refusal_and_verdict_has_its_words() -> None:
    codes = {
        "say_by_what", "analysis_open", "measure_first", "nothing_done", "commitments_open", "not_assessed",
        "say_lesson", "closed", "nothing_to_keep", "measure_stands", "months_run_forward", "months_too_few",
        "compared_with_itself", "agreed_already", "months_ahead", "day_has_passed", "not_from_here",
        "say_why",
    }  # fmt: skip
    assert codes <= set(sentences.REFUSED)
    verdicts = {"no_evidence_of_change", "fell", "rose", "too_few_to_tell", "refused", ""}
    assert verdicts == set(problem_sentences.VERDICTS)
    assert {"not_looked", "not_moved", "promises_late"} == set(problem_sentences.STALLED)
