import pytest

from confianza.analysis.indicators.direction import of_years

# statsmodels GLM and R glm agree. The last row begins and ends like Villa Nueva, 2004 to 2009.
KNOWN = [
    ([4, 6, 3, 7, 5], 1.06194, 0.8043, 1.4020, 0.650, "no_clear_direction"),
    ([20, 24, 23, 30, 33], 1.13190, 1.0011, 1.2797, 0.929, "rising"),
    ([329, 367, 409, 457, 568], 1.14382, 1.1096, 1.1791, None, "rising"),
]


@pytest.mark.parametrize(("counts", "ratio", "low", "high", "rising", "verdict"), KNOWN)
def test_it_agrees_with_statsmodels_and_r(counts, ratio, low, high, rising, verdict):
    direction = of_years(counts)
    assert direction.ratio == pytest.approx(ratio, abs=5e-6)
    assert (direction.low, direction.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))
    assert direction.verdict == verdict
    if rising:
        assert direction.probability_rising == pytest.approx(rising, abs=5e-4)


def test_a_fall_mirrors_a_rise():
    rise, fall = of_years([20, 24, 23, 30, 33]), of_years([33, 30, 23, 24, 20])
    assert fall.ratio == pytest.approx(1 / rise.ratio)
    assert fall.verdict == "falling"


def test_the_same_counts_in_a_growing_population_are_a_falling_rate():
    assert of_years([100, 100, 100, 100, 100], [1e5, 1.1e5, 1.2e5, 1.3e5, 1.4e5]).ratio < 0.93


def test_too_few_years_have_no_direction():
    assert of_years([1, 2, 3]) is None
    assert of_years([0, 0, 0, 0, 0]) is None


def test_counts_in_the_first_or_last_year_alone_have_no_direction():
    assert of_years([0, 0, 0, 0, 5]) is None
    assert of_years([5, 0, 0, 0]) is None
    assert of_years([1, 0, 0, 5]).verdict == "no_clear_direction"
