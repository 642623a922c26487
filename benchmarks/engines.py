"""Ten million claims asked on DuckDB and on Spark with two cores of this machine: when is a cluster worth it?

Spark's own start is told apart: a service pays it once. Each question is asked once to warm up, as a service
that has been running is.
"""

import os
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.measuring import Row, apart, median_seconds

CLAIMS = 10_000_000
DELIVERIES = 120
REPEATS = 3
ENGINES = ("duckdb", "spark")
# Asking Spark is told in the same process as its start; Java's memory is not in that process's own.
SPARK_MEMORY = "3g"


def run() -> list[Row]:
    """Build the store once, then ask each engine the same."""
    with tempfile.TemporaryDirectory() as folder:
        apart(build, folder)
        told = {engine: apart(ask, folder, engine).returned for engine in ENGINES}
    began = Row("start Spark", told["spark"].pop("start"), "s")
    told["duckdb"].pop("start")
    return [began] + [
        Row(f"{question}, on Spark", seconds, "s", "DuckDB", seconds / told["duckdb"][question])
        for question, seconds in told["spark"].items()
    ]


def build(folder: str) -> None:
    from benchmarks import workspace
    from confianza.store import counts

    workspace.fill(Path(folder), claims=CLAIMS, deliveries=DELIVERIES)
    counts.refresh(workspace.layout(Path(folder)), workspace.territory())


def ask(folder: str, engine: str) -> dict[str, float]:
    """Return the median seconds of each question, the first asking left out."""
    os.environ["CONFIANZA_ENGINE"] = engine
    os.environ["CONFIANZA_SPARK_MEMORY"] = SPARK_MEMORY
    from benchmarks import workspace
    from confianza.analysis.quality import completeness
    from confianza.store import claims, counts, engines

    layout, country = workspace.layout(Path(folder)), workspace.territory()
    began = time.perf_counter()
    engines.connect()
    start = time.perf_counter() - began

    def claims_by_month() -> Any:
        told = claims.visible(layout)
        dated = told.mutate(month=told.occurred_on.truncate("M"))
        keys = ["month", "municipality_code", "iccs", "sex"]
        return dated.group_by(keys).aggregate(n=dated.weight.sum()).to_polars()

    def what_is_missing() -> Any:
        return completeness.of(claims.visible(layout))

    def homicides_by_area() -> Any:
        table = counts.table(layout, country, persons=False)
        here = table.filter(table.geography == "administrative", table.iccs.startswith("0101"))
        return here.group_by(["area_id", "month"]).aggregate(n=here.weight.sum()).to_polars()

    return {
        "start": start,
        "10M claims by month, town, offence and sex": median_seconds(claims_by_month, repeats=REPEATS),
        "what is missing in 10M claims": median_seconds(what_is_missing, repeats=REPEATS),
        "homicides by area and month, from the counts": median_seconds(homicides_by_area, repeats=REPEATS),
    }
