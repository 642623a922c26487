import numpy as np
import pytest

from confianza.analysis.indicators.intervals import poisson_bounds, poisson_interval

# Garwood (1936), as tabulated in Ulm (1990), Am J Epidemiol 131:373-375.
PUBLISHED = [
    (0, 0.0, 3.689), (1, 0.0253, 5.572), (2, 0.242, 7.225), (5, 1.624, 11.668),
    (10, 4.795, 18.390), (50, 37.111, 65.919), (100, 81.364, 121.627),
]  # fmt: skip


@pytest.mark.parametrize(("count", "low", "high"), PUBLISHED)
def test_it_gives_the_published_bounds(count, low, high):
    interval = poisson_interval(count)
    assert interval.low == pytest.approx(low, abs=6e-4)
    assert interval.high == pytest.approx(high, abs=6e-4)


def test_a_rate_is_bounded_by_the_bounds_of_its_count():
    # 4,005 victims among 6,183,002 people: 64.77 per 100,000 (El Salvador 2010, consolidated).
    interval = poisson_interval(4005, exposure=61.83002)
    assert pytest.approx(64.77, abs=0.005) == 4005 / 61.83002
    assert interval.low == pytest.approx(62.78, abs=0.01)
    assert interval.high == pytest.approx(66.81, abs=0.01)


def test_it_covers_the_truth_at_least_as_often_as_it_promises():
    draw = np.random.default_rng(20110601)
    for expected in (0.3, 2.0, 7.5, 40.0):
        low, high = poisson_bounds(draw.poisson(expected, 20_000))
        covered = ((low <= expected) & (expected <= high)).mean()
        assert covered >= 0.949, expected


def test_a_fractional_count_lies_between_its_whole_neighbours():
    low, high = poisson_bounds([4, 4.5, 5])
    assert low[0] < low[1] < low[2]
    assert high[0] < high[1] < high[2]


def test_a_higher_confidence_is_a_wider_interval():
    wide, narrow = poisson_interval(10, confidence=0.99), poisson_interval(10, confidence=0.9)
    assert wide.low < narrow.low < narrow.high < wide.high


def test_it_refuses_what_cannot_be():
    with pytest.raises(ValueError, match="negative"):
        poisson_interval(-1)
    with pytest.raises(ValueError, match="exposure"):
        poisson_interval(3, exposure=0)
