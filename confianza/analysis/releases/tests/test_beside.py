"""Sums told beside releases: whoever subtracts is caught, and nobody is blamed for what others told."""

import polars as pl
import pytest

from confianza.analysis.releases import beside, linking, protecting
from confianza.analysis.releases.beside import Figure, Gate
from confianza.analysis.releases.linking import ALL, KEY
from confianza.analysis.releases.protecting import Protected

ZONE, OTHER, TOWN = "zone-1", "zone-2", "municipality-1"
THRESHOLD = 5
# Four years of quarters: few in the last quarter of 2022, and no other year has a small one.
QUARTERS = {2021: (9, 8, 7, 9), 2022: (7, 9, 5, 4), 2023: (8, 6, 7, 9), 2024: (6, 7, 8, 9)}
PARENTS = pl.DataFrame({"area_id": [ZONE, OTHER, TOWN], "parent_id": [TOWN, TOWN, ""]})


def counted(area=ZONE, quarters=QUARTERS):
    """What is counted in each quarter and year."""
    rows = [
        ("homicide", area, f"{year}-Q{number}", count)
        for year, counts in quarters.items()
        for number, count in enumerate(counts, 1)
    ]
    rows += [("homicide", area, str(year), sum(counts)) for year, counts in quarters.items()]
    schema = {"indicator_id": pl.String, "area_id": pl.String, "period": pl.String, "value": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def release(table=None, hides=(("2022-Q4",), ("2022",))):
    """A release of these counts that hides the small quarter of 2022, and the year with it."""
    cells = (counted() if table is None else table).with_columns(kind=pl.lit(ALL)).select(*KEY, "value")
    system = linking.link(cells, [("period", linking.by_period(cells))])
    periods = [period for (period,) in hides]
    hidden = (pl.col("area_id") == ZONE) & pl.col("period").is_in(periods)
    return Protected(system.cells.with_columns(hidden=hidden), system.sums)


def window(first, last, areas=(ZONE,)):
    """The quarters from the first of a year to the last of another, added up."""
    quarters = [f"{year}-Q{number}" for year in range(first, last + 1) for number in range(1, 5)]
    return Figure("homicide", tuple((area, quarter) for area in areas for quarter in quarters))


def gate(figures, table=None, earlier=(), told=(), parents=PARENTS):
    system = beside.system(counted() if table is None else table, figures, parents)
    return Gate(system, THRESHOLD, list(earlier), list(told))


def leaking(found):
    return {(cell["area_id"], cell["period"]) for cell in found}


def test_a_total_less_the_years_that_a_release_shows_tells_the_year_it_hides():
    before = window(2021, 2022)
    found = leaking(gate([before], earlier=[release()]).leaks([before]))
    assert {(ZONE, "2022"), (ZONE, "2022-Q4")} <= found


def test_a_total_of_years_that_are_shown_tells_nothing_new():
    told = [window(2023, 2024), window(2021, 2021)]
    assert gate(told, earlier=[release()]).leaks(told) == []


def test_a_total_over_two_hidden_years_leaves_them_open():
    fewer = counted(quarters={**QUARTERS, 2023: (4, 9, 9, 9)})
    hides = (("2022-Q4",), ("2022",), ("2023-Q1",), ("2023",))
    both = window(2022, 2023)
    found = gate([both], fewer, [release(fewer, hides)]).leaks([both])
    # 62 less 36 and 27 that are shown leave 8 for two quarters of which either may be nothing.
    assert found == []


def test_four_of_two_zones_are_four_or_fewer_of_each():
    quarter = Figure("homicide", ((ZONE, "2022-Q4"), (OTHER, "2022-Q4")))
    table = pl.concat([counted(), counted(OTHER, dict.fromkeys(QUARTERS, (0, 0, 0, 0)))])
    found = leaking(gate([quarter], table).leaks([quarter]))
    assert found == {(ZONE, "2022-Q4"), (OTHER, "2022-Q4")}


def test_nine_of_two_quarters_leave_both_open():
    half = Figure("homicide", ((ZONE, "2022-Q3"), (ZONE, "2022-Q4")))
    assert gate([half]).leaks([half]) == []


def test_another_last_day_tells_the_time_between():
    long, short = window(2021, 2022), Figure("homicide", window(2021, 2022).parts[:-1])
    first = gate([short])
    assert first.leaks([short]) == []
    assert leaking(gate([long], told=[first.protected([short])]).leaks([long])) == {(ZONE, "2022-Q4")}


def test_one_zone_more_tells_that_zone():
    table = pl.concat([counted(), counted(OTHER, {2021: (1, 0, 1, 1)})])
    one, both = window(2021, 2021), window(2021, 2021, (ZONE, OTHER))
    first = gate([one], table)
    assert first.leaks([one]) == []
    found = leaking(gate([both], table, told=[first.protected([one])]).leaks([both]))
    assert (OTHER, "2021") in found


def test_the_town_less_the_other_zones_tells_the_zone():
    parts = [counted(), counted(OTHER, {2021: (1, 0, 1, 1)}), counted(TOWN, {2021: (10, 8, 8, 10)})]
    table = pl.concat(parts)
    town = release(table.filter(pl.col("area_id") == TOWN), hides=())
    year = window(2021, 2021)
    found = leaking(gate([year], table, [town]).leaks([year]))
    assert (OTHER, "2021") in found


def test_what_can_be_told_without_it_is_not_its_doing():
    betrayed = release(hides=(("2022-Q4",),))  # the year and three quarters are shown
    told = [window(2023, 2024)]
    assert gate(told, earlier=[betrayed]).leaks(told) == []


def test_a_later_release_hides_what_would_tell_the_rest_of_what_was_told():
    """Alone, it shows the year and two of its quarters; but three quarters of it were told with 2021."""
    before = Figure("homicide", window(2021, 2022).parts[:-1])
    told = gate([before]).protected([before])
    cells = counted().with_columns(kind=pl.lit(ALL)).select(*KEY, "value")
    system = linking.link(cells, [("period", linking.by_period(cells))])
    alone = protecting.protect(system, threshold=THRESHOLD)
    along = protecting.protect(system, threshold=THRESHOLD, beside=[told])
    assert _leaks_of(alone, told) > 0
    assert _leaks_of(along, told) == 0


def _leaks_of(made, told):
    """How many hidden cells somebody tells who has the release and what was told beside it."""
    from confianza.analysis.disclosure import auditing, cube

    table = cube.of_cells(made.cells.drop("hidden"), made.sums)
    earlier = list(protecting.told_beside(made.cells, [told]))
    found = auditing.audit(table, made.cells["hidden"], threshold=THRESHOLD, earlier=earlier).leaks
    hidden = {tuple(row) for row in made.cells.filter("hidden").select(*KEY).rows()}
    mine = found.filter(pl.col("release") == 0)["cell"]
    return sum(tuple(made.cells.select(*KEY).row(int(cell))) in hidden for cell in mine)


@pytest.fixture
def open_gate():
    return gate([window(2021, 2024)], earlier=[release()])


def test_two_tables_fit_everything_and_differ_in_what_is_hidden(open_gate):
    pairs = [pair for pair in open_gate.pairs([]) if pair]
    assert pairs
    for pair in pairs:
        assert pair.high[pair.cell] - pair.low[pair.cell] == THRESHOLD
        for table in (pair.low, pair.high):
            values = open_gate.values(table)
            for year in QUARTERS:
                parts = [values["homicide", ZONE, f"{year}-Q{number}"] for number in range(1, 5)]
                assert sum(parts) == values["homicide", ZONE, str(year)]
            assert values["homicide", ZONE, "2021"] == sum(QUARTERS[2021])


def test_a_table_that_fits_keeps_what_is_told(open_gate):
    whole = window(2021, 2024)
    tables = [table for pair in open_gate.pairs([whole]) if pair for table in (pair.low, pair.high)]
    for table in tables:
        values = open_gate.values(table)
        years = sum(values["homicide", ZONE, str(year)] for year in QUARTERS)
        assert years == sum(map(sum, QUARTERS.values()))


def test_releases_that_lag_behind_say_so():
    until_2023 = counted(quarters={year: QUARTERS[year] for year in (2021, 2022, 2023)})
    assert gate([], earlier=[release(until_2023)]).is_behind
    assert not gate([], earlier=[release()]).is_behind
    assert not gate([]).is_behind
