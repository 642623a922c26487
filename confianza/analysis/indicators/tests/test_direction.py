import numpy as np
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


def _verdicts(draw, reruns):
    found = [of_years(draw()) for _ in range(reruns)]
    return [direction.verdict for direction in found if direction]


@pytest.mark.parametrize("mean", [5, 20, 100])
def test_years_that_differ_by_chance_alone_seldom_have_a_direction(mean):
    chance = np.random.default_rng(11)
    verdicts = _verdicts(lambda: chance.poisson(mean, 5), 600)
    assert verdicts.count("rising") / len(verdicts) <= 0.10
    assert verdicts.count("falling") / len(verdicts) <= 0.10


def test_years_that_jump_about_more_than_chance_are_seldom_taken_for_a_direction():
    """Twice the variance of chance and more; the scale of the fit takes it in."""
    chance = np.random.default_rng(12)
    verdicts = _verdicts(lambda: chance.poisson(chance.gamma(10, 10, 5)), 600)
    assert 1 - verdicts.count("no_clear_direction") / len(verdicts) <= 0.26


def test_what_is_called_sure_is_true_as_often_as_it_says():
    """Of places whose true slopes scatter around none, those said to rise with 90 % do so as often."""
    chance = np.random.default_rng(13)
    slopes = chance.normal(0, 0.1, 12_000)
    said = [of_years(chance.poisson(40 * np.exp(slope * np.arange(-2, 3)))) for slope in slopes]
    for low, high in ((0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.0)):
        told = [
            (slope > 0, direction.probability_rising)
            for slope, direction in zip(slopes, said, strict=True)
            if direction and low < direction.probability_rising <= high
        ]
        rising, believed = np.mean(told, axis=0)
        assert rising >= believed - 0.02
