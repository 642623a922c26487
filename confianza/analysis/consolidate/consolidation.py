"""Consolidate a delivery: from the tables that were read to canonical claims that reconcile with them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import polars as pl

from confianza.analysis.consolidate import claiming, duplicates, identities, reading, report, stacking
from confianza.analysis.consolidate.delivery import (
    DUPLICATES_SCHEMA,
    LEFT_OUT_SCHEMA,
    REJECTED_SCHEMA,
    Consolidated,
    DeliveredFile,
    Limits,
    TidyTable,
    nobody,
)
from confianza.analysis.consolidate.stacking import Stack
from confianza.analysis.consolidate.values.coordinates import Bounds
from confianza.analysis.sources.profile import Profile
from confianza.analysis.vocabulary import claims
from confianza.analysis.vocabulary.problems import Problem

_LIMITS = Limits()


class _Part(NamedTuple):
    """What one stack becomes; `identities` are those of its claims."""

    claims: pl.DataFrame
    rejected: pl.DataFrame
    warned: list[Problem]
    identities: pl.DataFrame


class DoesNotReconcile(Exception):
    """Records were lost or doubled in consolidation: a defect, never a matter of the data."""


def consolidate(
    files: Sequence[DeliveredFile],
    profile: Profile,
    *,
    today: date,
    limits: Limits = _LIMITS,
    bounds: Bounds | None = None,
) -> Consolidated:
    """Read the files of one delivery with a profile and consolidate them.

    `today`: dates after it are in the future. `bounds`: west, south, east, north of the territory, in
    degrees. Raises DeliveryRefused where the delivery as a whole cannot be read.
    """
    return of_tables(reading.read(files, profile, limits=limits), profile, today=today, bounds=bounds)


def of_tables(
    told: Iterable[TidyTable], profile: Profile, *, today: date, bounds: Bounds | None = None
) -> Consolidated:
    """Consolidate tables already read: records = claims + duplicates + rejected + left out."""
    tables, stacks, rows_read = _stacked(list(told))
    places = pl.concat([stack.place for stack in stacks]) if stacks else _no_places()
    repeated = duplicates.repeats(stacks)
    warned = [problem for table in tables for problem in table.problems] + report.personal(tables, profile)
    dropped = repeated
    if profile.exact_duplicates == "keep":
        warned += _kept(repeated, places, tables)
        dropped = repeated.clear()
    parts = [_part(_without(stack, dropped["record"]), profile, today, bounds) for stack in stacks]
    described = duplicates.described(dropped, places, tables)
    result = _result(tables, profile, parts, described, warned, rows_read)
    _reconcile(result)
    return result


def _stacked(tables: list[TidyTable]) -> tuple[list[TidyTable], list[Stack], int]:
    """Return the tables without their cells, the stacks that hold these, and the number of records."""
    rows_read = sum(_records(table) for table in tables)
    stacks = stacking.stack(tables)
    return [stacking.emptied(table) for table in tables], stacks, rows_read


def _no_places() -> pl.DataFrame:
    return pl.DataFrame(
        schema={
            "_row": pl.UInt32,
            "_column": pl.String,
            "_identity": pl.UInt64,
            "record": pl.UInt32,
            "table": pl.UInt32,
        }
    )


def _kept(repeated: pl.DataFrame, places: pl.DataFrame, tables: Sequence[TidyTable]) -> list[Problem]:
    told = duplicates.described(repeated, places, tables)
    parts = told.partition_by("file", "sheet", maintain_order=True)
    return [
        Problem(
            "repeats_kept", part.height, file=part["file"][0], sheet=part["sheet"][0],
            rows=tuple(part["row"].head(report.ROWS_NAMED)), details={"files": part["file"].n_unique()},
        )
        for part in (parts if len(parts) <= report.TABLES_NAMED else [told])
    ]  # fmt: skip


def _without(stack: Stack, records: pl.Series) -> Stack:
    """Return a stack without some records."""
    gone = stack.place["record"].is_in(records.implode())
    if not gone.any():
        return stack
    return Stack(stack.tables, stack.place.filter(~gone), stack.cells.filter(~gone))


def _part(stack: Stack, profile: Profile, today: date, bounds: Bounds | None) -> _Part:
    """Return what one stack becomes. Its names are taken out first, so that nothing after that sees them."""
    personal = identities.take(stack, profile, today)
    claimed = claiming.claim(stack, profile, today=today, bounds=bounds)
    rejected = report.rejected(claimed.findings, stack, claimed.reads)
    kept = claimed.rows.drop("table")
    if rejected.height:
        kept = kept.with_row_index("position").join(rejected, on="position", how="anti").drop("position")
    warned = list(report.warnings(claimed.findings, stack, profile))
    return _Part(
        kept.select(list(claims.SCHEMA)),
        rejected.select(list(REJECTED_SCHEMA)),
        warned,
        personal.join(kept.select("record"), on="record", how="semi"),
    )


def _result(
    tables: Sequence[TidyTable],
    profile: Profile,
    parts: Sequence[_Part],
    repeated: pl.DataFrame,
    warned: list[Problem],
    rows_read: int,
) -> Consolidated:
    told = pl.concat([pl.DataFrame(schema=claims.SCHEMA), *(part.claims for part in parts)]).sort("record")
    rejected = _joined(
        REJECTED_SCHEMA, [table.rejected for table in tables] + [part.rejected for part in parts]
    )
    left_out = _joined(LEFT_OUT_SCHEMA, [table.left_out for table in tables])
    return Consolidated(
        profile=profile.name,
        series="+".join(sorted({table.series for table in tables if table.series})),
        claims=told,
        rejected=rejected,
        left_out=left_out,
        duplicates=repeated.select(list(DUPLICATES_SCHEMA)),
        warnings=(*warned, *(problem for part in parts for problem in part.warned)),
        rows_read=rows_read,
        period=_period(told["occurred_on"]),
        identities=pl.concat([nobody(), *(part.identities for part in parts)]).sort("record"),
    )


def _joined(schema: dict[str, claims.Dtype], frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat([pl.DataFrame(schema=schema), *(frame.select(list(schema)) for frame in frames)])


def _records(table: TidyTable) -> int:
    return table.cells.height + table.rejected.height + int(table.left_out["records"].sum())


def _period(days: pl.Series) -> tuple[date, date] | None:
    first, last = days.min(), days.max()
    return (first, last) if isinstance(first, date) and isinstance(last, date) else None


def _reconcile(result: Consolidated) -> None:
    told, repeated, rejected = result.claims.height, result.duplicates.height, result.rejected.height
    left_out = int(result.left_out["records"].sum())
    if told + repeated + rejected + left_out != result.rows_read:
        raise DoesNotReconcile(
            f"{result.rows_read} records were read, but {told} claims + {repeated} duplicates + "
            f"{rejected} rejected + {left_out} left out = {told + repeated + rejected + left_out}."
        )
