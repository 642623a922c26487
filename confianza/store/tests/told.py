"""Small deliveries for tests, as a consolidation would hand them over."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from confianza.analysis.consolidate.delivery import (
    DUPLICATES_SCHEMA,
    LEFT_OUT_SCHEMA,
    REJECTED_SCHEMA,
    Consolidated,
    DeliveredFile,
)
from confianza.analysis.vocabulary.claims import SCHEMA
from confianza.analysis.vocabulary.problems import Problem
from confianza.store import deliveries
from confianza.store.layout import StoreLayout
from confianza.store.manifests import Delivery

SOURCE = "gt_pnc_victims"
JANUARY, FEBRUARY, MARCH, APRIL = (date(2024, month, 1) for month in (1, 2, 3, 4))
NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)


def claims(days: Sequence[date | None], **columns: Any) -> pl.DataFrame:
    """One victim a day told; `columns` may give other columns, one value for all or a list."""
    frame = pl.DataFrame(
        {
            "record": range(1, len(days) + 1),
            "occurred_on": list(days),
            "date_precision": ["none" if day is None else "day" for day in days],
        },
        schema_overrides={"occurred_on": pl.Date},
    )
    given = {"grain": "victim", "weight": 1, "municipality_name": "Valle Claro"} | columns
    told = frame.with_columns(
        **{
            name: pl.Series(value) if isinstance(value, list) else pl.lit(value)
            for name, value in given.items()
        }
    )
    missing = [pl.lit(None, dtype).alias(name) for name, dtype in SCHEMA.items() if name not in told.columns]
    return told.with_columns(missing).select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())


def consolidated(
    told: pl.DataFrame,
    *,
    source: str = SOURCE,
    series: str = "",
    rejected: Sequence[Mapping[str, Any]] = (),
    left_out: Sequence[Mapping[str, Any]] = (),
) -> Consolidated:
    """What a consolidation gives for these claims."""
    dated: list[date] = sorted(told["occurred_on"].drop_nulls())
    kept_out = pl.DataFrame(left_out, schema=dict(LEFT_OUT_SCHEMA))
    return Consolidated(
        profile=source,
        series=series,
        claims=told,
        rejected=pl.DataFrame(rejected, schema=dict(REJECTED_SCHEMA)),
        left_out=kept_out,
        duplicates=pl.DataFrame(schema=dict(DUPLICATES_SCHEMA)),
        warnings=(),
        rows_read=len(told) + len(rejected) + int(kept_out["records"].sum()),
        period=(dated[0], dated[-1]) if dated else None,
    )


def problem(code: str) -> Problem:
    """What was noticed in a delivery."""
    return Problem(code, 1, file="enero.csv", value="nombre")


def file(name: str = "enero.csv", content: bytes = b"fecha\n01/01/2024\n") -> DeliveredFile:
    return DeliveredFile(name, content)


def deliver(
    layout: StoreLayout,
    days: Sequence[date | None],
    *,
    content: str,
    received_on: date = date(2024, 6, 1),
    office: str = "",
    replaces: str | None = None,
    source: str = SOURCE,
    **columns: Any,
) -> Delivery:
    """Append a delivery with one victim a day; `content` stands for its bytes."""
    return deliveries.append(
        layout,
        consolidated(claims(days, **columns), source=source),
        [file(f"{content}.csv", content.encode())],
        office=office,
        received_on=received_on,
        received_at=NOON,
        replaces=replaces,
    )


def store(folder: Path) -> StoreLayout:
    """The layout of a store inside a workspace folder."""
    return StoreLayout(folder / "store")
