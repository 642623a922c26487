"""An engine that cannot start is a sentence and exit code 1, whatever was asked."""

import json

import pytest


@pytest.mark.parametrize(
    ("engine", "code", "says"),
    [
        ("spark", "no_java", "Spark needs Java 17; install openjdk-17-jre-headless"),
        ("sparck", "unknown_engine", "CONFIANZA_ENGINE=sparck is no engine"),
    ],
)
def test_an_engine_that_cannot_start_is_told_in_a_sentence(
    confianza, delivery, monkeypatch, no_spark_yet, tmp_path, engine, code, says
) -> None:
    pytest.importorskip("pyspark")
    confianza("ingest", delivery("01/03/2024"), "--source", "canonical_es")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setenv("CONFIANZA_ENGINE", engine)
    said = confianza("indicators")
    assert (said.exit_code, said.stdout) == (1, "")
    assert says in said.stderr
    assert json.loads(confianza("indicators", "--json").stdout)["error"]["code"] == code
