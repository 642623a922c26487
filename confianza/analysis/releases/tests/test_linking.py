"""What follows from two figures by subtraction is a cell, whoever publishes it or not."""

from datetime import date

import polars as pl
import pytest

from confianza.analysis.indicators import registry
from confianza.analysis.releases import fineness, kinds, linking, periods, protecting

PARENTS = pl.DataFrame({"area_id": ["town", "a", "b", "c"], "parent_id": ["", "town", "town", "town"]})


def cells(**counts):
    """One indicator of a year by area: town=…, a=…."""
    rows = [("robbery", area, "2025", "", count) for area, count in counts.items()]
    return pl.DataFrame(rows, schema=linking.CELLS, orient="row")


def linked(table):
    return linking.link(table, [("area", linking.by_area(table, PARENTS))])


def monthly(counts, *, year=2025, by_the_year=0):
    rows = [("town", date(year, month, 1), year, count) for month, count in enumerate(counts, 1)]
    rows += [("town", None, year, by_the_year)] if by_the_year else []
    schema = {"area_id": pl.String, "month": pl.Date, "year": pl.Int32, "count": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def by_period(table):
    return dict(periods.summed(table).select("period", "count").iter_rows())


class TestPeriods:
    def test_a_year_is_its_months_and_what_is_told_by_the_year_alone(self):
        told = by_period(monthly([1] * 12, by_the_year=5))
        assert (told["2025-Q1"], told["2025"], told["2025/09"]) == (3, 17, 9)

    def test_the_year_so_far_is_whole_quarters(self):
        told = by_period(monthly([1] * 8))
        assert "2025-Q3" not in told
        assert "2025" not in told
        assert told["2025/06"] == 6

    def test_a_month_nobody_tells_ends_the_year_so_far(self):
        told = by_period(monthly([1] * 9).filter(pl.col("month") != date(2025, 2, 1)))
        assert {period for period in told if "/" in period} == set()
        assert {period for period in told if "-Q" in period} == {"2025-Q2", "2025-Q3"}

    def test_of_the_years_so_far_only_the_longest_is_published(self):
        sums = periods.summed(monthly([1] * 9))
        told = periods.shown(sums, pl.Series(["2025/03"]))
        named = dict(told.select("period", "published").iter_rows())
        assert named["2025/09"] is True
        assert named["2025/03"] is False
        assert "2025/06" not in named

    @pytest.mark.parametrize(
        ("period", "parts"),
        [
            ("2025-Q2", ["2025-04", "2025-05", "2025-06"]),
            ("2025/06", ["2025-Q1", "2025-Q2"]),
            ("2025", ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]),
            ("2025-04", []),
        ],
    )
    def test_what_a_period_is_made_of(self, period, parts):
        assert [part for whole, part in periods.parts([period, *parts]) if whole == period] == parts

    @pytest.mark.parametrize(
        ("period", "day"),
        [
            ("2025-Q2", (2025, 4, 1)),
            ("2025/06", (2025, 1, 1)),
            ("2025-11", (2025, 11, 1)),
            ("2025", (2025, 1, 1)),
        ],
    )
    def test_when_a_period_begins(self, period, day):
        assert periods.first_day(period) == date(*day)


class TestFineness:
    def test_a_busy_place_is_told_by_months_and_a_quiet_one_by_years(self):
        busy = periods.summed(monthly([9] * 12)).with_columns(area_id=pl.lit("busy"))
        quiet = periods.summed(monthly([1] * 12)).with_columns(area_id=pl.lit("quiet"))
        told = fineness.fine_enough(pl.concat([busy, quiet]), "whole")
        grains = told.group_by("area_id").agg(pl.col("period").str.len_chars().max()).sort("area_id")
        assert grains.rows() == [("busy", 7), ("quiet", 4)]

    def test_the_whole_is_told_more_finely_than_its_parts(self):
        told = fineness.fine_enough(periods.summed(monthly([3] * 12)), "town")
        assert "2025-01" in told["period"]

    def test_the_year_before_decides(self):
        two = pl.concat([monthly([9] * 12, year=2024), monthly([1] * 12)])
        assert "2025-01" in fineness.fine_enough(periods.summed(two), "whole")["period"]


class TestLinking:
    def test_what_lies_in_no_part_is_a_cell(self):
        table = cells(town=12, a=5, b=4)
        system = linked(table)
        rest = system.cells.filter(linking.is_rest())
        assert rest.select("area_id", "kind", "value").rows() == [("town", "rest:area;", 3)]
        assert system.sums.height == 3

    def test_nothing_over_makes_no_cell(self):
        table = cells(town=9, a=5, b=4)
        system = linked(table)
        assert system.cells.height == 3

    def test_parts_above_their_total_bind_nobody(self):
        table = cells(town=5, a=5, b=4)
        assert linked(table).sums.is_empty()

    def test_which_indicators_contain_others(self):
        known = [registry.get(name) for name in ("homicide", "firearm_homicide", "femicide", "robbery")]
        assert linking.families(known) == [
            ("homicide", ("firearm_homicide",)), ("homicide", ("femicide",))
        ]  # fmt: skip

    def test_no_indicator_contains_itself(self):
        assert not linking.contains(registry.get("homicide"), registry.get("homicide"))


class TestProtecting:
    def test_one_small_zone_takes_another_with_it(self):
        table = cells(town=30, a=3, b=12, c=15)
        system = linked(table)
        made = protecting.protect(system, threshold=5)
        hidden = set(made.cells.filter("hidden")["area_id"])
        assert "a" in hidden
        assert len(hidden) >= 2

    def test_a_figure_shown_before_is_not_hidden_to_protect_another(self):
        before = cells(town=30, a=6, b=9, c=15)
        first = protecting.protect(linked(before), threshold=5)
        assert not first.cells["hidden"].any()
        table = cells(town=27, a=3, b=9, c=15)
        system = linked(table)
        made = protecting.protect(system, threshold=5, earlier=[first])
        assert set(made.cells.filter("hidden")["area_id"]) == {"a", "town"}

    def test_what_did_not_change_keeps_its_pattern(self):
        table = cells(town=30, a=3, b=12, c=15)
        system = linked(table)
        first = protecting.protect(system, threshold=5)
        again = protecting.protect(system, threshold=5, earlier=[first])
        assert again.cells.equals(first.cells)

    def test_what_cannot_be_protected_is_a_leak(self):
        """A small zone follows from all others, which an earlier release showed."""
        table = cells(town=19, a=6, b=9, c=4)
        shown = (
            table.filter(pl.col("area_id") != "c").with_row_index("cell").with_columns(hidden=pl.lit(False))
        )
        columns = [pl.col(name).cast(dtype) for name, dtype in protecting.PROTECTED.items()]
        earlier = protecting.Protected(shown.select(columns), pl.DataFrame(schema=linking.SUMS))
        with pytest.raises(protecting.Leak) as leak:
            protecting.protect(linked(table), threshold=5, earlier=[earlier])
        assert leak.value.cell["area_id"] == "c"


class TestKinds:
    def test_every_band_lies_in_a_group(self):
        assert set(kinds.group_of_bands().values()) == {"0-17", "18-29", "30-59", "60+"}

    def test_kinds_add_up_to_the_year(self):
        sexes = pl.DataFrame(
            [(2025, "male", "20-24", 7), (2025, "female", "", 2), (2025, "", "18-26", 1)],
            schema={"year": pl.Int32, "sex": pl.String, "age_band": pl.String, "count": pl.Int64},
            orient="row",
        )
        mechanisms = pl.DataFrame(
            [(2025, "firearm", 8), (2025, "", 2)],
            schema={"year": pl.Int32, "mechanism": pl.String, "count": pl.Int64},
            orient="row",
        )
        made = kinds.cells("town", sexes, mechanisms, ["2025"])
        total = pl.DataFrame([("homicide", "town", "2025", "", 10)], schema=linking.CELLS, orient="row")
        system = linking.link(pl.concat([total, made]), kinds.relations(made))
        assert system.cells.filter(linking.is_rest()).is_empty()
        values = system.cells["value"]
        sums = system.sums.with_columns(part_value=values.gather(system.sums["part"]))
        for (_, whole), parts in sums.group_by("sum", "total"):
            assert parts["part_value"].sum() == values[whole]
