from pathlib import Path

import pytest

from confianza.store import engines, spark_settings
from confianza.store.engines import EngineUnavailable


@pytest.fixture(autouse=True)
def nothing_is_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        engines.ENGINE,
        spark_settings.MASTER,
        spark_settings.MEMORY,
        spark_settings.SCRATCH,
        "JAVA_HOME",
    ):
        monkeypatch.delenv(name, raising=False)


def test_duckdb_is_asked_unless_another_engine_is_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    assert engines.configured() == engines.DUCKDB
    assert engines.connect().name == "duckdb"
    monkeypatch.setenv(engines.ENGINE, "spark")
    assert engines.configured() == engines.SPARK


def test_an_engine_nobody_knows_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(engines.ENGINE, "sparck")
    for ask in (engines.connect, engines.insist):
        with pytest.raises(EngineUnavailable) as refused:
            ask()
        assert (refused.value.code, refused.value.told) == ("unknown_engine", {"asked": "sparck"})


def test_where_pyspark_is_not_installed_spark_is_refused(
    monkeypatch: pytest.MonkeyPatch, no_spark_yet: None
) -> None:
    monkeypatch.setenv(engines.ENGINE, "spark")
    monkeypatch.setattr(spark_settings, "find_spec", lambda name: None)
    with pytest.raises(EngineUnavailable, match="no_pyspark"):
        engines.connect()


@pytest.mark.parametrize("lacking", ["PATH", "JAVA_HOME"])
def test_where_there_is_no_java_spark_is_refused(
    lacking: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyspark")
    monkeypatch.setenv(engines.ENGINE, "spark")
    monkeypatch.setenv(lacking, str(tmp_path))
    with pytest.raises(EngineUnavailable, match="no_java"):
        engines.insist()


def test_java_is_found_where_spark_will_look_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark")
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.touch(mode=0o755)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setenv(engines.ENGINE, "spark")
    engines.insist()


def test_duckdb_asks_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    engines.insist()


@pytest.mark.parametrize("master", ["", "local[2]", "local[*]"])
def test_on_one_machine_no_port_is_open_to_others(
    master: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(spark_settings.MASTER, master)
    told = spark_settings.settings(tmp_path)
    assert told["spark.master"] == (master or spark_settings.LOCAL_MASTER)
    assert {told["spark.driver.host"], told["spark.driver.bindAddress"]} == {"127.0.0.1"}
    assert told["spark.ui.enabled"] == "false"
    assert told["spark.driver.memory"] == spark_settings.LOCAL_MEMORY


def test_on_a_cluster_addresses_and_memory_are_left_to_spark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(spark_settings.MASTER, "spark://node-1:7077")
    told = spark_settings.settings(tmp_path)
    assert told["spark.master"] == "spark://node-1:7077"
    theirs = {"spark.driver.host", "spark.driver.bindAddress", "spark.driver.memory", "spark.local.dir"}
    assert not theirs & set(told)
    monkeypatch.setenv(spark_settings.MEMORY, "8g")
    assert spark_settings.settings(tmp_path)["spark.driver.memory"] == "8g"


def test_what_stands_between_two_steps_may_lie_where_every_node_sees_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert spark_settings.scratch() == ""
    monkeypatch.setenv(spark_settings.SCRATCH, "s3a://observatory/scratch")
    assert spark_settings.scratch() == "s3a://observatory/scratch"
