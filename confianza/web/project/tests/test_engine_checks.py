import pytest
from django.core import checks as django_checks
from django.utils import translation

from confianza.store import engines
from confianza.store.engines import EngineUnavailable
from confianza.web.project import checks, engine_checks


def said() -> list[str]:
    with translation.override("en"):
        return [finding.msg for finding in engine_checks.the_engine_is_there(None)]


def test_duckdb_is_always_there(monkeypatch):
    monkeypatch.delenv(engines.ENGINE, raising=False)
    assert said() == []


def test_an_engine_nobody_knows_stops_whatever_serves(monkeypatch):
    monkeypatch.setenv(engines.ENGINE, "oracle")
    assert said() == ["CONFIANZA_ENGINE=oracle is no engine; write duckdb or spark."]
    with pytest.raises(checks.Unsound, match="oracle"):
        checks.insist()


def test_spark_without_java_is_told_before_anybody_asks_for_a_figure(monkeypatch, tmp_path):
    pytest.importorskip("pyspark")
    monkeypatch.setenv(engines.ENGINE, "spark")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    (sentence,) = said()
    assert "Java 17" in sentence
    found = django_checks.run_checks(tags=[checks.TAG])
    assert "confianza.E003" in {finding.id for finding in found}


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("unknown_engine", {"asked": "x"}),
        ("no_pyspark", {}),
        ("no_java", {}),
        ("spark_failed", {"master": "spark://node-1:7077", "cause": "%s refused"}),
    ],
)
def test_every_lack_has_a_sentence_with_its_details(code, told, language):
    sentence = engine_checks.sentence(EngineUnavailable(code, **told))
    assert all(detail in sentence for detail in told.values())
    assert len(sentence.split()) > 4
