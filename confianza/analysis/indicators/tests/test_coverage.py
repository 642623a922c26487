from datetime import date

import polars as pl
import pytest

from confianza.analysis.indicators import coverage
from confianza.analysis.indicators.tests.towns import area, counts, department, every_month, territory
from confianza.analysis.territory.areas import Territory


def months_of(table):
    spoken = coverage.of(table, Territory.empty(), "administrative").months
    return {month.isoformat()[:7] for month in spoken["month"]}


def areas_of(table, where):
    return set(coverage.of(table, where, "administrative").areas["area_id"])


def test_a_short_silence_of_a_small_town_is_zeros():
    # At two deaths a month, chance leaves two months without any once in 55 times, three once in 400.
    told = [{"month": date(2026, month, 1), "weight": 2.0} for month in (1, 2, 5, 6)]
    assert months_of(counts(*told)) == {"2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"}


def test_a_long_silence_is_no_data():
    told = [{"month": date(2026, month, 1), "weight": 2.0} for month in (1, 2, 6, 7)]
    assert months_of(counts(*told)) == {"2026-01", "2026-02", "2026-06", "2026-07"}


def test_a_large_town_that_skips_a_month_has_no_data_for_it():
    told = [{"month": date(2026, month, 1), "weight": 80.0} for month in (1, 2, 4)]
    assert months_of(counts(*told)) == {"2026-01", "2026-02", "2026-04"}


def test_an_echo_of_an_old_fact_speaks_of_nothing_old():
    told = [{"month": date(2025, 12, 1), "weight": 3.0}, *every_month(2026, 3, weight=100.0)]
    assert months_of(counts({"month": date(1998, 5, 1)}, *told)) == {"2026-01", "2026-02", "2026-03"}


def test_a_year_told_as_a_whole_is_all_of_its_months():
    year = {"month": date(2025, 1, 1), "date_precision": "year", "weight": 120.0}
    assert len(months_of(counts(year))) == 12


def test_undated_claims_speak_of_no_month():
    assert months_of(counts({"weight": 5.0})) == set()


def test_silent_sisters_are_spoken_of_when_most_sisters_are():
    towns = [area("department-1"), *(area(f"municipality-{n}", "department-1") for n in "abcd")]
    told = [{"area_id": f"municipality-{n}", "month": date(2026, 1, 1)} for n in "abc"]
    assert areas_of(counts(*told), territory(*towns)) == {
        "department-1",
        *(f"municipality-{n}" for n in "abcd"),
    }


def test_a_file_of_one_town_speaks_of_no_other_and_not_of_the_department():
    towns = [area("department-1"), *(area(f"municipality-{n}", "department-1") for n in "abcd")]
    told = {"area_id": "municipality-a", "month": date(2026, 1, 1), "weight": 40.0}
    assert areas_of(counts(told), territory(*towns)) == {"municipality-a"}


def test_a_commissariat_of_two_towns_in_five_does_not_speak_of_the_department():
    towns = [area("department-1"), *(area(f"municipality-{n}", "department-1") for n in "abcde")]
    told = [{"area_id": f"municipality-{n}", "month": date(2026, 1, 1), "weight": 30.0} for n in "ab"]
    assert areas_of(counts(*told), territory(*towns)) == {"municipality-a", "municipality-b"}


def test_a_town_told_as_a_whole_is_spoken_of_though_few_of_its_zones_are():
    town = [area("municipality-1"), *(area(f"zone-{n}", "municipality-1") for n in "abcde")]
    told = [{"area_id": "municipality-1", "weight": 30.0}, {"area_id": "zone-a", "weight": 2.0}]
    assert areas_of(counts(*told), territory(*town)) == {"municipality-1", "zone-a"}


def test_offices_speak_of_their_own_areas_and_months():
    told = [
        *every_month(2026, 3, area_id="municipality-encinos", office="14", weight=9.0),
        *every_month(2026, 1, area_id="municipality-robles", office="15", weight=9.0),
    ]
    cells = coverage.of(counts(*told), department(), "administrative").cells(
        pl.DataFrame({"area_id": ["municipality-robles"]})
    )
    assert cells.rows() == [("police", "municipality-robles", date(2026, 1, 1))]


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ({"series": ""}, "police"),
        ({"series": None, "office": "14"}, "police"),
        ({"series": "officers"}, "police/officers"),
        ({"source": "canonical_es", "office": "Hospital"}, "canonical_es/Hospital"),
        ({"source": "canonical_es"}, "canonical_es"),
    ],
)
def test_a_series_is_a_voice_and_so_is_each_institution_that_shares_a_layout(told, name):
    table = counts({"month": date(2026, 1, 1), **told})
    assert coverage.of(table, Territory.empty(), "administrative").months["source"].to_list() == [name]


def test_the_heart_is_the_lowest_area_that_holds_nearly_everything():
    told = [
        {"area_id": "zone-a", "weight": 60.0},
        {"area_id": "zone-b", "weight": 60.0},
        {"area_id": "municipality-robles"},
    ]
    assert coverage.of(counts(*told), department(), "administrative").heart == "municipality-encinos"
    assert coverage.of(counts({"area_id": ""}), department(), "administrative").heart == ""
