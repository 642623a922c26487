"""The audit against every whole table there is, and against attackers with more than one table."""

from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from confianza.analysis.disclosure import auditing, cube
from confianza.analysis.disclosure.cube import Dimension
from confianza.analysis.disclosure.findings import CannotProtect
from confianza.analysis.disclosure.linking import Published

MOST = 9
NAMES = ("area", "month", "offence")


def cube_of(values) -> cube.Cube:
    values = np.asarray(values)
    places = np.indices(values.shape).reshape(values.ndim, -1)
    columns = {name: [f"{name[0]}{n}" for n in place] for name, place in zip(NAMES, places, strict=False)}
    counts = pl.DataFrame(columns | {"value": values.ravel()})
    return cube.of_counts(counts, [Dimension(name) for name in columns])


def every_table(table: cube.Cube, hidden: np.ndarray):
    """Yield all whole tables that fit what is shown, of cells up to MOST, by trying every one."""
    leaves = np.flatnonzero(~table.totals & hidden)
    groups = [
        (int(key[0]), rows["part"].to_numpy())
        for key, rows in table.sums.group_by("total", "sum", maintain_order=True)
    ]
    for tried in product(range(MOST + 1), repeat=len(leaves)):
        values = np.where(hidden, -1, table.values).astype(int)
        values[leaves] = tried
        if _filled(values, groups):
            yield values


def _filled(values: np.ndarray, groups) -> bool:
    """Work out the hidden totals; say whether everything adds up."""
    for _ in range(4):
        for total, parts in groups:
            if values[total] < 0 and (values[parts] >= 0).all():
                values[total] = values[parts].sum()
    return all(values[total] == values[parts].sum() for total, parts in groups)


shapes = st.sampled_from([(2, 2), (2, 3), (3, 2), (2, 2, 2)])


@given(shape=shapes, data=st.data())
@settings(max_examples=12, deadline=None)
def test_no_interval_differs_from_that_of_all_whole_tables(shape, data):
    compare_with_every_table(shape, data)


@pytest.mark.slow
@given(shape=shapes, data=st.data())
@settings(max_examples=400, deadline=None)
def test_no_interval_of_hundreds_of_tables_differs_from_that_of_all_whole_tables(shape, data):
    compare_with_every_table(shape, data)


def compare_with_every_table(shape, data):
    values = data.draw(
        st.lists(st.integers(0, 3), min_size=int(np.prod(shape)), max_size=int(np.prod(shape)))
    )
    table = cube_of(np.array(values).reshape(shape))
    leaves = np.flatnonzero(~table.totals)
    chosen = data.draw(st.sets(st.sampled_from(leaves.tolist()), min_size=1, max_size=4))
    hidden = np.zeros(table.cells.height, dtype=bool)
    hidden[list(chosen)] = True
    if data.draw(st.booleans()):
        hidden[data.draw(st.sampled_from(np.flatnonzero(table.totals).tolist()))] = True
    found = auditing.audit(table, pl.Series(hidden), threshold=5)
    tables = np.array(list(every_table(table, hidden)))
    for cell, low, high in found.cells.select("cell", "low", "high").iter_rows():
        seen = tables[:, cell]
        assume(seen.max() < MOST or np.isinf(high) or high <= MOST)
        assert low == seen.min()
        # Enumeration ends at MOST a leaf: beyond, the audit may see farther, never less far.
        assert high == seen.max() or (high > seen.max() and tables.max() >= MOST)


def test_whole_numbers_tell_more_than_a_linear_programme_does():
    # x + y = 1, y + z = 1, z + x = w with 0 ≤ w ≤ 1: halves fit w = 1, whole numbers only w = 0 and 2
    cells = pl.DataFrame(
        {"key": ["x", "y", "z", "w", "xy", "yz", "cap", "rest"], "value": [0, 1, 0, 0, 1, 1, 1, 1]}
    )
    sums = cube.sums_of([(4, [0, 1]), (5, [1, 2]), (3, [0, 2]), (6, [3, 7])])
    hidden = pl.Series([True, True, True, True, False, False, False, True])
    found = auditing.audit(cube.of_cells(cells, sums), hidden, threshold=2).cells
    assert found.filter(pl.col("cell") == 3).select("low", "high").row(0) == (0.0, 0.0)
    assert found["whole"].all()


def hides(table: cube.Cube, *keys) -> pl.Series:
    told = table.cells.select(table.keys).rows()
    return pl.Series([key in keys for key in told])


def published(table: cube.Cube, *keys) -> Published:
    flags = hides(table, *keys)
    return Published(
        table.cells.select(*table.keys, value=pl.when(flags).then(None).otherwise(pl.col("value")))
    )


BOX = (("a0", "m0"), ("a0", "m1"), ("a1", "m0"), ("a1", "m1"))
OTHER_BOX = (("a0", "m0"), ("a0", "m2"), ("a2", "m0"), ("a2", "m2"))
COUNTS = [[3, 20, 30], [15, 18, 22], [25, 40, 11]]


def test_each_of_two_releases_is_safe_and_both_together_are_not():
    table = cube_of(COUNTS)
    assert auditing.audit(table, hides(table, *BOX), threshold=5).ok
    assert auditing.audit(table, hides(table, *OTHER_BOX), threshold=5).ok
    both = auditing.audit(table, hides(table, *OTHER_BOX), threshold=5, earlier=[published(table, *BOX)])
    assert both.leaks.filter(release=0)["low"].to_list() == [3.0, 30.0, 25.0, 11.0]
    assert both.leaks.filter(release=1)["width"].to_list() == [0.0, 0.0, 0.0, 0.0]


def test_yesterdays_pattern_hidden_again_tells_nothing_new():
    table = cube_of(COUNTS)
    again = auditing.audit(table, hides(table, *BOX), threshold=5, earlier=[published(table, *BOX)])
    assert again.ok
    assert again.earlier.height == again.cells.height == 4


def test_one_late_registration_gives_a_cell_away_to_who_saw_it_yesterday():
    before, today = cube_of(COUNTS), cube_of([[4, 21, 30], [15, 18, 22], [25, 40, 11]])
    found = auditing.audit(today, hides(today, *BOX), threshold=5, earlier=[published(before, *OTHER_BOX)])
    # a0 grew by 2, m0 and m1 by 1 each: both late cases are of a0, whose m1 was 20
    leak = found.leaks.filter((pl.col("release") == 0) & (pl.col("cell") == 1)).row(0, named=True)
    assert (leak["low"], leak["high"]) == (21.0, 21.0)


def test_a_cell_is_no_wider_than_what_its_total_grew_by():
    before, today = cube_of(COUNTS), cube_of([[5, 21, 30], [16, 20, 22], [25, 40, 11]])
    found = auditing.audit(today, hides(today, *BOX), threshold=5, earlier=[published(before, *OTHER_BOX)])
    # a0·m1 was 20; a0 grew by 3, m1 by 3: 20 to 23
    leak = found.leaks.filter((pl.col("release") == 0) & (pl.col("cell") == 1)).row(0, named=True)
    assert (leak["low"], leak["high"]) == (20.0, 23.0)


def test_where_a_published_figure_shrank_only_what_stayed_beside_it_is_concluded():
    before, today = cube_of([[3, 20, 30], [15, 18, 22], [26, 40, 11]]), cube_of(COUNTS)
    found = auditing.audit(today, hides(today, *BOX), threshold=5, earlier=[published(before, *OTHER_BOX)])
    # m0 shrank and a2 with it; a0, a1, m1 and m2 stayed, and with them all that they are made of
    assert found.leaks.filter(release=0).select("low", "high").rows()[1] == (20.0, 20.0)
    lower = cube_of([[3, 20, 30], [15, 18, 22], [25, 39, 11]])
    both_shrank = cube_of([[4, 22, 30], [16, 19, 22], [25, 40, 11]])
    found = auditing.audit(
        lower, hides(lower, *BOX), threshold=5, earlier=[published(both_shrank, *OTHER_BOX)]
    )
    assert found.leaks.filter(release=0).is_empty()


def test_a_new_area_is_told_by_subtracting_yesterdays_total():
    before, today = cube_of(COUNTS[:2]), cube_of(COUNTS)
    # Yesterday told nothing of a0 and a1 but what they had together; today a2 is in the total as well.
    together = pl.when(area="total").then("value")
    shown_then = Published(before.cells.select("area", "month", value=together), before.sums)
    hidden = hides(today, ("a2", "m0"), ("a1", "m0"), ("a1", "m2"), ("a2", "m2"))
    assert auditing.audit(today, hidden, threshold=5).ok
    found = auditing.audit(today, hidden, threshold=5, earlier=[shown_then])
    assert not found.ok
    # 43 - 18 = 25 and 63 - 52 = 11 are those of a2, and what is left of its months those of a1.
    leaks = found.leaks.filter(release=0).select("cell", "low", "high").rows()
    assert leaks == [(4, 15.0, 15.0), (6, 22.0, 22.0), (8, 25.0, 25.0), (10, 11.0, 11.0)]


def test_months_of_one_release_and_the_year_of_another_give_the_hidden_month_away():
    months = {f"2026-{month:02}": "2026" for month in range(1, 13)}
    counts = pl.DataFrame(
        {"area": ["x"] * 12 + ["y"] * 12, "month": [*months] * 2, "value": [3, *[10] * 11, *[12] * 12]}
    )
    table = cube.of_counts(counts, [Dimension("area"), Dimension("month", months, total="")])
    hidden = hides(table, ("x", "2026-01"), ("x", "2026"), ("y", "2026-01"), ("y", "2026"))
    assert auditing.audit(table, hidden, threshold=5).ok
    year = Published(table.cells.filter(pl.col("month") == "2026").select("area", "month", "value"))
    found = auditing.audit(table, hidden, threshold=5, earlier=[year])
    leak = found.leaks.filter(cell=0).row(0, named=True)
    assert (leak["low"], leak["high"]) == (3.0, 3.0)


def test_who_knows_that_zeros_are_shown_knows_a_little_more():
    table = cube_of([[3, 2], [2, 3]])
    everything = hides(table, ("a0", "m0"), ("a0", "m1"), ("a1", "m0"), ("a1", "m1"))
    assert auditing.audit(table, everything, threshold=5).cells["low"].to_list() == [0.0] * 4
    knowing = auditing.audit(table, everything, threshold=5, least=1)
    assert knowing.cells.select("low", "high").rows() == [(1.0, 4.0)] * 4
    assert knowing.leaks.height == 4


def test_in_the_worst_case_a_small_cell_leaks_only_when_its_value_is_certain():
    table = cube_of([[3, 20], [14, 22]])
    hidden = hides(table, *BOX)
    small = hides(table, ("a0", "m0"))
    known = auditing.audit(table, hidden, threshold=5, known_small=small)
    assert known.cells.filter(cell=0).select("low", "high").row(0) == (1.0, 4.0)
    assert known.ok


def test_a_cell_that_nothing_bounds_is_infinite():
    table = cube_of([[3, 20], [14, 22]])
    everything = pl.Series([True] * table.cells.height)
    found = auditing.audit(table, everything, threshold=5)
    assert np.isinf(found.cells["high"].to_numpy()).all()
    assert found.ok


@pytest.mark.parametrize(
    ("values", "hidden", "code"),
    [([4, 5, 3], [False, False, False], "sums_disagree"), ([1, 5, 3], [True, False, False], "contradiction")],
)
def test_figures_that_do_not_add_up_are_refused(values, hidden, code):
    cells = pl.DataFrame({"key": ["a", "b", "both"], "value": values})
    with pytest.raises(CannotProtect) as refused:
        auditing.audit(cube.of_cells(cells, cube.sums_of([(2, [0, 1])])), pl.Series(hidden), threshold=5)
    assert refused.value.code == code
