from datetime import date

import ibis
import polars as pl

from confianza.analysis.indicators import as_given, registry
from confianza.analysis.indicators.filters import Filters
from confianza.analysis.indicators.tabulation import tabulate
from confianza.analysis.vocabulary.claims import SCHEMA

TOLD_BY = {"delivery": "00001-police", "source": "police", "series": "", "office": ""}


def claims(*places):
    """Claims of one homicide each in January 2025, told with these places."""
    usual = {
        "grain": "victim",
        "weight": 1,
        "occurred_on": date(2025, 1, 9),
        "date_precision": "day",
        "iccs": "0101",
    }
    rows = [dict.fromkeys(SCHEMA) | usual | TOLD_BY | place for place in places]
    schema = {name: pl.String if dtype == pl.Categorical else dtype for name, dtype in SCHEMA.items()}
    return ibis.memtable(pl.DataFrame(rows, schema=schema | dict.fromkeys(TOLD_BY, pl.String)))


def by_area(*places):
    counts, territory = as_given.monthly_counts(claims(*places))
    found = tabulate(counts, territory, by=["area"], filters=Filters(registry.get("homicide")))
    return dict(found.select("area", "count").iter_rows()), territory


def test_a_place_keeps_the_spelling_it_was_told_with():
    counted, _ = by_area({"municipality_name": "San José"}, {"municipality_name": "SAN JOSE"})
    assert counted == {"San José": 1.0, "SAN JOSE": 1.0}


def test_towns_of_the_same_name_in_two_departments_are_two():
    north = {"municipality_name": "San José", "department_name": "Norte"}
    south = {"municipality_name": "San José", "department_name": "Sur"}
    counted, territory = by_area(north, south, south)
    assert counted == {"Norte / San José": 1.0, "Sur / San José": 2.0}
    assert set(territory.areas.filter(level="municipality")["name"]) == {"San José"}
    assert set(territory.areas.filter(level="department")["name"]) == {"Norte", "Sur"}


def test_codes_stand_in_for_names_and_police_areas_for_towns():
    counted, _ = by_area({"municipality_code": "0115"}, {"police_code": "C-7"})
    assert counted == {"0115": 1.0, "C-7": 1.0}


def test_what_is_told_of_a_department_only_has_no_town():
    counted, _ = by_area(
        {"department_name": "Norte"}, {"department_name": "Norte", "municipality_name": "Robles"}
    )
    assert counted == {"Norte / Robles": 1.0, None: 1.0}


def test_no_place_at_all_is_nowhere():
    assert by_area({})[0] == {None: 1.0}
