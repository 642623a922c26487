from datetime import date

import pytest

from confianza.analysis.indicators import registry
from confianza.analysis.indicators.filters import Filters, default_level, levels_inside
from confianza.analysis.indicators.tabulation import UnknownDimension, tabulate
from confianza.analysis.indicators.tests.towns import area, counts, department, every_month, territory
from confianza.analysis.territory.areas import Territory

HOMICIDE = registry.get("homicide")
ENCINOS, ROBLES, ZONE_A, ZONE_B = "municipality-encinos", "municipality-robles", "zone-a", "zone-b"


def rows(table, *by, where=None, columns=("count",), **asked):
    """Tabulate homicides (unless asked otherwise) and return {key: value(s)}."""
    filters = Filters(asked.pop("indicator", HOMICIDE), **asked)
    found = tabulate(table, where if where is not None else department(), by=by, filters=filters)
    keys = ["period" if name in ("month", "quarter", "year") else name for name in by]
    return {one_or_all(row, keys): one_or_all(row, columns) for row in found.iter_rows(named=True)}


def one_or_all(row, columns):
    values = tuple(row[column] for column in columns)
    return values[0] if len(values) == 1 else values


def test_zones_roll_up_to_their_town_and_both_towns_to_the_department():
    table = counts(
        *every_month(2025, area_id=ZONE_A, weight=2.0),
        *every_month(2025, area_id=ZONE_B),
        *every_month(2025, area_id=ROBLES),
    )
    assert rows(table, "area") == {ENCINOS: 36.0, ROBLES: 12.0}
    assert rows(table, "area", level="zone", area=ENCINOS) == {ZONE_A: 24.0, ZONE_B: 12.0}
    assert rows(table, "area", level="department") == {"department-1": 48.0}


def test_what_could_not_be_placed_has_its_own_row():
    table = counts(
        *every_month(2025, area_id=ENCINOS),
        *every_month(2025, area_id=ROBLES),
        {"month": date(2025, 5, 1), "weight": 7.0},
    )
    assert rows(table, "area") == {ENCINOS: 12.0, ROBLES: 12.0, None: 7.0}
    assert rows(table, "area", level="zone", area=ENCINOS) == {None: 12.0}


def test_sources_are_never_added_together():
    police = every_month(2025, area_id=ENCINOS, weight=3.0)
    morgue = every_month(2025, area_id=ENCINOS, weight=4.0, source="morgue")
    table = counts(*police, *morgue)
    assert rows(table, "area", columns=("count", "source")) == {ENCINOS: (48.0, "morgue")}
    assert rows(table, "area", "source") == {(ENCINOS, "police"): 36.0, (ENCINOS, "morgue"): 48.0}
    assert rows(table, "area", source="police") == {ENCINOS: 36.0}


def test_the_most_complete_source_is_quoted_and_another_where_it_is_silent():
    police = every_month(2025, 12, area_id=ENCINOS, weight=30.0)
    morgue = [
        *every_month(2024, 12, area_id=ENCINOS, weight=40.0, source="morgue"),
        *every_month(2025, 6, area_id=ENCINOS, weight=41.0, source="morgue"),
    ]
    found = rows(counts(*police, *morgue), "year", columns=("count", "source"))
    assert found == {"2024": (480.0, "morgue"), "2025": (246.0, "morgue")}
    month = rows(counts(*police, *morgue), "month", columns=("count", "source"))
    assert month["2025-06"] == (41.0, "morgue")
    assert month["2025-07"] == (30.0, "police")


def test_an_indicator_may_prefer_a_source():
    from dataclasses import replace

    table = counts(
        *every_month(2025, area_id=ENCINOS), *every_month(2025, area_id=ENCINOS, weight=4.0, source="morgue")
    )
    assert rows(table, "area", indicator=replace(HOMICIDE, preferred_sources=("police",))) == {ENCINOS: 12.0}


def test_a_covered_cell_without_claims_is_zero_and_an_uncovered_one_is_no_data():
    table = counts(
        *every_month(2025, 2, area_id=ENCINOS, weight=2.0),
        {"area_id": ENCINOS, "month": date(2025, 4, 1), "weight": 2.0},
        {"area_id": ENCINOS, "month": date(2025, 12, 1), "weight": 2.0},
    )  # fmt: skip
    found = rows(table, "month", area=ENCINOS)
    assert found["2025-03"] == 0.0
    assert found["2025-08"] is None
    assert len(found) == 12


def test_a_window_asks_for_months_that_may_have_no_data():
    table = counts(*every_month(2025, 6, area_id=ENCINOS, weight=5.0))
    found = rows(table, "month", area=ENCINOS, first=date(2025, 5, 1), last=date(2025, 8, 1))
    assert found == {"2025-05": 5.0, "2025-06": 5.0, "2025-07": None, "2025-08": None}


def test_person_years_follow_the_months_somebody_speaks_of():
    table = counts(*every_month(2025, 6, area_id=ENCINOS, weight=5.0))
    assert rows(table, "year", area=ENCINOS, columns=("months", "person_years")) == {
        "2025": (6, pytest.approx(50_000.0))
    }
    assert rows(table, "area", columns=("months", "person_years"))[ENCINOS] == (6, pytest.approx(50_000.0))


def test_the_whole_has_the_person_years_of_the_areas_spoken_of():
    both = counts(
        *every_month(2025, area_id=ENCINOS, weight=5.0), *every_month(2025, area_id=ROBLES, weight=5.0)
    )
    assert rows(both, "year", columns=("person_years",)) == {"2025": pytest.approx(150_000.0)}
    assert rows(
        counts(*every_month(2025, area_id=ENCINOS, weight=5.0)), "year", columns=("person_years",)
    ) == {"2025": pytest.approx(100_000.0)}


def test_there_is_no_denominator_for_a_part_of_the_people_nor_for_an_area_of_unknown_population():
    table = counts(*every_month(2025, area_id=ENCINOS, sex="female"))
    assert rows(table, "year", "sex", columns=("person_years",)) == {("2025", "female"): None}
    assert rows(table, "year", sex="female", columns=("count", "person_years")) == {"2025": (12.0, None)}
    unknown = territory(area("municipality-x"))
    assert rows(
        counts(*every_month(2025, area_id="municipality-x")), "year", where=unknown, columns=("person_years",)
    ) == {"2025": None}


def test_kinds_split_the_count_and_keep_what_is_not_told():
    told = [{"sex": "male", "weight": 5.0}, {"sex": "female", "weight": 2.0}, {"weight": 1.0}]
    table = counts(*({**row, "area_id": ENCINOS, "month": date(2025, 1, 1)} for row in told))
    assert rows(table, "sex") == {"male": 5.0, "female": 2.0, None: 1.0}
    assert rows(table, "age_band") == {None: 8.0}
    assert rows(table, "offence") == {"0101": 8.0}
    assert rows(table, "mechanism", mechanism="firearm") == {}


def test_every_kind_is_zero_where_its_source_speaks_and_tells_none():
    told = [{"month": date(2025, 1, 1), "sex": "male"}, {"month": date(2025, 2, 1), "sex": "female"}]
    found = rows(counts(*({**row, "area_id": ENCINOS} for row in told)), "month", "sex")
    assert found[("2025-01", "female")] == 0.0


def test_a_year_told_as_a_whole_has_no_months():
    year = {"area_id": ENCINOS, "month": date(2025, 1, 1), "date_precision": "year", "weight": 60.0}
    assert rows(counts(year), "year", columns=("count", "months")) == {"2025": (60.0, 12)}
    assert rows(counts(year), "month")[None] == 60.0
    assert rows(counts(year), "month")["2025-01"] == 0.0
    assert rows(counts(year), "year", first=date(2025, 1, 1), last=date(2025, 6, 1)) == {"2025": 0.0}


def test_the_undated_are_counted_apart_and_left_out_of_windows():
    table = counts(*every_month(2025, area_id=ENCINOS), {"area_id": ENCINOS, "weight": 4.0})
    assert rows(table, "year") == {"2025": 12.0, None: 4.0}
    assert rows(table, "area", first=date(2025, 1, 1)) == {ENCINOS: 12.0}


def test_only_the_indicator_is_counted():
    rest = [
        {"iccs": "0401", "offence_label": "Robo"},
        {"iccs": "01", "intent": "undetermined"},
        {"iccs": "02011", "intent": "homicide"},
        {"grain": "arrest"},
        {"iccs": "0102"},
    ]
    table = counts(*({**row, "area_id": ENCINOS, "month": date(2025, 1, 1)} for row in [{}, *rest]))
    assert rows(table, "area") == {ENCINOS: 1.0}
    assert rows(table, "area", indicator=registry.get("robbery")) == {ENCINOS: 1.0}
    assert rows(table, "area", indicator=registry.get("violent_death")) == {ENCINOS: 2.0}
    assert rows(table, "area", indicator=registry.get("arrest")) == {ENCINOS: 1.0}


def test_femicide_is_known_by_its_name_and_stays_a_homicide():
    told = [
        {"offence_label": "FEMICIDIO"},
        {"offence_label": "Femicidio en grado de tentativa", "iccs": "0102"},
        {},
    ]
    table = counts(*({**row, "area_id": ENCINOS, "month": date(2025, 1, 1)} for row in told))
    assert rows(table, "area", indicator=registry.get("femicide")) == {ENCINOS: 1.0}
    assert rows(table, "area") == {ENCINOS: 2.0}


def test_a_source_that_never_tells_an_offence_is_not_taken_to_say_there_is_none():
    table = counts(
        *every_month(2025, area_id=ENCINOS),
        *every_month(2025, area_id=ENCINOS, source="morgue", iccs="0401"),
    )
    assert rows(table, "area", "source") == {(ENCINOS, "police"): 12.0}


def test_fractions_of_a_crosswalk_are_kept_and_told():
    table = counts({"area_id": ENCINOS, "month": date(2025, 1, 1), "weight": 2.5, "estimated": 0.5})
    assert rows(table, "area", columns=("count", "estimated")) == {ENCINOS: (2.5, 0.5)}


def test_quarters_are_three_months():
    table = counts(*every_month(2025, 6, area_id=ENCINOS, weight=2.0))
    assert rows(table, "quarter", columns=("count", "months")) == {"2025-Q1": (6.0, 3), "2025-Q2": (6.0, 3)}


def test_without_a_territory_counts_stand_without_areas():
    table = counts(*every_month(2025, 3, weight=2.0))
    assert rows(table, "year", where=Territory.empty(), columns=("count", "person_years")) == {
        "2025": (6.0, None)
    }


def test_nothing_told_is_an_empty_table():
    table = counts({"iccs": "0401"})
    assert rows(table, "area", "month") == {}
    assert rows(table) == {}


def test_it_refuses_what_it_cannot_count_by():
    with pytest.raises(UnknownDimension, match="colour"):
        rows(counts(), "colour")
    with pytest.raises(UnknownDimension, match="one period"):
        rows(counts(), "month", "year")


def test_rows_are_of_municipalities_unless_an_area_is_opened():
    where = department()
    assert default_level(where, "administrative") == "municipality"
    assert default_level(where, "administrative", ENCINOS) == "zone"
    assert default_level(where, "administrative", ZONE_A) == "zone"
    assert default_level(Territory.empty(), "administrative") == ""
    assert levels_inside(where, "administrative", "department-1") == ["municipality", "zone"]
