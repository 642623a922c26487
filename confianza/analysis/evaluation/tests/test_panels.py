"""Areas with and without the programme, against pyfixest, statsmodels and R, and by hand."""

import numpy as np
import pytest

from confianza.analysis.evaluation import difference_claims, differences, imputation, panels, two_way
from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.evaluation.tests import known

FLAT = [
    [20, 21, 19, 20, 22, 20], [30, 29, 31, 30, 28, 31], [15, 16, 15, 14, 15, 16], [40, 41, 39, 42, 40, 38],
    [25, 24, 26, 25, 25, 24],
]  # fmt: skip
NEVER = [6] * 5


@known.needed
def test_two_way_fixed_effects_as_pyfixest_has_them_and_marked():
    found = two_way.poisson(known.panel())
    assert found.estimate == pytest.approx(-0.238506718, abs=1e-9)
    assert found.se == pytest.approx(0.056122, abs=5e-7)
    assert not found.is_valid


@known.needed
def test_logarithms_as_did2s_has_them():
    read = known.panel()
    logs = panels.Panel(read.areas, read.periods, np.log(read.y + 0.5), read.exposure, read.start)
    assert two_way.linear(logs).estimate == pytest.approx(-0.214972, abs=5e-7)
    assert (logs.y - imputation.linear(logs))[logs.under_way].mean() == pytest.approx(-0.210720, abs=5e-7)


@known.needed
def test_proposition_99_as_everybody_has_it():
    import polars as pl

    table = pl.read_csv(known.FOLDER / "california.csv")
    years = [str(year) for year in table["Year"]]
    read = panels.of_rows(
        table["State"].to_list(),
        years,
        table["PacksPerCapita"].to_list(),
        under_way=table["treated"].to_list(),
    )
    found = two_way.linear(read)
    assert found.estimate == pytest.approx(-27.349111, abs=5e-7)
    # An error robust within clusters means nothing of one treated state.
    assert found.se is None


@known.needed
def test_the_programme_of_the_known_panel_is_found():
    found = differences.compare(known.panel())
    assert found.effect.ratio == pytest.approx(0.7918, abs=5e-5)
    assert (found.treated, found.without) == (12, 18)
    assert [each.after for each in found.path] == [-2, -1, 0, 1, 2, 3, 4]
    assert difference_claims.of_panel(found).code == "panel_differs"


def test_what_is_expected_is_the_maximum_of_likelihood():
    """By hand: two areas, the second twice as large; the first would have gone from 10 to 20."""
    read = known.of_counts([[10, 10, 7], [20, 20, 40]], [2, 3])
    expected = imputation.counts(read)
    assert expected[0, 2] == pytest.approx(20)
    read = known.of_counts([[11, 9, 7], [20, 22, 40]], [2, 3])
    sums = np.where(read.under_way, 0, imputation.counts(read)), np.where(read.under_way, 0, read.y)
    assert sums[0].sum(axis=0) == pytest.approx(sums[1].sum(axis=0))
    assert sums[0].sum(axis=1) == pytest.approx(sums[1].sum(axis=1))


def test_staggered_starts_with_growing_effects_are_told_right_and_two_way_is_not():
    """No noise: every year with the programme takes a tenth more off; all others double over time."""
    way = 2 ** (np.arange(10) / 9)
    start = np.array([2, 4, 8, 10, 10, 10, 10])
    since = np.clip(np.arange(10)[None, :] - start[:, None] + 1, 0, None)
    y = 1000 * way[None, :] * np.ones((7, 1)) * 0.9**since
    read = known.of_counts(y, start)
    truth = y[read.under_way].sum() / (1000 * way[None, :] * np.ones((7, 1)))[read.under_way].sum()
    found = differences.compare(read)
    assert found.effect.ratio == pytest.approx(truth, rel=1e-6)
    assert [each.effect.ratio for each in found.path if each.after >= 0] == pytest.approx(
        [0.9 ** (after + 1) for after in range(8)], rel=1e-6
    )
    assert abs(np.exp(two_way.poisson(read).estimate) - truth) > 0.05


def test_one_treated_area_is_ranked_among_the_others():
    y = [[20, 21, 19, 10, 9, 11], *FLAT]
    found = differences.compare(known.of_counts(y, [3, *NEVER]))
    assert found.smallest_p == pytest.approx(1 / 6)
    assert found.placebo_p == pytest.approx(1 / 6)
    assert found.effect.high < 1
    # With five to compare with, no placebo can say more than one in six.
    assert difference_claims.of_panel(found).code == "panel_placebo"


def test_areas_that_had_parted_before_are_not_told_as_an_effect():
    falling = [200, 180, 150, 120, 100, 80, 60, 50]
    others = [[100 + (3 * row + 5 * at) % 7 for at in range(8)] for row in range(12)]
    read = known.of_counts([falling, falling, *others], [4, 4, *[8] * 12])
    assert difference_claims.of_panel(differences.compare(read)).code == "panel_apart_before"


def test_too_few_periods_before_say_nothing_of_the_way():
    y = [[40, 41, 15, 16], [60, 58, 20, 22], *(row[:4] for row in FLAT)]
    found = differences.compare(known.of_counts(y, [2, 2, *[4] * 5]))
    assert found.before is None
    assert difference_claims.of_panel(found).code == "panel_before_unknown"


def rows(y=None, begins=None, **more):
    y = y or [[20, 21, 19, 10], *(row[:4] for row in FLAT)]
    areas = [f"area {at}" for at in range(len(y)) for _ in range(4)]
    periods = [str(2001 + at) for _ in y for at in range(4)]
    begins = begins or (["2003"] + [""] * (len(y) - 1))
    told = {"begins": [each for each in begins for _ in range(4)]} if "under_way" not in more else {}
    return areas, periods, [cell for row in y for cell in row], {**told, **more}


def read(areas, periods, y, more):
    return panels.of_rows(areas, periods, y, **more)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (rows(begins=[""] * 6), "nobody_with"),
        (rows(begins=["2003"] * 6), "nobody_without"),
        (rows(begins=["2002"] + [""] * 5), "begins_too_early"),
        (rows(y=[[0, 0, 5, 6], *(row[:4] for row in FLAT)]), "nothing_before"),
        (rows(y=[[5] * 4, [6] * 4, [7] * 4]), "copied"),
        (rows(under_way=[0, 0, 1, 0] + [0] * 20), "switched_off"),
        (rows(under_way=[0, 0, 2, 2] + [0] * 20), "not_on_or_off"),
    ],
)
def test_what_is_no_panel_is_refused(told, code):
    with pytest.raises(EvaluationRefused) as refused:
        read(*told)
    assert refused.value.code == code


def test_a_cell_that_is_missing_or_there_twice_is_named():
    areas, periods, y, more = rows()
    for kept, code in ((slice(0, -1), "missing_cell"), ([*range(24), 3], "twice_in_panel")):
        chosen = range(24)[kept] if isinstance(kept, slice) else kept
        with pytest.raises(EvaluationRefused) as refused:
            panels.of_rows(
                [areas[at] for at in chosen],
                [periods[at] for at in chosen],
                [y[at] for at in chosen],
                begins=[more["begins"][at] for at in chosen],
            )
        assert refused.value.code == code
        assert "area" in str(refused.value)
    with pytest.raises(EvaluationRefused, match="begins at another time"):
        panels.of_rows(areas, periods, y, begins=["2003", "2004", *more["begins"][2:]])


def test_too_few_areas_and_too_few_cases_have_no_interval():
    for y, start, code in (
        ([[20, 21, 19, 10], *(row[:4] for row in FLAT[:3])], [2, 4, 4, 4], "few_without"),
        ([[2, 1, 1, 0], *(row[:4] for row in FLAT)], [2, *[4] * 5], "few_independent"),
        ([[20, 21, 19, 10], [20, 20, 18, 9]], [2, 3], "few_without"),
    ):
        with pytest.raises(EvaluationRefused) as refused:
            differences.compare(known.of_counts(y, start))
        assert refused.value.code == code
    with pytest.raises(EvaluationRefused, match="all areas have the programme"):
        imputation.counts(known.of_counts([[20, 21, 19, 10], [20, 20, 18, 9]], [2, 3]))
