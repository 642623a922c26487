from datetime import date

import polars as pl

from confianza.analysis.territory import areas
from confianza.analysis.territory.areas import Territory
from confianza.analysis.territory.tests import village


def test_ancestry_goes_from_the_area_itself_to_the_top():
    lineage = areas.ancestry(village.territory())
    above = lineage.filter(pl.col("area_id") == "locality-L1")["ancestor_id"].to_list()
    assert sorted(above) == ["department-01", "locality-L1", "municipality-0101", "zone-0101-02"]


def test_an_area_that_names_itself_as_parent_does_not_loop_for_ever():
    rows = [village.area("zone", "1", "Zona 1", "zone-1")]
    assert len(areas.ancestry(Territory(areas=village.frame(rows)))) <= 12


def test_the_empty_territory_knows_nothing_and_has_a_version():
    empty = Territory.empty()
    assert empty.areas.is_empty()
    assert empty.version == Territory.empty().version


def test_the_version_follows_the_content_and_not_the_order_of_rows():
    one = village.territory()
    assert village.territory(list(reversed(village.AREA_ROWS))).version == one.version
    assert village.territory(village.AREA_ROWS[:-1]).version != one.version


def test_new_population_figures_change_the_version_but_not_the_one_of_placing():
    figures = pl.DataFrame([("zone-0101-01", 2018, 5.0, "census")], schema=areas.POPULATIONS, orient="row")
    with_people = village.territory(populations=figures)
    assert with_people.version != village.territory().version
    assert with_people.placing_version == village.territory().placing_version


def test_areas_exist_from_their_first_day_until_the_day_before_valid_to():
    rows = [village.area("zone", "1", "Zona 1", valid_from=date(2010, 1, 1), valid_to=date(2020, 1, 1))]
    known = village.frame(rows)
    days = [date(2009, 12, 31), date(2010, 1, 1), date(2019, 12, 31), date(2020, 1, 1)]
    assert [len(areas.as_on(known, day)) for day in days] == [0, 1, 1, 0]
    assert areas.current(known).is_empty()


def test_identities_are_fit_for_addresses():
    assert areas.area_id("beat", "C-1.1 / Norte") == "beat-C-1.1---Norte"
    assert areas.former_id("zone-3", date(2010, 1, 1)) == "zone-3@2010-01-01"
