"""How few places hold how much."""

import numpy as np
import pytest

from confianza.analysis.hotspots import concentration, wheel


def test_ten_crimes_at_ten_places_of_a_thousand_are_not_concentrated():
    """The plain Gini says they are: what Bernasco & Steenbeek (2017) wrote their paper about."""
    counts = [0] * 990 + [1] * 10
    assert concentration.gini(counts) == pytest.approx(0.99)
    assert concentration.generalised_gini(counts) == pytest.approx(0)


def test_with_as_many_crimes_as_places_both_are_the_same():
    counts = [1, 2, 3, 4]
    assert concentration.gini(counts) == pytest.approx(0.25)
    assert concentration.generalised_gini(counts) == pytest.approx(0.25)


def test_all_at_one_place():
    found = concentration.of_counts([12, 0, 0, 0])
    assert found.gini == pytest.approx(0.75)
    assert found.places_for_half == pytest.approx(1 / 8)


def test_the_curve_ends_at_all_and_the_area_under_it_is_the_gini():
    counts = np.random.default_rng(2).poisson(0.8, 400)
    places, crime = concentration.lorenz(counts)
    assert (crime[0], crime[-1], places[-1]) == (0, 1, 1)
    assert 1 - 2 * np.trapezoid(crime, places) == pytest.approx(concentration.gini(counts))


def test_half_of_all_needs_half_of_the_places_where_all_are_alike():
    assert concentration.places_for([3] * 10, 0.5) == pytest.approx(0.5)


@pytest.mark.parametrize("counts", [[], [0, 0], [-1, 3], [[1, 2]]])
def test_what_cannot_be_is_said(counts):
    with pytest.raises(ValueError, match="one count of zero or more"):
        concentration.of_counts(counts)


# The sum of all ways is the chance of anything: G statistics as in ptools, test-exact.R.
@pytest.mark.parametrize(("days", "g"), [([3], 11.68), ([2, 1], 7.86), ([1, 1, 1], 5.08)])
def test_three_cases_in_a_week_say_something_only_if_all_fall_on_one_day(days, g):
    found, p = wheel.unevenness(np.array([*days, *[0] * (7 - len(days))]))
    assert found == pytest.approx(g, abs=0.005)
    assert p == pytest.approx({11.68: 7 / 343, 7.86: 133 / 343, 5.08: 1.0}[g])


def test_many_cases_are_judged_by_chi_square_about_as_the_exact_test_judges():
    counts = np.array([6, 1, 1, 1, 1, 1, 1])
    exact = wheel.unevenness(counts)[1]
    doubled = wheel.unevenness(counts * 2)[1]
    assert doubled < exact
    assert wheel.unevenness(np.zeros(7))[1] == 1


def test_the_busiest_run_goes_over_the_end_of_the_week():
    week = np.zeros((7, 24))
    week[6, 23] = week[0, 0] = 5
    week[3, 12] = 2
    found = wheel.busiest(week, hours=2)
    assert (found.weekday, found.hour) == (6, 23)
    assert found.share == pytest.approx(10 / 12)
    assert wheel.by_hour(week)[12] == 2
    assert wheel.by_weekday(week)[3] == 2
    assert wheel.busiest(np.zeros((7, 24))) is None
