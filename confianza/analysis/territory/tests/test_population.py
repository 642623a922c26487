from datetime import date

import polars as pl
import pytest

from confianza.analysis.territory import population
from confianza.analysis.territory.areas import POPULATIONS
from confianza.analysis.territory.population import estimate
from confianza.analysis.territory.tests import village
from confianza.analysis.territory.tests.village import area, box


def known(*figures):
    return pl.DataFrame([(*figure, "census") for figure in figures], schema=POPULATIONS, orient="row")


def told(territory, *, years, of=None):
    rows = population.for_years(territory, of, years).rows(named=True)
    return {(row["area_id"], row["year"]): (row["population"], row["kind"]) for row in rows}


def test_between_two_years_the_change_is_even():
    # Guatemala's censuses of 2002 and 2018: 11,237,196 and 14,901,286; even change gives 13,069,241 in 2010.
    assert estimate([(2018, 14_901_286), (2002, 11_237_196)], 2010) == (
        pytest.approx(13_069_241),
        "interpolated",
    )


@pytest.mark.parametrize(
    ("year", "answer"),
    [
        (2010, (100.0, "given")),
        (2022, (220.0, "extrapolated")),
        (2025, (250.0, "extrapolated")),
        (2026, None),
        (2005, (50.0, "extrapolated")),
        (2004, None),
    ],
)
def test_beyond_the_given_years_the_last_change_is_carried_on_for_five_years(year, answer):
    assert estimate([(2010, 100.0), (2020, 200.0)], year) == answer


def test_a_single_figure_stands_still_and_none_says_nothing():
    assert estimate([(2018, 70.0)], 2020) == (70.0, "extrapolated")
    assert estimate([], 2020) is None


def test_an_emptying_place_never_has_fewer_than_nobody():
    assert estimate([(2010, 100.0), (2012, 10.0)], 2015) == (0.0, "extrapolated")


def test_a_parent_is_the_sum_of_its_children_when_every_one_is_known():
    both = known(("municipality-0101", 2018, 30.0), ("municipality-0102", 2018, 70.0))
    assert told(village.territory(populations=both), years=[2018])["department-01", 2018] == (100.0, "given")
    one = known(("municipality-0101", 2018, 30.0))
    assert ("department-01", 2018) not in told(village.territory(populations=one), years=[2018])


def test_a_sum_is_as_sure_as_its_least_sure_part():
    mixed = known(("municipality-0101", 2018, 30.0), ("municipality-0102", 2017, 70.0))
    assert told(village.territory(populations=mixed), years=[2018])["department-01", 2018] == (
        100.0,
        "extrapolated",
    )


def test_a_given_figure_is_never_replaced_by_a_sum():
    figures = known(
        ("department-01", 2018, 99.0), ("municipality-0101", 2018, 30.0), ("municipality-0102", 2018, 70.0)
    )
    assert told(village.territory(populations=figures), years=[2018])["department-01", 2018] == (
        99.0,
        "given",
    )


def test_police_areas_have_the_people_of_the_ground_they_cover():
    both = known(("municipality-0101", 2018, 300.0), ("municipality-0102", 2018, 80.0))
    found = told(village.territory(populations=both), years=[2018])
    assert found["beat-B1", 2018] == (pytest.approx(150, abs=0.5), "interpolated")
    assert found["beat-B2", 2018] == (pytest.approx(190, abs=0.5), "interpolated")
    assert found["substation-S1", 2018][0] == pytest.approx(340, abs=0.5)


def test_a_police_area_that_reaches_into_unknown_ground_has_no_population():
    found = told(village.territory(populations=known(("municipality-0101", 2018, 300.0))), years=[2018])
    assert ("beat-B1", 2018) in found
    assert ("beat-B2", 2018) not in found
    assert ("zone-0101-01", 2018) not in found


def test_people_are_counted_once_where_zones_and_their_municipality_are_both_given():
    figures = known(
        ("municipality-0101", 2018, 300.0), ("zone-0101-01", 2018, 100.0), ("zone-0101-02", 2018, 200.0),
        ("municipality-0102", 2018, 80.0),
    )  # fmt: skip
    found = told(village.territory(populations=figures), years=[2018])
    assert found["substation-S1", 2018][0] == pytest.approx(340, abs=0.5)


def test_a_town_without_police_does_not_spread_the_department_over_the_beats_of_others():
    away = area("municipality", "0103", "Lejos", "department-01", box(-90, 14, -89, 15))
    figures = known(
        ("department-01", 2018, 5380.0), ("municipality-0101", 2018, 300.0),
        ("municipality-0102", 2018, 80.0), ("municipality-0103", 2018, 5000.0),
    )  # fmt: skip
    found = told(village.territory([*village.AREA_ROWS, away], populations=figures), years=[2018])
    assert found["beat-B1", 2018][0] == pytest.approx(150, abs=0.5)
    assert found["substation-S1", 2018][0] == pytest.approx(340, abs=0.5)


def test_newer_areas_have_the_people_of_the_former_ones_they_were_made_of():
    reform = date(2024, 5, 1)
    rows = [
        area("municipality", "a", "A", wkb=box(0, 0, 1, 1), valid_to=reform),
        area("municipality", "b", "B", wkb=box(1, 0, 2, 1), valid_to=reform),
        area("municipality", "ab", "AB", wkb=box(0, 0, 2, 1), valid_from=reform),
    ]
    figures = known(("municipality-a", 2020, 10.0), ("municipality-b", 2020, 20.0))
    found = told(village.territory(rows, populations=figures), years=[2020, 2021])
    assert found["municipality-ab", 2020] == (pytest.approx(30), "given")
    assert found["municipality-ab", 2021] == (pytest.approx(30), "extrapolated")


def test_only_the_asked_areas_and_years_come_back_with_their_source():
    figures = known(("municipality-0101", 2018, 300.0), ("municipality-0102", 2018, 80.0))
    found = population.for_years(village.territory(populations=figures), ["municipality-0101"], [2018, 2018])
    assert found.rows() == [("municipality-0101", 2018, 300.0, "given", "census")]
