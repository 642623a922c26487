"""Tables of a release: marks, whole counts, standards and what changed."""

from datetime import date

import polars as pl

from confianza.analysis.releases import counting, dictionary, differences, places, standards, tables
from confianza.analysis.territory.areas import AREAS, CROSSWALK, Territory


def figures(*rows):
    """(area, period, count or None for hidden) of robberies."""
    told = [
        (area, "robbery", period, count, None, None, None, None, "police", 12, True,
         "hidden" if count is None else "reported")
        for area, period, count in rows
    ]  # fmt: skip
    return pl.DataFrame(told, schema=tables.FIGURES, orient="row")


def town():
    rows = [
        ("t", "administrative", "municipality", "t", "T", "", date(1, 1, 1), None, None),
        ("a", "administrative", "zone", "a", "A", "t", date(1, 1, 1), None, None),
        ("b", "administrative", "zone", "b", "B", "t", date(1, 1, 1), None, None),
        ("s", "police", "substation", "s", "S", "", date(1, 1, 1), None, None),
    ]
    shares = [("a", "s", 0.5, "area"), ("b", "s", 1.0, "area")]
    return Territory(
        areas=pl.DataFrame(rows, schema=AREAS, orient="row"),
        crosswalk=pl.DataFrame(shares, schema=CROSSWALK, orient="row"),
    )


def test_parts_of_a_split_area_are_whole_and_add_up():
    rows = [
        ("police", "a", date(2025, 1, 1), 2025, 1.4, 1.4),
        ("police", "b", date(2025, 1, 1), 2025, 1.6, 1.6),
    ]
    told = counting.whole(pl.DataFrame(rows, schema=counting.BASE, orient="row"), town())
    assert dict(told.select("area_id", "count").iter_rows()) == {"a": 1, "b": 2}


def test_the_other_geography_rests_on_what_is_published():
    told = figures(("t", "2025", 30.0), ("a", "2025", 10.0), ("b", "2025", 20.0))
    columns = ["area_id", "indicator_id", "period", "source", "months_told", "count", "status"]
    made = tables.estimated(told.select(columns), town(), ["s"])
    assert made.select("area_id", "count", "status").rows() == [("s", 25.0, "estimated")]
    hiding = figures(("t", "2025", 30.0), ("a", "2025", None), ("b", "2025", 20.0))
    assert tables.estimated(hiding.select(columns), town(), ["s"])["status"].to_list() == ["hidden"]


def test_a_month_nobody_tells_is_a_gap_and_no_zero():
    told = tables.with_gaps(figures(("t", "2025-01", 9.0), ("t", "2025-03", 9.0), ("a", "2025-02", 9.0)))
    assert told.filter(area_id="t")["status"].to_list() == ["reported", "not_told", "reported"]


def test_one_mark_stands_for_the_count_and_all_that_follows_from_it():
    told = standards.marked(figures(("t", "2025", None), ("a", "2025", 7.0)))
    assert told["count"].to_list() == ["..", "7"]
    assert told["rate"].to_list() == ["..", None]
    assert told["months_told"].to_list() == ["12", "12"]


def test_other_standards_say_that_a_value_is_kept_back():
    made = standards.sdmx({"year": figures(("t", "2025", None), ("a", "2025", 7.0))})
    assert made.select("OBS_VALUE", "OBS_STATUS", "CONF_STATUS").rows() == [(None, "Q", "C"), ("7", "A", "F")]
    assert standards.hxl(figures(("t", "2025", 7.0)))["count"].to_list() == ["#indicator+value+num", "7"]


def test_what_changed_is_told_kind_by_kind():
    old = figures(("t", "2024", 30.0), ("a", "2024", None), ("b", "2024", 9.0))
    new = figures(("t", "2024", 32.0), ("a", "2024", 6.0), ("b", "2024", None), ("t", "2025", 40.0))
    found = {each.change: each for each in differences.between(old, new, "t")}
    assert set(found) == {"new", "up", "hidden_now", "shown_now"}
    assert (found["up"].before, found["up"].after) == (30.0, 32.0)
    assert (found["new"].first, found["new"].after) == ("2025", 40.0)


def test_every_column_is_told_of_in_both_languages():
    for table in dictionary.TABLES:
        assert table.es
        assert table.en
        for field in table.fields:
            assert field.es
            assert field.en
    assert len(dictionary.rows("es")) == len(dictionary.rows("en"))


def test_points_that_outnumber_their_area_are_left_out():
    row = ("p", 1.0, 1.0, "a", "robbery", "police", "2025", 6)
    counted = pl.DataFrame([row], schema=places.COUNTED, orient="row")
    sums = pl.DataFrame(
        {
            "indicator_id": ["robbery"],
            "area_id": ["a"],
            "period": ["2025"],
            "source": ["police"],
            "count": [5],
        }
    )
    assert places.within(counted, sums).is_empty()
    assert places.within(counted, sums.with_columns(count=pl.lit(6))).height == 1
    assert places.within(counted, sums.with_columns(source=pl.lit("hospital"))).height == 1


def test_without_located_facts_there_are_no_points():
    facts = pl.DataFrame(schema=places.FACTS)
    assert places.snapped(facts, {}, {}, before=places.nothing(), threshold=5).counted.is_empty()
