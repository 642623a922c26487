"""The same questions about the same store, on several engines: all must give the same answer.

DuckDB is what Confianza runs on, Spark what a national node runs on; Polars is the independent second opinion.
"""

import threading
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import polars as pl
import pytest

from confianza.analysis.indicators import coverage, registry
from confianza.analysis.indicators.filters import Filters
from confianza.analysis.indicators.indicator import Indicator
from confianza.analysis.indicators.tabulation import tabulate
from confianza.analysis.link import blocking, profiles, splinking
from confianza.analysis.link.profile import Block, Comparison, Level
from confianza.analysis.quality import measures
from confianza.analysis.territory.areas import Territory
from confianza.store import claims, counts, engines, linkable, spark_settings
from confianza.store.layout import StoreLayout
from confianza.store.tests import told
from confianza.store.tests.told import APRIL, FEBRUARY, JANUARY, MARCH
from confianza.web.observatory import queries
from confianza.web.observatory.tests import encinos
from tests.engines import worlds
from tests.engines.worlds import DAYS

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


# --- a motley store: gaps, odd texts, old days, large numbers ------------------------------------------


@pytest.fixture(scope="module")
def motley(tmp_path_factory: pytest.TempPathFactory) -> StoreLayout:
    return worlds.motley(told.store(tmp_path_factory.mktemp("motley")))


@pytest.mark.parametrize("as_of", [*DAYS, None])
def test_engines_agree_on_every_value_of_a_motley_store(
    motley: StoreLayout, engine: ibis.BaseBackend, as_of: date | None
) -> None:
    read = rows(engine.to_polars(claims.visible(motley, as_of, engine)))
    assert read == rows(claims.visible(motley, as_of, engines.connect("duckdb")).to_polars())
    assert len(read) > worlds.CLAIMS / 2


QUESTIONS: dict[str, tuple[str | Indicator, list[str], dict[str, Any]]] = {
    "area and month": ("all_offences", ["area", "month"], {}),
    "area and quarter, each source": ("homicide", ["area", "quarter", "source"], {}),
    "year, sex and age": ("homicide", ["year", "sex", "age_band"], {"level": "municipality"}),
    "a word of the source": (
        "femicide",
        ["area", "offence", "mechanism"],
        {"first": JANUARY, "last": APRIL},
    ),
    "women of one town": ("homicide", ["month"], {"area": "municipality-encinos", "sex": "female"}),
    "an intent": (replace(registry.get("suicide"), sources=()), ["area", "mechanism"], {}),
    "no source brings it": ("trust", ["area"], {}),
    "the police's map": ("all_offences", ["area", "year"], {"geography": "police"}),
}


@pytest.mark.parametrize("asked", QUESTIONS)
def test_engines_agree_on_an_indicator(motley: StoreLayout, spark: ibis.BaseBackend, asked: str) -> None:
    named, by, narrowed = QUESTIONS[asked]
    filters = Filters(indicator=registry.get(named) if isinstance(named, str) else named, **narrowed)
    on_duckdb, on_spark = (
        tabulated(motley, engine, by, filters) for engine in (engines.connect("duckdb"), spark)
    )
    assert on_spark.columns == on_duckdb.columns
    assert on_spark.rows() == on_duckdb.rows()
    assert (on_duckdb["count"].drop_nulls().sum() > 0) != bool(filters.indicator.awaits)


def test_engines_agree_on_what_every_source_speaks_of(motley: StoreLayout, spark: ibis.BaseBackend) -> None:
    told_of = [
        coverage.of(counts.table(motley, worlds.towns(), engine=engine), worlds.towns(), "administrative")
        for engine in (engines.connect("duckdb"), spark)
    ]
    first, second = ((rows(each.areas), rows(each.months), each.heart) for each in told_of)
    assert first == second
    assert len(first[0]) > 2


def test_engines_agree_on_the_quality_of_every_source(motley: StoreLayout, spark: ibis.BaseBackend) -> None:
    on_duckdb, on_spark = (
        {source: plain(asdict(measured)) for source, measured in measures.measure(table).items()}
        for table in (claims.visible(motley, engine=engine) for engine in (engines.connect("duckdb"), spark))
    )
    assert on_spark == on_duckdb
    assert set(on_duckdb) == {"gt_pnc_victims", "canonical_es"}


def test_engines_agree_on_the_records_to_be_linked(motley: StoreLayout, spark: ibis.BaseBackend) -> None:
    on_duckdb, on_spark = (
        linkable.gather(motley, worlds.towns(), engine=engine)
        for engine in (engines.connect("duckdb"), spark)
    )
    assert rows(on_spark) == rows(on_duckdb)
    assert on_duckdb["record"].is_unique().all()
    assert len(on_duckdb) > worlds.CLAIMS / 2


def test_engines_compare_records_alike(spark: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One scoring with a given model; the whole of a linkage is in test_linkage_agrees.

    On a cluster the steps pass through a shared folder; of names, nothing is left there.
    """
    monkeypatch.setenv(spark_settings.SCRATCH, str(tmp_path))
    levels = (
        Level("the same", "exact", ("name",), 0.8, 0.01, frequency="name"),
        Level("nearly", "jaro_winkler", ("name",), 0.15, 0.02, 0.9),
        Level("a word in common", "shared", ("words",), 0.04, 0.05, 1),
    )
    comparison = Comparison("name", missing=("name",), levels=levels, else_m=0.01, else_u=0.92)
    numbers = [{"m": level.m, "u": level.u} for level in levels] + [{"m": 0.01, "u": 0.92}]
    names = ["marta", "martha", "ana rosa", "rosa", "rosa", None, "pedro", "petro"]
    records = pl.DataFrame({"record": [*"abcdefgh"], "source": "one", "name": names, "year": "2024"})
    records = records.with_columns(words=pl.col("name").str.split(" "))
    model = {"prior": 0.05, "comparisons": {"name": {"levels": numbers}}}
    profile = replace(profiles.get("rldata"), comparisons=(comparison,), blocks=(Block(("year",)),))
    keyed = blocking.with_keys(records, profile.blocks)
    found = []
    for engine in ("duckdb", "spark"):
        monkeypatch.setenv(engines.ENGINE, engine)
        with engines.for_linkage() as api:
            pairs = splinking.scored(keyed, profile, model, api, apart=False, least_weight=-20.0)
            passed = [*tmp_path.rglob("*.parquet")]
        found.append(pairs.sort("record_a", "record_b").with_columns(pl.col(pl.Float64).round(9)).rows())
    assert passed
    assert [*tmp_path.rglob("*.parquet")] == []
    assert found[0] == found[1]
    level = {row[:2]: row[3] for row in found[0]}
    wanted = {("d", "e"): 3, ("a", "b"): 2, ("c", "d"): 1, ("a", "g"): 0, ("a", "f"): -1}
    assert {pair: level[pair] for pair in wanted} == wanted


# --- the whole way: files of a police and a hospital, asked as pages and the command line ask ------------


@pytest.fixture
def town(workspace, db):
    """Encinos, with its map and six and a half years of deliveries."""
    from confianza.web.audit.actions import COMMAND_LINE
    from confianza.web.territory.actions import importing

    importing.import_files(files=[encinos.boundaries()], wishes=importing.Wishes(), by=COMMAND_LINE)
    for delivery in encinos.DELIVERIES:
        encinos.deliver(*delivery)


@pytest.mark.usefixtures("configured", "town")
def test_the_figures_of_a_town_are_the_known_ones_by_configuration_alone() -> None:
    zones = queries.indicator_rows(by=["area", "year"], offence="homicide", filters={"level": "zone"})
    known = {(row["area"], row["period"]): row["count"] for row in zones}
    assert [known[f"Zona {zone}", "2025"] for zone in (1, 2, 3)] == [24, 12, 0]
    assert known["Zona 1", "2026"] == 6 * 2 + 5
    beside = queries.indicator_rows(by=["year", "source"], offence="homicide", filters={"area": "Encinos"})
    assert {tuple(row["sources"]): row["count"] for row in beside if row["period"] == "2026"} == {
        ("gt_pnc_victims",): 23,
        ("canonical_es/Hospital de Encinos",): 20,
    }


@pytest.mark.slow
@pytest.mark.usefixtures("configured", "town")
def test_a_page_of_figures_is_the_same_by_configuration_alone() -> None:
    answer = queries.answer(queries.Question())
    assert (answer.change.now, answer.change.before) == (23, 18)
    assert {row.place.area_id: row.figure.count for row in answer.areas} == {
        encinos.ZONE_1: 17, encinos.ZONE_2: 6, encinos.ZONE_3: 0,
    }  # fmt: skip


@pytest.mark.usefixtures("configured", "workspace", "db")
def test_without_a_territory_places_are_those_told_on_every_engine() -> None:
    encinos.deliver(*encinos.DELIVERIES[0])
    told_by = queries.indicator_rows(by=["area", "year"], offence="homicide")
    assert {(row["area"], row["period"], row["count"]) for row in told_by} == {
        ("Encinos", str(year), 36) for year in range(2021, 2026)
    }


# --- Spark itself ------------------------------------------------------------------------------------


def test_spark_reads_files_whatever_their_folder_is_called(tmp_path: Path, spark: ibis.BaseBackend) -> None:
    folder = tmp_path / "oficina [1] {a,b} ¿qué?" / "source=zz"
    folder.mkdir(parents=True)
    files = [folder / f"{name}.parquet" for name in ("uno", "dos")]
    for number, file in enumerate(files):
        pl.DataFrame({"n": [number]}, schema={"n": pl.UInt32}).write_parquet(file)
    table = engines.scan(spark, files)
    assert table.columns == ("n",)
    assert sorted(table.to_polars()["n"]) == [0, 1]
    assert engines.scan(spark, files) is table


def test_whole_numbers_with_gaps_stay_whole_on_spark(tmp_path: Path, spark: ibis.BaseBackend) -> None:
    large = 2**53 + 1
    pl.DataFrame({"n": [large, None]}).write_parquet(tmp_path / "n.parquet")
    assert engines.scan(spark, [tmp_path / "n.parquet"]).to_polars()["n"].to_list() == [large, None]


def test_a_view_not_used_for_long_is_dropped_from_spark(
    tmp_path: Path, spark: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "SCANS_KEPT", 1)
    for name in ("a", "b"):
        pl.DataFrame({"value": [1]}).write_parquet(tmp_path / f"{name}.parquet")
    first, second = (engines.scan(spark, [tmp_path / f"{name}.parquet"]) for name in ("a", "b"))
    assert first.get_name() not in spark.list_tables()
    assert second.get_name() in spark.list_tables()


def test_many_threads_ask_spark_at_once(motley: StoreLayout, spark: ibis.BaseBackend) -> None:
    found: list[int] = []

    def ask() -> None:
        table = claims.visible(motley, engine=engines.connect("spark"))
        found.append(int(table.count().to_pyarrow().as_py()))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [int(claims.visible(motley, engine=spark).count().to_pyarrow().as_py())] * 3


@pytest.mark.usefixtures("spark")
def test_a_spark_that_does_not_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyspark import SparkContext

    from confianza.store import spark

    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho 'Error: this Java is of another age' >&2\nexit 1\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setattr(SparkContext, "_gateway", None)
    monkeypatch.setattr(spark, "_sessions", {})
    with pytest.raises(engines.EngineUnavailable) as refused:
        engines.connect("spark")
    assert refused.value.code == "spark_failed"
    assert "another age" in refused.value.told["cause"]


def tabulated(layout: StoreLayout, engine: ibis.BaseBackend, by: list[str], filters: Filters) -> pl.DataFrame:
    table = counts.table(layout, worlds.towns(), engine=engine)
    return tabulate(table, worlds.towns(), by=by, filters=filters)


def rows(table: pl.DataFrame) -> list[tuple[Any, ...]]:
    """The rows in an order that does not hang on the engine."""
    texts = table.with_columns(pl.col(pl.Categorical).cast(pl.String))
    return texts.sort(texts.columns, nulls_last=True).rows()


def plain(value: Any) -> Any:
    """Parts of a measurement with tables as rows, which can be compared."""
    if isinstance(value, pl.DataFrame):
        return rows(value)
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list | tuple) else value
