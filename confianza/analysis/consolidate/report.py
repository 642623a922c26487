"""Tell what was found, by file, sheet and column, as problems that a person can act on."""

import json
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from confianza.analysis.consolidate.delivery import REJECTED_SCHEMA, TidyTable
from confianza.analysis.consolidate.findings import Finding, Findings
from confianza.analysis.consolidate.stacking import Stack
from confianza.analysis.consolidate.values.columns import ColumnRead
from confianza.analysis.sources.profile import Profile
from confianza.analysis.vocabulary.problems import Problem

# How many rows and distinct values one problem names; more would be a list nobody reads.
ROWS_NAMED = 200
VALUES_NAMED = 10
# Past this many tables with the same problem, it is told once for all of them.
TABLES_NAMED = 10


def warnings(findings: Findings, stack: Stack, profile: Profile) -> Iterator[Problem]:
    """Yield one problem per kind, file, sheet and column among the records that were kept."""
    for finding in findings.of("warn"):
        reasons = _reasons(finding, profile)
        for table, found in _by_table(finding, stack):
            yield _problem(finding, table, found, reasons)


def _problem(finding: Finding, table: TidyTable, found: pl.DataFrame, reasons: dict[str, str]) -> Problem:
    examples = found["value"].drop_nulls().unique(maintain_order=True).head(VALUES_NAMED).to_list()
    return Problem(
        finding.code,
        found.height,
        file=table.file,
        sheet=table.sheet,
        rows=tuple(found["row"].head(ROWS_NAMED)),
        column=header(finding.column, table),
        value=examples[0] if examples else "",
        details={**reasons, "values": examples, "files": found["table"].n_unique()},
    )


def _reasons(finding: Finding, profile: Profile) -> dict[str, str]:
    reasons = [one.reason for one in profile.corrections if one.column == finding.column]
    told = finding.code in ("corrected", "code_rewritten", "thousands_point") and reasons
    return {"reason": " ".join(dict.fromkeys(reasons))} if told else {}


def _by_table(finding: Finding, stack: Stack) -> Iterator[tuple[TidyTable, pl.DataFrame]]:
    """Yield a finding table by table; one that runs through many tables is told once, with the first."""
    where = stack.place[finding.rows].select("table", pl.col("_row").alias("row"))
    found = where.with_columns(finding.values.alias("value"))
    parts = found.partition_by("table", maintain_order=True)
    for part in parts if len(parts) <= TABLES_NAMED else [found]:
        yield stack.tables[part["table"][0]], part


def header(column: str, table: TidyTable) -> str:
    """Return the header of a field as written in a table, or the field's own name."""
    return (table.headers or {}).get(column, column)


def rejected(findings: Findings, stack: Stack, reads: Mapping[str, ColumnRead]) -> pl.DataFrame:
    """Return the rejected records (REJECTED_SCHEMA and `position`), each with its first reason."""
    found = [
        pl.DataFrame({"position": one.rows, "value": one.values}).with_columns(
            pl.lit(one.code).alias("reason"), pl.lit(one.column).alias("field")
        )
        for one in findings.of("reject")
    ]
    if not found:
        return pl.DataFrame(schema={**REJECTED_SCHEMA, "position": pl.UInt32})
    first = pl.concat(found).unique("position", keep="first", maintain_order=True).sort("position")
    places = stack.place[first["position"]]
    tables = [stack.tables[at] for at in places["table"]]
    columns = [header(field, table) for field, table in zip(first["field"], tables, strict=True)]
    return first.with_columns(
        pl.Series("file", [table.file for table in tables], dtype=pl.String),
        pl.Series("sheet", [table.sheet for table in tables], dtype=pl.String),
        places["_row"].alias("row"),
        pl.Series("column", columns, dtype=pl.String),
        pl.Series("record", _cells(first["position"], tables, reads), dtype=pl.String),
    ).select([*REJECTED_SCHEMA, "position"])


def _cells(rows: pl.Series, tables: Sequence[TidyTable], reads: Mapping[str, ColumnRead]) -> list[str]:
    """Return the cells of rejected records as JSON under their headers, so that they can be read again."""
    written = {column: read.written(rows).to_list() for column, read in reads.items()}
    return [
        json.dumps(
            {header(column, table): texts[at] for column, texts in written.items() if texts[at] is not None},
            ensure_ascii=False,
        )
        for at, table in enumerate(tables)
    ]


def personal(tables: Sequence[TidyTable], profile: Profile) -> list[Problem]:
    """Return one warning that names the headers of personal columns, never their contents."""
    private = {field.column for field in profile.fields if field.personal}
    found = {
        written: table
        for table in tables
        for column, written in (table.headers or {}).items()
        if column in private
    }
    if not found:
        return []
    first = next(iter(found.values()))
    return [
        Problem("personal_columns", len(found), file=first.file, sheet=first.sheet, value=", ".join(found))
    ]
