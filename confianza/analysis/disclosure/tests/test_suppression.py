"""What is protected passes an audit that knows nothing of how it was."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confianza.analysis.disclosure import auditing, boxes, cube, suppression
from confianza.analysis.disclosure.cube import Dimension
from confianza.analysis.disclosure.findings import CannotProtect
from confianza.analysis.disclosure.linking import Published
from confianza.analysis.disclosure.tests.test_auditing import COUNTS, cube_of

THRESHOLD = 5


def leaks_exactly(table: cube.Cube, hidden, least: int = 0):
    return auditing.audit(table, pl.Series(hidden), threshold=THRESHOLD, least=least, exact=True).leaks


seeds = st.integers(0, 10**6)
any_zeros = st.sampled_from(["shown", "hidden"])


@given(shape=st.sampled_from([(2, 3), (3, 3)]), seed=seeds, zeros=any_zeros)
@settings(max_examples=4, deadline=None)
def test_nothing_leaks_from_any_small_table_with_zeros_or_without(shape, seed, zeros):
    protect_and_attack(shape, seed, zeros)


@pytest.mark.slow
@given(shape=st.sampled_from([(3, 4), (5, 5), (2, 3, 4)]), seed=seeds, zeros=any_zeros)
@settings(max_examples=100, deadline=None)
def test_nothing_leaks_from_any_of_a_hundred_tables(shape, seed, zeros):
    protect_and_attack(shape, seed, zeros)


def protect_and_attack(shape, seed, zeros):
    random = np.random.default_rng(seed)
    table = cube_of(random.poisson(random.gamma(0.7, 8, shape)))
    protected = suppression.protect(table, threshold=THRESHOLD, zeros=zeros)
    hidden = protected.cells["hidden"].to_numpy()
    assert protected.audit.ok
    assert hidden[suppression.small(table, THRESHOLD, zeros)].all()
    assert leaks_exactly(table, hidden).is_empty()
    if zeros == "shown":
        assert not hidden[table.values == 0].any()
        assert leaks_exactly(table, hidden, least=1).is_empty()


def test_the_table_of_the_handbook_is_protected():
    table = cube_of([[12, 3, 25, 9], [7, 14, 2, 31], [40, 8, 11, 6]])
    protected = suppression.protect(table, threshold=THRESHOLD)
    assert (protected.primary, protected.audit.ok) == (2, True)
    assert protected.complementary <= 5
    assert protected.shown["value"].null_count() == protected.primary + protected.complementary


def test_the_same_cube_gives_the_same_answer():
    table = cube_of(COUNTS)
    one, two = (suppression.protect(table, threshold=THRESHOLD).cells for _ in range(2))
    assert one.equals(two)


def test_a_cell_that_a_rule_hides_is_hidden_and_protected():
    table = cube_of([[30, 20, 30], [15, 18, 22], [25, 40, 11]])
    forced = pl.Series(np.arange(table.cells.height) == 0)
    protected = suppression.protect(table, threshold=THRESHOLD, primary=forced)
    assert protected.cells["hidden"][0]
    assert protected.complementary >= 3


def test_yesterdays_release_decides_what_may_be_hidden_today():
    before = cube_of(COUNTS)
    first = suppression.protect(before, threshold=THRESHOLD)
    today = cube_of([[3, 20, 30], [15, 18, 22], [25, 40, 4]])
    shown = Published(first.shown.select("area", "month", "value"), before.sums)
    second = suppression.protect(today, threshold=THRESHOLD, earlier=[shown])
    found = auditing.audit(today, second.cells["hidden"], threshold=THRESHOLD, earlier=[shown], exact=True)
    assert found.leaks.filter(release=0).is_empty()


def test_what_cannot_be_protected_is_refused():
    table = cube_of(COUNTS)
    told = Published(table.cells.select("area", "month", "value"), table.sums)
    with pytest.raises(CannotProtect) as refused:
        suppression.protect(table, threshold=THRESHOLD, earlier=[told])
    assert refused.value.code == "cannot_hide"


def test_a_threshold_that_hides_nothing_is_refused():
    with pytest.raises(CannotProtect, match="hides nothing"):
        suppression.protect(cube_of(COUNTS), threshold=1)


def big(shape=(20, 6, 8), hierarchy=False) -> cube.Cube:
    random = np.random.default_rng(3)
    places = np.indices(shape).reshape(3, -1)
    size = random.lognormal(0, 1.2, shape[0])[:, None, None] * random.lognormal(0, 1.2, shape[2])[None, None]
    counts = pl.DataFrame(
        {
            "area": [f"a{n:02}" for n in places[0]],
            "month": [f"m{n:02}" for n in places[1]],
            "offence": [f"o{n:02}" for n in places[2]],
            "value": random.poisson(np.broadcast_to(size * 4, shape)).ravel(),
        }
    )
    districts = {f"a{n:02}": f"d{n // 5}" for n in range(shape[0])} if hierarchy else {}
    beats = {f"a{n:02}": f"b{n % 3}" for n in range(shape[0])} if hierarchy else {}
    quarters = {f"m{n:02}": f"q{n // 3}" for n in range(shape[1])} if hierarchy else {}
    groupings = [Dimension("area", districts), *([Dimension("area", beats)] if hierarchy else [])]
    return cube.of_counts(counts, [*groupings, Dimension("month", quarters), Dimension("offence")])


@pytest.mark.parametrize("hierarchy", [False, True])
def test_boxes_protect_a_big_cube_of_one_geography_or_two(monkeypatch, hierarchy):
    monkeypatch.setattr(suppression, "BIG", 0)
    table = big(hierarchy=hierarchy)
    protected = suppression.protect(table, threshold=THRESHOLD)
    hidden = protected.cells["hidden"].to_numpy()
    assert protected.audit.ok
    assert protected.audit.cells.select((pl.col("high") - pl.col("low")).min()).item() >= THRESHOLD
    assert not hidden[table.values == 0].any()


@pytest.mark.parametrize("hierarchy", [False, True])
def test_tables_reached_by_boxes_add_up_and_show_what_is_shown(hierarchy):
    table = big((10, 6, 4), hierarchy)
    values = table.values
    hidden = (values > 0) & (values < 60)
    seen, left = boxes.Boxes(table).prove(hidden, np.ones(len(values), dtype=np.int64), THRESHOLD)
    sums = table.sums
    added = np.bincount(sums["sum"], seen.table[sums["part"]])
    totals = np.zeros(len(added))
    totals[sums["sum"]] = seen.table[sums["total"]]
    assert (added == totals).all()
    assert (seen.table[~hidden] == values[~hidden]).all()
    assert (seen.table[hidden] >= 1).all()
    assert len(left) < hidden.sum()


def test_what_boxes_have_seen_lies_within_what_programmes_allow():
    table = big((6, 4, 4))
    values = table.values
    hidden = (values > 0) & (values < 25)
    seen, _ = boxes.Boxes(table).prove(hidden, np.zeros(len(values), dtype=np.int64), THRESHOLD)
    exact = auditing.audit(table, pl.Series(hidden), threshold=THRESHOLD, exact=True).cells
    cells = exact["cell"].to_numpy()
    assert (exact["low"].to_numpy() <= seen.low[cells]).all()
    assert (exact["high"].to_numpy() >= seen.high[cells]).all()
