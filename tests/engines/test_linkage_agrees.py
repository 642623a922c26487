"""A linkage on Spark is the linkage on DuckDB: the same pairs, levels and bits, the same victims, one model.

What people are compared by takes Spark long to plan, however few they are: the whole of a linkage is slow here.
"""

import json
import os
import subprocess
import sys

import polars as pl
import pytest

from confianza.analysis.link import blocking, linking, profiles, splinking
from confianza.analysis.link.linkage import Linkage
from confianza.analysis.link.tests import invented
from confianza.store import claims, engines, spark_settings
from confianza.store.tests import told
from tests.engines import worlds

# Minutes on a free machine; a busy one may take its time.
pytestmark = pytest.mark.timeout(3600)

CLUSTER = "local-cluster[2,1,1024]"
# Sums of logarithms in another order differ in their last digits.
LAST_DIGITS = 1e-9


def linked(records: pl.DataFrame, profile: str) -> Linkage:
    with engines.for_linkage() as engine:
        return linking.run(records, profiles.get(profile), engine=engine)


def equal(here: Linkage, there: Linkage) -> None:
    assert here.pairs.height > 0
    assert here.pairs.schema == there.pairs.schema
    numbers = [name for name, kind in here.pairs.schema.items() if kind == pl.Float64]
    assert here.pairs.drop(numbers).equals(there.pairs.drop(numbers))
    apart = (here.pairs.select(numbers) - there.pairs.select(numbers)).select(pl.all().abs().max())
    assert max(apart.row(0)) < LAST_DIGITS
    assert here.victims.equals(there.victims)
    assert here.events.equals(there.events)
    assert here.review.select("record_a", "record_b").equals(there.review.select("record_a", "record_b"))
    assert here.model_hash == there.model_hash
    assert (here.low, here.high) == (there.low, there.high)


@pytest.mark.slow
@pytest.mark.usefixtures("spark")
def test_victims_are_compared_alike_on_spark(monkeypatch) -> None:
    """Every degree of likeness of the profile by one model, without the training."""
    victims = profiles.get("victims")
    told_of = invented.told(60)
    fitting, _warnings = linking.fitted(victims, victims.prepare(told_of))
    keyed = blocking.with_keys(victims.prepare(told_of), fitting.blocks)
    model, found = linking.run(told_of, victims).model, []
    for name in ("duckdb", "spark"):
        monkeypatch.setenv(engines.ENGINE, name)
        with engines.for_linkage() as engine:
            pairs = splinking.scored(keyed, fitting, model, engine, apart=True, least_weight=-6.0)
        found.append(pairs.sort("record_a", "record_b").with_columns(pl.col(pl.Float64).round(9)))
    assert found[0].height > 60
    assert found[0].rows() == found[1].rows()


@pytest.mark.slow
@pytest.mark.parametrize("names", [True, False])
def test_victims_are_linked_alike_on_spark(spark, monkeypatch, names) -> None:
    records = invented.told(60, names=names)
    monkeypatch.setenv(engines.ENGINE, "duckdb")
    on_duckdb = linked(records, "victims")
    monkeypatch.setenv(engines.ENGINE, "spark")
    equal(on_duckdb, linked(records, "victims"))


@pytest.mark.slow
def test_a_register_of_persons_is_linked_alike_on_spark(spark, monkeypatch, shared_data) -> None:
    file = shared_data / "enlace-registros" / "RLdata500.csv"
    read = pl.read_csv(file, infer_schema_length=0).rename({"rec_id": "record"})
    records = read.with_columns(source=pl.lit("one"))
    monkeypatch.setenv(engines.ENGINE, "duckdb")
    on_duckdb = linked(records, "rldata")
    monkeypatch.setenv(engines.ENGINE, "spark")
    equal(on_duckdb, linked(records, "rldata"))


def test_duckdb_links_without_an_engine_of_the_store(monkeypatch) -> None:
    monkeypatch.setenv(engines.ENGINE, "duckdb")
    with engines.for_linkage() as engine:
        assert engine is None


@pytest.mark.slow
@pytest.mark.usefixtures("spark")
def test_workers_in_other_processes_read_and_compare(tmp_path) -> None:
    """Two workers, each a process with files and memory of its own, as on a cluster."""
    layout = worlds.motley(told.store(tmp_path))
    (tmp_path / "scratch").mkdir()
    settings = {
        engines.ENGINE: "spark",
        spark_settings.MASTER: CLUSTER,
        spark_settings.MEMORY: "1g",
        spark_settings.SCRATCH: str(tmp_path / "scratch"),
    }
    command = [sys.executable, "-m", "tests.engines.on_a_cluster", str(layout.root)]
    answer = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, check=True)
    found = json.loads(answer.stdout)
    assert found["master"] == CLUSTER
    assert sum(count for _, count in found["claims"]) == claims.visible(layout).count().execute()
    assert found["levels"] == [1, 0, 0]
    assert [*(tmp_path / "scratch").rglob("*.parquet")] == []
