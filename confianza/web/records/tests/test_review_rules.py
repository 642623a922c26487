import pytest

from confianza.web.records import rules
from confianza.web.records.models import Outcome, PairState, RunState
from confianza.web.records.rules import Said

S, D, X = "same", "different", "cannot_tell"


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ([], PairState.WAITING),
        ([Said(1, S)], PairState.ONE_OPINION),
        ([Said(1, X)], PairState.ONE_OPINION),
        ([Said(1, S), Said(1, S)], PairState.ONE_OPINION),
        ([Said(1, S), Said(2, S)], PairState.AGREED_SAME),
        ([Said(1, D), Said(2, D)], PairState.AGREED_DIFFERENT),
        ([Said(1, S), Said(2, D)], PairState.DISPUTED),
        ([Said(1, S), Said(2, X)], PairState.DISPUTED),
        ([Said(1, X), Said(2, X)], PairState.DISPUTED),
        ([Said(1, S), Said(2, S), Said(3, X)], PairState.AGREED_SAME),
        ([Said(1, S), Said(2, S), Said(3, D)], PairState.DISPUTED),
        ([Said(1, S), Said(2, D), Said(1, D, at_meeting=True)], PairState.AGREED_DIFFERENT),
        ([Said(1, S), Said(2, D), Said(1, S, at_meeting=True)], PairState.AGREED_SAME),
        ([Said(1, S, at_meeting=True)], PairState.AGREED_SAME),
        ([Said(1, S), Said(2, D), Said(1, X, at_meeting=True)], PairState.DISPUTED),
    ],
)
def test_two_different_people_decide_and_a_meeting_alone(said, state):
    assert rules.pair_state(said) == state
    assert rules.pair_state(reversed(said)) == state


@pytest.mark.parametrize(
    ("said", "person", "why_not"),
    [
        ([], 1, ""),
        ([Said(1, S)], 2, ""),
        ([Said(1, S)], 1, "pair_spoken_already"),
        ([Said(1, S), Said(2, S)], 3, "pair_decided"),
        ([Said(1, S), Said(2, D)], 3, "pair_for_the_meeting"),
    ],
)
def test_whoever_has_not_spoken_may_until_the_pair_is_decided_or_disputed(said, person, why_not):
    assert rules.why_not_decide(said, person) == why_not
    assert rules.can_decide(said, person) == (not why_not)
    if why_not:
        with pytest.raises(rules.ReviewRefused) as refused:
            rules.check_can_decide(said, person)
        assert refused.value.code == why_not
    else:
        rules.check_can_decide(said, person)


@pytest.mark.parametrize(
    ("outcome", "values", "series", "why_not"),
    [
        (Outcome.VALIDATED, {}, "", ""),
        (Outcome.VALIDATED, {"age": "x"}, "", ""),
        (Outcome.SETTLED, {"age": "x"}, "", ""),
        (Outcome.SETTLED, {}, "", "settled_without_values"),
        (Outcome.STAYS_OPEN, {}, "", ""),
        (Outcome.STAYS_OPEN, {"age": "x"}, "", "values_without_outcome"),
        (Outcome.NOT_OF_SERIES, {}, "homicide", ""),
        (Outcome.NOT_OF_SERIES, {}, "", "series_not_said"),
        (Outcome.VALIDATED, {}, "homicide", "series_without_outcome"),
    ],
)
def test_an_outcome_and_what_is_said_with_it_belong_together(outcome, values, series, why_not):
    if not why_not:
        rules.check_outcome(outcome, values=values, series=series)
        return
    with pytest.raises(rules.ReviewRefused) as refused:
        rules.check_outcome(outcome, values=values, series=series)
    assert refused.value.code == why_not


def test_final_minutes_and_what_was_taken_back_are_not_changed():
    rules.check_can_change(closed=False)
    rules.check_can_undo(undone=False)
    with pytest.raises(rules.ReviewRefused, match="meeting_closed"):
        rules.check_can_change(closed=True)
    with pytest.raises(rules.ReviewRefused, match="undone_already"):
        rules.check_can_undo(undone=True)


@pytest.mark.parametrize("state", RunState)
@pytest.mark.parametrize("wanted", RunState)
def test_a_linkage_goes_one_way_and_a_killed_one_is_taken_up_again(state, wanted):
    ways = {
        ("waiting", "linking"), ("waiting", "failed"),
        ("linking", "linking"), ("linking", "done"), ("linking", "failed"),
    }  # fmt: skip
    assert rules.can_run_become(state, wanted) == ((state, wanted) in ways)
