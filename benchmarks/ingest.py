"""A CSV of two million rows to stored claims, beside Polars that merely reads it and writes Parquet."""

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks.measuring import Measured, Row, apart, best

ROWS = 2_000_000
AIM_TIMES = 6.0
AIM_GIGABYTES = 3.0
REPEATS = 2
SOURCE = "canonical_es"


def run() -> list[Row]:
    """Measure both in processes of their own, on the same file, after it was read once."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "dos_millones.csv"
        apart(write_file, str(file))
        bare = best(apart(polars_only, str(file), folder) for _ in range(REPEATS))
        whole = best(apart(confianza, str(file), _fresh(folder)) for _ in range(REPEATS))
    if whole.returned["rows_read"] != ROWS:
        raise AssertionError(f"{whole.returned['rows_read']} of {ROWS} rows were read")
    return _rows(bare, whole)


def write_file(file: str) -> None:
    from benchmarks import synthetic

    synthetic.write_csv(synthetic.Country().rows(ROWS), Path(file))


def polars_only(file: str, folder: str) -> int:
    import polars as pl

    table = pl.read_csv(file, separator=";", infer_schema_length=10_000)
    table.write_parquet(Path(folder) / "polars.parquet")
    return table.height


def confianza(file: str, folder: str) -> dict[str, int]:
    """Consolidate and append as `confianza ingest` does: read, recode, check, seal, flush, commit."""
    from confianza.analysis.consolidate.consolidation import consolidate
    from confianza.analysis.consolidate.delivery import DeliveredFile
    from confianza.analysis.sources import catalogue
    from confianza.store import deliveries
    from confianza.store.layout import StoreLayout

    files = [DeliveredFile(Path(file).name, Path(file).read_bytes())]
    consolidated = consolidate(files, catalogue.get(SOURCE), today=date(2026, 1, 1))
    delivery = deliveries.append(
        StoreLayout(Path(folder) / "store"),
        consolidated,
        files,
        received_on=date(2026, 1, 1),
        received_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return dict(delivery.counts)


def _fresh(folder: str) -> str:
    return tempfile.mkdtemp(dir=folder)


def _rows(bare: Measured, whole: Measured) -> list[Row]:
    times, gigabytes = whole.seconds / bare.seconds, whole.peak_mb / 1024
    label = f"{ROWS:,} rows"
    return [
        Row(f"polars read_csv + write_parquet, {label}", bare.seconds, "s"),
        Row(f"confianza ingest, {label}", whole.seconds, "s", "polars", times, "≤ 6 ×", times <= AIM_TIMES),
        Row(
            "confianza, processor time", whole.processor_seconds, "s", "polars",
            whole.processor_seconds / bare.processor_seconds,
        ),
        Row("polars, peak memory", bare.peak_mb / 1024, "GB"),
        Row(
            "confianza, peak memory", gigabytes, "GB", "polars", whole.peak_mb / bare.peak_mb, "≤ 3 GB",
            gigabytes <= AIM_GIGABYTES,
        ),
    ]  # fmt: skip
