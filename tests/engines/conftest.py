"""One Spark for the whole folder: it takes longer to start than everything that is asked of it."""

import os

import pytest

from confianza.store import engines

WITHOUT = {
    "no_pyspark": "PySpark is not installed: install the extra confianza[spark]",
    "no_java": "Spark needs Java 17: install openjdk-17-jre-headless, or name another in JAVA_HOME",
}


# Most of a short life goes to compiling well what is run a few times; this Java compiles quickly instead.
JAVA = "-XX:TieredStopAtLevel=1"


@pytest.fixture(scope="session")
def spark():
    """Spark on two cores of this machine."""
    from confianza.store import spark_settings

    try:
        spark_settings.insist()
    except engines.EngineUnavailable as lacking:
        pytest.skip(WITHOUT[lacking.code])
    settings = {spark_settings.MASTER: "local[2]", spark_settings.MEMORY: "1g", "JAVA_TOOL_OPTIONS": JAVA}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setitem(os.environ, name, value)
        return engines.connect("spark")


@pytest.fixture(params=["duckdb", "polars", "spark"])
def engine(request):
    """Each engine in turn; Polars is the independent second opinion."""
    if request.param == "polars":
        import ibis

        return ibis.polars.connect()
    if request.param == "spark":
        return request.getfixturevalue("spark")
    return engines.connect("duckdb")


@pytest.fixture(params=["duckdb", "spark"])
def configured(request, monkeypatch):
    """Each engine that can be configured, configured."""
    if request.param == "spark":
        request.getfixturevalue("spark")
    monkeypatch.setenv(engines.ENGINE, request.param)
    return request.param
