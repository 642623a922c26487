"""What may become of evaluations and objections: the whole of each table, and what each step needs."""

from datetime import date, timedelta
from itertools import product

import pytest

from confianza.web.evaluation import rules
from confianza.web.evaluation.models import Method, Standing, State, Timing
from confianza.web.evaluation.rules import StepRefused

TODAY = date(2026, 11, 28)
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)

STEPS = {
    (State.DESIGNED, State.REGISTERED),
    (State.DESIGNED, State.ABANDONED),
    (State.REGISTERED, State.RUNNING),
    (State.REGISTERED, State.ABANDONED),
    (State.RUNNING, State.COMPUTED),
    (State.RUNNING, State.ABANDONED),
    (State.COMPUTED, State.COMPUTED),
    (State.COMPUTED, State.CRITICISED),
    (State.COMPUTED, State.ABANDONED),
    (State.CRITICISED, State.COMPUTED),
    (State.CRITICISED, State.PUBLISHED),
    (State.CRITICISED, State.ABANDONED),
    (State.PUBLISHED, State.COMPUTED),
}
ANSWERS = {
    (Standing.RAISED, Standing.ANSWERED),
    (Standing.ANSWERED, Standing.ANSWERED),
    (Standing.ANSWERED, Standing.SETTLED),
    (Standing.ANSWERED, Standing.STANDS),
    (Standing.STANDS, Standing.ANSWERED),
}


def refusal(check, *args, **kwargs):
    """Return the code of a refusal, None where the step may be taken."""
    try:
        check(*args, **kwargs)
    except StepRefused as refused:
        return refused.code
    return None


@pytest.mark.parametrize(("state", "to"), list(product(State, repeat=2)))
def test_the_steps_of_an_evaluation(state, to) -> None:
    assert refusal(rules.check_step, state, to) == (None if (state, to) in STEPS else "not_from_here")


@pytest.mark.parametrize(("standing", "to"), list(product(Standing, repeat=2)))
def test_the_steps_of_an_objection(standing, to) -> None:
    expected = None if (standing, to) in ANSWERS else "not_from_here"
    assert refusal(rules.check_standing, standing, to, words="because") == expected


@pytest.mark.parametrize("state", State)
def test_question_and_design_change_only_before_they_are_registered(state) -> None:
    assert refusal(rules.check_editable, state) == (None if state == State.DESIGNED else "registered")


def test_nothing_is_registered_without_a_design() -> None:
    assert refusal(rules.check_registration, State.DESIGNED, is_designed=False) == "no_design"
    assert refusal(rules.check_registration, State.DESIGNED, is_designed=True) is None


@pytest.mark.parametrize(("begins_on", "code"), [(TOMORROW, "not_begun"), (TODAY, None), (YESTERDAY, None)])
def test_a_programme_runs_from_its_first_day(begins_on, code) -> None:
    assert refusal(rules.check_begin, State.REGISTERED, begins_on=begins_on, today=TODAY) == code


@pytest.mark.parametrize(
    ("known_until", "code"), [(None, "too_early"), (YESTERDAY, "too_early"), (TODAY, None), (TOMORROW, None)]
)
def test_nobody_looks_before_the_data_reach_the_last_day_that_was_registered(known_until, code) -> None:
    asked = {"ends_on": TODAY, "known_until": known_until}
    assert refusal(rules.check_computing, State.RUNNING, **asked) == code


@pytest.mark.parametrize("state", State)
def test_only_what_was_registered_is_departed_from(state) -> None:
    asked = {"field": "last_day", "is_other": True, "reason": "The police changed its form."}
    never = state in (State.DESIGNED, State.ABANDONED)
    assert refusal(rules.check_deviation, state, **asked) == ("not_registered" if never else None)


@pytest.mark.parametrize("field", ["hypothesis", "outcome", "area", "begins_on", "direction"])
def test_another_question_is_another_evaluation(field) -> None:
    asked = {"field": field, "is_other": True, "reason": "Why not."}
    assert refusal(rules.check_deviation, State.RUNNING, **asked) == "new_question"


def test_a_deviation_departs_and_says_why() -> None:
    run = State.RUNNING
    same = {"field": "method", "is_other": False, "reason": "Better."}
    mute = {"field": "method", "is_other": True, "reason": " "}
    assert refusal(rules.check_deviation, run, **same) == "same_as_registered"
    assert refusal(rules.check_deviation, run, **mute) == "say_why"


def test_nobody_criticises_their_own_work() -> None:
    assert refusal(rules.check_critic, 7, {7, 8}) == "own_work"
    assert refusal(rules.check_critic, 9, {7, 8}) is None


@pytest.mark.parametrize("state", State)
def test_objections_are_raised_against_what_was_computed(state) -> None:
    assert refusal(rules.check_objection, state) == (None if state == State.COMPUTED else "not_from_here")


@pytest.mark.parametrize("open_one", [Standing.RAISED, Standing.ANSWERED])
def test_a_critique_ends_when_every_objection_is_answered_and_judged(open_one) -> None:
    settled = [Standing.SETTLED, Standing.STANDS]
    asked = {"words": "I looked at all of it."}
    assert refusal(rules.check_conclusion, State.COMPUTED, standings=settled, **asked) is None
    assert (
        refusal(rules.check_conclusion, State.COMPUTED, standings=[*settled, open_one], **asked)
        == "objections_open"
    )


def test_a_critique_without_objections_still_says_what_was_looked_at() -> None:
    assert refusal(rules.check_conclusion, State.COMPUTED, standings=[], words=" ") == "say_what"


def test_only_what_was_criticised_is_published() -> None:
    may = {state for state in State if rules.can(rules.STATES, state, State.PUBLISHED)}
    assert may == {State.CRITICISED}


def test_an_evaluation_is_abandoned_with_a_reason_and_never_once_published() -> None:
    assert refusal(rules.check_abandon, State.RUNNING, " ") == "say_why"
    assert refusal(rules.check_abandon, State.PUBLISHED, "It disappoints.") == "not_from_here"


@pytest.mark.parametrize(
    ("known_until", "when"),
    [
        (None, Timing.BEFORE),
        (date(2024, 12, 31), Timing.BEFORE),
        (date(2025, 1, 31), Timing.PARTLY),
        (date(2025, 12, 31), Timing.AFTER),
    ],
)
def test_a_registration_says_what_was_known_of_the_outcome(known_until, when) -> None:
    days = {"begins_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}
    assert rules.timing(**days, known_until=known_until) == when


@pytest.mark.parametrize(("when", "deviations"), list(product(Timing, (0, 1))))
def test_the_guard_takes_for_registered_what_was_in_time_and_kept_to(when, deviations) -> None:
    assert rules.counts_as_registered(when, deviations) == (when == Timing.BEFORE and not deviations)


@pytest.mark.parametrize(
    ("starts", "said"),
    [
        ({}, None),
        ({"b": TOMORROW}, None),
        ({"a": TODAY, "b": TOMORROW}, None),
        ({"a": TOMORROW, "b": TOMORROW}, "starts_days"),
        ({"b": YESTERDAY}, "starts_days"),
        ({"b": TODAY + timedelta(days=31)}, "starts_days"),
        # A day of an area that has no programme says nothing.
        ({"c": YESTERDAY}, None),
    ],
)
def test_the_first_area_begins_on_the_day_of_the_question_and_none_after_the_data(starts, said) -> None:
    days = {"begins_on": TODAY, "last_on": TODAY + timedelta(days=30)}
    assert refusal(rules.check_starts, starts, treated=["a", "b"], **days) == said


@pytest.mark.parametrize(("method", "is_staggered"), list(product(Method, (True, False))))
def test_only_the_panel_takes_areas_that_begin_on_different_days(method, is_staggered) -> None:
    said = refusal(rules.check_method, method, is_staggered=is_staggered)
    assert said == ("one_start" if is_staggered and method != Method.PANEL else None)


@pytest.mark.parametrize(
    ("around", "said"), [([], None), (["c"], None), (["b"], "watched_twice"), (["c", "a"], "watched_twice")]
)
def test_an_area_is_watched_or_compared_with_or_has_the_programme(around, said) -> None:
    assert refusal(rules.check_apart, around, comparison=["b"], treated=["a"]) == said
