import numpy as np
import pytest

from confianza.analysis.indicators import standardisation
from confianza.analysis.vocabulary.ages import BANDS

# Births and those with Down's syndrome, by birth order (rows) and age of the mother: Fleiss 1981, p. 249, the
# table that Fay and Feuer 1997 work out.
BIRTHS = np.array(
    [
        [230061, 329449, 114920, 39487, 14208, 3052],
        [72202, 326701, 208667, 83228, 28466, 5375],
        [15050, 175702, 207081, 117300, 45026, 8660],
        [2293, 68800, 132424, 98301, 46075, 9834],
        [327, 30666, 123419, 149919, 104088, 34392],
    ]
)
CASES = np.array(
    [
        [107, 141, 60, 40, 39, 25],
        [25, 150, 110, 84, 82, 39],
        [3, 71, 114, 103, 108, 75],
        [1, 26, 64, 89, 137, 96],
        [0, 8, 63, 112, 262, 295],
    ]
)
STANDARD = BIRTHS.mean(axis=0)
# Crude, adjusted, lower, upper, per 100,000, as esda 2.9 works them out.
KNOWN = [
    (56.3, 92.3, 80.4, 105.8),
    (67.6, 91.2, 82.4, 100.9),
    (83.3, 85.1, 77.2, 94.2),
    (115.5, 92.7, 80.0, 114.7),
    (167.1, 75.5, 67.7, 188.3),
]


@pytest.mark.parametrize("order", range(5))
def test_direct_rates_of_fay_and_feuers_table(order):
    found = standardisation.direct(CASES[order], BIRTHS[order], STANDARD)
    values = (found.crude, found.value, found.low, found.high)
    assert tuple(round(value, 1) for value in values) == KNOWN[order]


def test_esda_agrees_to_the_last_digit():
    from esda import smoothing

    for cases, births in zip(CASES, BIRTHS, strict=True):
        ((rate, low, high),) = smoothing.direct_age_standardization(cases, births, STANDARD, 1)
        found = standardisation.direct(cases, births, STANDARD)
        assert (found.value, found.low, found.high) == pytest.approx((rate * 1e5, low * 1e5, high * 1e5))


def test_the_same_ages_as_the_standard_give_the_crude_rate():
    found = standardisation.direct([4, 6], [1000, 3000], [10, 30])
    assert found.value == pytest.approx(found.crude)


def test_no_events_still_leave_a_doubt():
    found = standardisation.direct([0, 0], [1000, 3000], [10, 30])
    assert (found.value, found.low) == (0, 0)
    assert found.high > 0


def test_an_age_nobody_has_is_not_a_rate_of_zero():
    with pytest.raises(ValueError, match="rate of that age is not known"):
        standardisation.direct([1, 0], [1000, 0], [10, 30])
    assert standardisation.direct([1, 0], [1000, 0], [10, 0]).value == pytest.approx(100)


def test_indirect_is_observed_over_expected_with_the_exact_interval():
    found = standardisation.indirect([2, 8], [1000, 2000], [0.001, 0.002])
    assert (found.value, found.crude) == (pytest.approx(2.0), pytest.approx(5.0))
    assert (found.low, found.high) == (
        pytest.approx(4.7954 / 5, abs=1e-4),
        pytest.approx(18.3904 / 5, abs=1e-4),
    )
    with pytest.raises(ValueError, match="no event at all is expected"):
        standardisation.indirect([1], [10], [0])


def test_the_who_standard_covers_our_age_bands_and_adds_up():
    weights = [standardisation.who_weight(band.first, band.last) for band in BANDS]
    assert sum(weights) == pytest.approx(100, abs=0.05)
    assert standardisation.who_weight(0, None) == pytest.approx(sum(weights))
    assert standardisation.who_weight(15, 17) == pytest.approx(3 / 5 * 8.47)
    assert standardisation.who_weight(15, 24) == pytest.approx(8.47 + 8.22)
    assert standardisation.who_weight(80, None) == 1.545


@pytest.mark.parametrize(("first", "last"), [(80, 84), (85, None), (20, 15), (-1, None), (-1, 4)])
def test_a_band_the_standard_does_not_tell_is_refused(first, last):
    with pytest.raises(ValueError, match="no band"):
        standardisation.who_weight(first, last)


@pytest.mark.parametrize(
    ("counts", "people", "standard"), [([], [], []), ([1], [1, 2], [1]), ([-1], [2], [3])]
)
def test_impossible_bands_are_refused(counts, people, standard):
    with pytest.raises(ValueError, match="Counts, persons|negative"):
        standardisation.direct(counts, people, standard)


@pytest.mark.slow
def test_the_gamma_interval_holds_the_true_rate_at_least_as_often_as_it_says():
    chance = np.random.default_rng(8)
    people, standard = np.array([4e4, 3e4, 2e4, 5e3]), np.array([30.0, 30.0, 25.0, 15.0])
    rates = np.array([2e-5, 1e-4, 3e-4, 8e-4])
    true = float((rates * standard).sum() / standard.sum())
    inside = 0
    for _ in range(4000):
        found = standardisation.direct(chance.poisson(rates * people), people, standard, multiplier=1)
        inside += found.low <= true <= found.high
    assert 0.945 <= inside / 4000 <= 0.995
