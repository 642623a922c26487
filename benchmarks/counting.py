"""Ten million claims: how long a page waits for its counts."""

import tempfile
from pathlib import Path

from benchmarks.measuring import Row, apart, median_seconds

CLAIMS = 10_000_000
DELIVERIES = 120
REPEATS = 9
AIM_SECONDS = 0.1


def run() -> list[Row]:
    """Build the store and its counts, then ask what the overview asks."""
    with tempfile.TemporaryDirectory() as folder:
        built = apart(build, folder)
        counted = apart(count, folder)
        asked = apart(ask, folder).returned
    aim = f"≤ {AIM_SECONDS:g} s"
    rows = [
        Row(f"append {CLAIMS:,} claims in {DELIVERIES} deliveries", built.seconds, "s"),
        Row("count them by month, place and kind", counted.seconds, "s"),
        Row("  peak memory of that", counted.peak_mb / 1024, "GB"),
        Row(
            "rows of counts",
            counted.returned["persons"],
            "rows",
            "claims",
            counted.returned["persons"] / CLAIMS,
        ),
        Row(
            "rows without persons",
            counted.returned["events"],
            "rows",
            "claims",
            counted.returned["events"] / CLAIMS,
        ),
    ]
    return rows + [
        Row(name, seconds, "s", "aim", seconds / AIM_SECONDS, aim, seconds <= AIM_SECONDS)
        for name, seconds in asked.items()
    ]


def build(folder: str) -> None:
    from benchmarks import workspace

    workspace.fill(Path(folder), claims=CLAIMS, deliveries=DELIVERIES)


def count(folder: str) -> dict[str, int]:
    from benchmarks import workspace
    from confianza.store import counts

    layout, country = workspace.layout(Path(folder)), workspace.territory()
    counts.refresh(layout, country)
    return {
        "persons": int(counts.table(layout, country).count().execute()),
        "events": int(counts.table(layout, country, persons=False).count().execute()),
    }


def ask(folder: str) -> dict[str, float]:
    """Return the median seconds of each question, the first asking left out."""
    from benchmarks import workspace
    from confianza.store import counts

    layout, country = workspace.layout(Path(folder)), workspace.territory()

    def homicides(*keys: str, persons: bool) -> None:
        table = counts.table(layout, country, persons=persons)
        here = table.filter(table.geography == "administrative", table.iccs.startswith("0101"))
        here.group_by([*keys]).aggregate(n=here.weight.sum()).to_polars()

    def everything(*keys: str) -> None:
        table = counts.table(layout, country, persons=False)
        here = table.filter(table.geography == "administrative")
        here.group_by([*keys]).aggregate(n=here.weight.sum()).to_polars()

    return {
        "homicides by area and month": median_seconds(
            lambda: homicides("area_id", "month", persons=False), repeats=REPEATS
        ),
        "homicides by sex and age": median_seconds(
            lambda: homicides("sex", "age_band", persons=True), repeats=REPEATS
        ),
        "all offences by area and month": median_seconds(
            lambda: everything("area_id", "month"), repeats=REPEATS
        ),
        "all offences by offence": median_seconds(
            lambda: everything("iccs", "offence_label"), repeats=REPEATS
        ),
    }
