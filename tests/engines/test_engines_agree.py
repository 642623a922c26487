"""The same expressions over the same store, on several engines: all must give the same answer.

DuckDB is what Confianza runs on, Spark what a national node runs on; Polars is the independent second opinion.
"""

from datetime import date
from pathlib import Path

import ibis
import polars as pl
import pytest

from confianza.analysis.territory.areas import Territory
from confianza.store import claims, counts
from confianza.store.layout import StoreLayout
from confianza.store.tests import told
from confianza.store.tests.told import APRIL, FEBRUARY, JANUARY, MARCH

DAYS = (date(2024, 6, 1), date(2024, 6, 2), date(2024, 6, 3))
FIRST, SECOND, THIRD = "00001-gt_pnc_victims", "00002-gt_pnc_victims", "00003-gt_pnc_victims"

# Claims visible on each day, worked out by hand: the second file tells February again, the third is new.
EXPECTED = {
    DAYS[0]: {(FIRST, None): 2, (FIRST, JANUARY): 4, (FIRST, FEBRUARY): 4},
    DAYS[1]: {(FIRST, None): 2, (FIRST, JANUARY): 4, (SECOND, FEBRUARY): 3, (SECOND, MARCH): 1},
    DAYS[2]: {
        (FIRST, None): 2, (FIRST, JANUARY): 4, (SECOND, FEBRUARY): 3, (SECOND, MARCH): 1, (THIRD, APRIL): 5,
    },
}  # fmt: skip


@pytest.fixture
def layout(tmp_path: Path) -> StoreLayout:
    store = told.store(tmp_path)
    files = ([JANUARY] * 4 + [FEBRUARY] * 4 + [None, None], [FEBRUARY] * 3 + [MARCH], [APRIL] * 5)
    for number, (days, received_on) in enumerate(zip(files, DAYS, strict=True)):
        told.deliver(store, days, content=str(number), received_on=received_on, sex="female", age_from=30)
    return store


def tallied(
    engine: ibis.BaseBackend, table: ibis.Table, *keys: str, value: str
) -> dict[tuple[object, ...], float]:
    summed = engine.to_polars(table.group_by(list(keys)).aggregate(total=table[value].sum()))
    return {tuple(row[:-1]): row[-1] for row in summed.select(*keys, "total").iter_rows()}


@pytest.mark.parametrize("as_of", DAYS)
def test_engines_agree_on_the_claims_visible_on_a_date(
    layout: StoreLayout, engine: ibis.BaseBackend, as_of: date
) -> None:
    table = claims.visible(layout, as_of, engine).mutate(month=ibis._.occurred_on.truncate("M"))
    assert tallied(engine, table, "delivery", "month", value="weight") == EXPECTED[as_of]


@pytest.mark.parametrize("persons", [True, False])
@pytest.mark.parametrize("as_of", DAYS)
def test_engines_agree_on_the_counts_visible_on_a_date(
    layout: StoreLayout, engine: ibis.BaseBackend, persons: bool, as_of: date
) -> None:
    table = counts.table(layout, Territory.empty(), as_of, engine, persons=persons)
    police = table.filter(table.geography == "police")
    assert tallied(engine, police, "delivery", "month", value="weight") == EXPECTED[as_of]


def test_engines_agree_on_an_empty_store(tmp_path: Path, engine: ibis.BaseBackend) -> None:
    store = told.store(tmp_path)
    assert engine.to_polars(claims.visible(store, engine=engine)).is_empty()
    assert engine.to_polars(counts.table(store, Territory.empty(), engine=engine)).is_empty()


def test_engines_agree_on_every_value_of_a_claim(layout: StoreLayout, engine: ibis.BaseBackend) -> None:
    table = engine.to_polars(claims.visible(layout, engine=engine))
    assert tuple(table.columns) == claims.COLUMNS
    expected = pl.concat([pl.read_parquet(layout.claims_of(name)) for name in (FIRST, SECOND, THIRD)])
    february = (pl.col("delivery") == FIRST) & (pl.col("occurred_on") == FEBRUARY)
    visible = expected.filter(february.not_() | february.is_null()).select(claims.COLUMNS)
    as_text = pl.col(pl.Categorical).cast(pl.String)
    order = ["delivery", "record"]
    assert table.with_columns(as_text).sort(order).rows() == visible.with_columns(as_text).sort(order).rows()
