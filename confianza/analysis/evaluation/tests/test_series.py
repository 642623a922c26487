"""An interrupted series, against statsmodels and R."""

import numpy as np
import pytest

from confianza.analysis.evaluation import difference_claims, moments, negative_binomial, series
from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.evaluation.tests import known

T = [month / 12 for month in range(36)]
CALM = [20, 22, 19, 21, 23, 20] * 6


def terms(found, name):
    spec = next(each for each in found.specifications if each.name == name)
    return spec, {term.name: term for term in spec.terms}


@known.needed
def test_poisson_as_statsmodels_and_r_have_it():
    found = series.interrupt(*known.series("y"), 2.0, season=12)
    spec, told = terms(found, "poisson")
    expected = {"level": 3.002203, "trend": 0.108446, "after": -0.241660, "after_trend": -0.086842,
                "sin_1": 0.184371, "cos_1": -0.004069}  # fmt: skip
    assert {name: term.estimate for name, term in told.items()} == pytest.approx(expected, abs=1e-6)
    assert told["after"].se == pytest.approx(0.1325034, abs=1e-7)
    assert spec.deviance == pytest.approx(10.215770, abs=1e-6)


@known.needed
def test_negative_binomial_as_r_has_it():
    found = series.interrupt(*known.series("y2"), 2.0)
    spec, told = terms(found, "negative_binomial")
    expected = [2.785070, 0.596101, -0.984976, -0.299217]
    assert [term.estimate for term in told.values()] == pytest.approx(expected, abs=2e-5)
    assert spec.alpha == pytest.approx(0.171234, abs=2e-6)
    assert spec.log_likelihood == pytest.approx(-186.675389, abs=2e-6)


@known.needed
def test_where_counts_vary_no_more_than_chance_there_is_no_negative_binomial():
    found = series.interrupt(*known.series("y"), 2.0, season=12)
    assert "negative_binomial_fell_back" in found.notes
    assert {each.name for each in found.specifications} == {
        "poisson",
        "quasi_poisson",
        "quasi_hanging",
        "hac",
    }
    y = np.array([5.0, 5, 5, 6, 5, 4, 5, 5])
    assert negative_binomial.fit(y, np.ones((8, 1))) is None


@known.needed
def test_the_answer_told_is_the_most_cautious_and_never_narrower_than_chance():
    for column in ("y", "y2"):
        found = series.interrupt(*known.series(column), 2.0, season=12)
        width = {each.name: each.effect.high / each.effect.low for each in found.specifications}
        width.pop("negative_binomial", None)
        assert found.told.effect.high / found.told.effect.low == max(width.values())
        assert width["quasi_poisson"] >= width["poisson"]


def test_a_fall_is_a_change_and_no_effect():
    y = CALM[:24] + [10, 11, 9, 12, 10, 11] * 2
    found = series.interrupt(y, T, 2.0)
    claim = difference_claims.of_series(found)
    assert claim.code == "series_changed"
    assert found.told.effect.ratio == pytest.approx(0.5, abs=0.05)
    assert found.told.effect.fewer == pytest.approx(sum(CALM[:12]) - sum(y[24:]), abs=12)
    assert "not an effect" in difference_claims.SENTENCES[claim.code]


def test_nothing_happened():
    assert difference_claims.of_series(series.interrupt(CALM, T, 2.0)).code == "series_within_chance"


def test_population_divides():
    people = [1000 * 1.02**month for month in range(36)]
    grown = [round(each * 10) for each in people]
    found = series.interrupt(grown, T, 2.0, exposures=people)
    assert found.told.effect.ratio == pytest.approx(1, abs=1e-3)


def test_the_level_alone_takes_two_periods_after():
    found = series.interrupt(CALM[:8] + [8, 7], T[:10], T[8], slope=False)
    assert [term.name for term in found.told.terms] == ["level", "trend", "after"]
    assert found.told.effect.high < 1


@pytest.mark.parametrize(
    ("y", "t", "begins", "options", "code"),
    [
        (CALM[:6], [2004, 2005, 2006, 2007, 2008, 2009], 2009, {}, "few_periods"),
        (CALM, [*T[:10], *(at + 1 / 12 for at in T[10:])], 2.0, {}, "gap"),
        (CALM, [*T[:10], *T[9:35]], 2.0, {}, "not_in_order"),
        (CALM, T, 1.0, {"season": 12}, "few_seasons"),
        ([1] * 10 + [2] * 26, T, 10 / 12, {}, "few_cases"),
        ([0] * 24 + CALM[:12], T, 2.0, {}, "nothing_counted"),
        ([7] * 36, T, 2.0, {}, "never_varies"),
    ],
)
def test_what_a_series_cannot_carry_is_refused(y, t, begins, options, code):
    with pytest.raises(EvaluationRefused) as refused:
        series.interrupt(y, t, begins, **options)
    assert refused.value.code == code


def test_periods_are_read_as_people_write_them():
    months = moments.of_texts(["2019-11", "2019-12", "2020-01", "2020-02"])
    assert np.diff(months) == pytest.approx([1 / 12] * 3)
    assert moments.are_monthly(months)
    assert moments.of_texts(["2019-01-31", "2019-02-07"])[1] == pytest.approx(
        moments.of_texts(["2019-01-31", "2019-02-07"])[0] + 7 / 365.25
    )
    assert moments.one("2020-01", ["2019-11", "2020-01"]) == 2020
    assert moments.one("2.0", ["1.5", "2.0"]) == 2
    with pytest.raises(EvaluationRefused, match="no period"):
        moments.of_texts(["2019-01", "mayo"])
    with pytest.raises(EvaluationRefused, match="no period"):
        moments.one("ayer", ["2019-01"])


def test_years_of_a_calendar_are_no_reason_to_refuse_a_series_with_a_trend():
    falling = [round(30 * 0.98**month) + month % 3 for month in range(60)]
    from_zero, of_a_calendar = (
        series.interrupt(falling, [first + month / 12 for month in range(60)], first + 40 / 12)
        for first in (0, 2021)
    )
    told = of_a_calendar.told.effect
    assert (told.ratio, told.low, told.high) == pytest.approx(
        (from_zero.told.effect.ratio, from_zero.told.effect.low, from_zero.told.effect.high), abs=1e-9
    )
