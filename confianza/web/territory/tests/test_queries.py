from datetime import date

import polars as pl
import pytest
import shapely

from confianza.web.territory import queries
from confianza.web.territory.models import Area
from confianza.web.territory.tests import town
from confianza.web.territory.tests.town import feature


def test_one_copy_of_the_territory_serves_until_the_next_change(bring, valle):
    first = queries.territory()
    assert queries.territory() is first
    bring(town.geojson(feature("zone", "0101-02", "Zona 2", "0101")))
    assert queries.territory() is not first


@pytest.mark.django_db
def test_without_imports_the_territory_is_empty():
    assert queries.territory().areas.is_empty()
    assert queries.levels() == []
    assert queries.shapes("administrative", "zone") == []
    assert queries.given_years() == []


def test_shapes_are_of_the_generation_in_force_on_the_day(bring, valle):
    bring(
        town.geojson(feature("zone", "0101-01", "Zona Una", "0101", (-92, 14, -91.5, 14.5))),
        valid_from=date(2022, 1, 1),
    )
    [now] = queries.shapes("administrative", "zone")
    [then] = queries.shapes("administrative", "zone", date(2021, 12, 31))
    assert (now.area_id, now.name, then.name) == ("zone-0101-01", "Zona Una", "Zona 1")
    assert shapely.from_wkb(then.wkb).area == pytest.approx(2 * shapely.from_wkb(now.wkb).area)


def test_levels_tell_what_is_known_from_the_widest(valle):
    rows = [(one.level, one.areas, one.drawn, one.former, one.with_population) for one in queries.levels()]
    assert rows == [
        ("department", 1, 1, 0, 0), ("municipality", 2, 2, 0, 2), ("zone", 1, 1, 0, 0),
        ("substation", 1, 1, 0, 0), ("beat", 2, 2, 0, 0),
    ]  # fmt: skip


def test_areas_are_found_by_level_name_and_code(valle):
    assert [row.name for row in queries.generations(search="claro")] == ["Valle Claro"]
    assert [row.name for row in queries.generations(search="B2")] == ["Cuadrante Este"]
    assert [row.name for row in queries.generations(level="zone")] == ["Zona 1"]
    assert not queries.generations(former=True).exists()
    row = queries.generations(search="Valle Claro").get()
    assert (row.first_year, row.last_year) == (2018, 2020)


def test_an_area_is_known_by_its_parts_people_and_the_other_geography(valle):
    shown = queries.area("municipality-0101")
    assert [row.name for row in queries.children(shown)] == ["Zona 1"]
    people = queries.population_of("municipality-0101", [2018, 2019])
    assert [(row["population"], row["kind"], row["source"]) for row in people] == [
        (1000, "given", "valle.geojson"), (1100, "interpolated", "valle.geojson"),
    ]  # fmt: skip
    assert {row["name"] for row in queries.crosswalk_of("municipality-0101")} == {
        "Cuadrante Oeste",
        "Cuadrante Este",
    }
    with pytest.raises(Area.DoesNotExist):
        queries.area("zone-none")


def test_choices_are_the_areas_within_and_say_what_they_lie_in(valle):
    assert queries.choices_within("municipality", "department-01") == [
        ("municipality-0102", "San José del Río (Valle)"), ("municipality-0101", "Valle Claro (Valle)"),
    ]  # fmt: skip
    assert queries.choices_within("zone", "municipality-0102") == []
    assert len(queries.choices_within("beat", "")) == 2


def test_figures_before_the_first_generation_belong_to_it(bring, valle):
    bring(town.geojson(feature("zone", "9", "Zona 9", "0101", valid_from="2022-01-01", population_2020=5)))
    rows = queries.territory().populations.filter(pl.col("area_id") == "zone-9")
    assert rows["year"].to_list() == [2020]


@pytest.mark.usefixtures("workspace", "valle")
def test_without_deliveries_no_name_waits():
    assert queries.proposals() == []


def test_the_latest_population_is_of_the_last_year_given_and_not_of_one_to_come(valle):
    ids = ["municipality-0101", "beat-B1"]
    assert queries.latest_population(ids, year=2019)["municipality-0101"] == 1000
    assert queries.latest_population(ids, year=2026)["municipality-0101"] == 1200
    assert queries.latest_population(ids, year=2000)["municipality-0101"] == 1000
