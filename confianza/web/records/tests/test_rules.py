from datetime import date

import pytest

from confianza.web.records import rules
from confianza.web.records.models import FINISHED, State
from confianza.web.records.rules import Received

# Rows: state of an upload; columns: what may follow, in the order of States.
ALLOWED = {
    #            received unsure checked confirmed storing stored refused cancelled
    "received":  "-        yes    yes     -         -       -      yes     yes",
    "unsure":    "yes      -      -       -         -       -      -       yes",
    "checked":   "yes      -      -       yes       -       -      -       yes",
    "confirmed": "-        -      -       -         yes     -      -       yes",
    "storing":   "-        -      -       -         -       yes    yes     -",
    "stored":    "-        -      -       -         -       -      -       -",
    "refused":   "-        -      -       -         -       -      -       -",
    "cancelled": "-        -      -       -         -       -      -       -",
}  # fmt: skip
STATES = list(ALLOWED)


@pytest.mark.parametrize("state", STATES)
def test_it_allows_exactly_the_transitions_of_the_table(state):
    allowed = [rules.can_become(state, wanted) for wanted in STATES]
    assert allowed == [cell == "yes" for cell in ALLOWED[state].split()]


def test_it_knows_every_state_of_the_model():
    assert set(rules.TRANSITIONS) == set(State.values) == set(STATES)


def test_it_raises_when_an_upload_has_moved_on():
    with pytest.raises(rules.NotNow) as refused:
        rules.check_can_become("stored", "cancelled")
    assert refused.value.problem.details == {"state": "stored", "wanted": "cancelled"}


def test_finished_states_are_those_that_nothing_follows():
    assert {state for state, following in rules.TRANSITIONS.items() if not following} == set(FINISHED)


def monthly(count: int, *, days_after: int = 10) -> list[Received]:
    """Deliveries for the months of 2023 and on, each so many days after the end of its month."""
    ends = [rules.end_of_month(date(2023, 1, 1), months_later=later) for later in range(count)]
    return [Received(on=date.fromordinal(end.toordinal() + days_after), period_to=end) for end in ends]


def test_it_tells_a_monthly_rhythm():
    assert rules.rhythm(monthly(6)) == rules.Rhythm(months=1, days_after=10)


def test_it_tells_no_rhythm_from_two_deliveries():
    assert rules.rhythm(monthly(2)) is None
    assert rules.late_since(monthly(2), today=date(2030, 1, 1)) is None


def test_a_correction_is_no_new_beat_of_the_rhythm():
    deliveries = monthly(6)
    late_correction = Received(on=date(2023, 12, 24), period_to=date(2023, 3, 31))
    assert rules.rhythm([*deliveries, late_correction]) == rules.rhythm(deliveries)


def test_a_period_that_ends_within_a_month_counts_as_that_month():
    deliveries = monthly(5)
    shortened = [Received(each.on, each.period_to.replace(day=25)) for each in deliveries]
    assert rules.expected_on(shortened) == rules.expected_on(deliveries)


@pytest.mark.parametrize(
    ("today", "late"),
    [
        # six months delivered until June, each ten days after its end: July is due on 10 August
        (date(2023, 7, 11), None),
        (date(2023, 8, 10), None),
        (date(2023, 8, 11), date(2023, 8, 10)),
        (date(2024, 2, 1), date(2023, 8, 10)),
    ],
)
def test_it_is_late_from_the_day_after_the_next_delivery_was_due(today, late):
    assert rules.late_since(monthly(6), today=today) == late


def test_yearly_deliveries_are_due_yearly():
    yearly = [Received(date(year + 1, 3, 1), date(year, 12, 31)) for year in (2019, 2020, 2021)]
    assert rules.rhythm(yearly) == rules.Rhythm(months=12, days_after=60)
    assert rules.late_since(yearly, today=date(2023, 3, 1)) is None
    assert rules.late_since(yearly, today=date(2023, 3, 2)) == date(2023, 3, 1)


def test_only_the_recent_habit_counts():
    slow_then_quick = monthly(20, days_after=90)[:8] + monthly(20, days_after=5)[8:]
    assert rules.rhythm(slow_then_quick).days_after == 5


@pytest.mark.parametrize(
    ("day", "later", "end"),
    [
        (date(2024, 2, 1), 0, date(2024, 2, 29)),
        (date(2023, 12, 31), 1, date(2024, 1, 31)),
        (date(2023, 11, 5), 13, date(2024, 12, 31)),
    ],
)
def test_the_end_of_a_month_knows_leap_years_and_year_ends(day, later, end):
    assert rules.end_of_month(day, months_later=later) == end
