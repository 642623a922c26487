"""Read delivered files as tables of text under a profile's fields: the first half of consolidation.

bytes → members of archives → tables → header → records, totals, notes → one row per record. Values are read
later.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import polars as pl

from confianza.analysis.consolidate import (
    candidates,
    containers,
    leftovers,
    month_headers,
    refusals,
    reshape,
)
from confianza.analysis.consolidate.containers import Member
from confianza.analysis.consolidate.delivery import (
    LEFT_OUT_SCHEMA,
    REJECTED_SCHEMA,
    DeliveredFile,
    Limits,
    TidyTable,
)
from confianza.analysis.consolidate.headers import Header
from confianza.analysis.consolidate.leftovers import Sorted
from confianza.analysis.consolidate.raw_tables import RawTable
from confianza.analysis.consolidate.refusals import Found
from confianza.analysis.consolidate.reshape import Reshaped
from confianza.analysis.consolidate.spellings import Spellings
from confianza.analysis.sources import catalogue
from confianza.analysis.sources.profile import Profile, Series
from confianza.analysis.vocabulary.folding import fold
from confianza.analysis.vocabulary.problems import DeliveryRefused, Problem

_SHOWN_NAMES = 10


@dataclass(frozen=True)
class _Read:
    """What came of one file: its tables of the layout, its sheets that are not, and those that are hidden."""

    tables: list[TidyTable]
    strangers: list[Found]


def read(files: Sequence[DeliveredFile], profile: Profile, *, limits: Limits) -> list[TidyTable]:
    """Return the tables of a delivery under the fields of a profile: at least one, with at least one record.

    Raises DeliveryRefused where a file cannot be read or is not of this layout. Files of an archive and
    sheets of a workbook that are not of the layout are passed over with a warning, unless nothing else is
    there.
    """
    unpacked = containers.unpack(files, limits)
    known = Spellings(profile)
    tables: list[TidyTable] = []
    strangers: list[tuple[Member, list[Found]]] = []
    for member in unpacked.members:
        read_here = _read_member(member, known, limits)
        tables += read_here.tables
        if not read_here.tables:
            strangers.append((member, read_here.strangers))
    _refuse_strangers(strangers, tables, profile)
    if not tables:
        names = [*unpacked.passed_over, *(member.name for member, _ in strangers)]
        raise refusals.nothing_to_read(", ".join(file.name for file in files), profile, names)
    _refuse_without_records(tables, profile)
    not_read = [*(member.name for member, _ in strangers), *unpacked.passed_over]
    return [_with_problems(tables[0], _listed("member_not_read", not_read)), *tables[1:]]


def _refuse_strangers(
    strangers: Sequence[tuple[Member, list[Found]]], tables: Sequence[TidyTable], profile: Profile
) -> None:
    """Refuse a file that came by itself, or alone in an archive, and is not of the layout."""
    for member, found in strangers:
        if not member.archive or (len(strangers) == 1 and not tables):
            raise refusals.wrong_source(member.name, found, profile, catalogue.everyone())


def _refuse_without_records(tables: Sequence[TidyTable], profile: Profile) -> None:
    if not any(table.cells.height or table.rejected.height for table in tables):
        first = tables[0]
        raise DeliveryRefused("no_records", file=first.file, source=profile.name, row=first.header_row)


def _read_member(member: Member, known: Spellings, limits: Limits) -> _Read:
    profile = known.profile
    found_here = candidates.of(member, profile.json, limits)
    found = [refusals.best(ways, known) for ways in found_here.places if ways]
    wanted = [one for one in found if one.is_complete and _is_wanted(one.table.sheet, profile)]
    strangers = [one for one in found if one not in wanted]
    tables = [_tidy_table(one, known) for one in wanted]
    if tables:
        other_sheets = [one.table.sheet for one in strangers]
        problems = [*_listed("sheet_not_read", other_sheets), *_listed("hidden_sheet", found_here.hidden)]
        tables[0] = _with_problems(tables[0], problems)
    return _Read(tables, strangers)


def _is_wanted(sheet: str, profile: Profile) -> bool:
    if not sheet or not profile.sheets:
        return True
    return any(re.search(pattern, fold(sheet)) for pattern in profile.sheets)


def _tidy_table(found: Found, known: Spellings) -> TidyTable:
    table, header, profile = found.table, found.header, known.profile
    assert header is not None  # noqa: S101 - only complete tables come here
    body = table.body(header.row + 1)
    rows = leftovers.sort_out(body, header, profile)
    tidy = reshape.reshape(rows, header, profile, header_row=table.first_row + header.row)
    series = _series(table, header, profile)
    problems = [*_header_problems(header), *_blank_rows(rows), *body.problems, *tidy.problems]
    return TidyTable(
        file=table.file,
        sheet=table.sheet,
        series=series.name,
        cells=_with_year_of_title(tidy.cells, table, header, profile),
        rejected=_rejected(tidy, table),
        left_out=_left_out(tidy, table),
        problems=tuple(replace(problem, file=table.file, sheet=table.sheet) for problem in problems),
        unknown_headers=tuple(header.unknown.values()),
        headers=header.written,
        grain=series.grain or profile.grain,
        header_row=table.first_row + header.row,
    )


def _series(table: RawTable, header: Header, profile: Profile) -> Series:
    text = fold(f"{table.file} {table.sheet} {_title(table, header)}")
    found = (series for series in profile.series if re.search(series.pattern, text))
    return next(found, Series("", ""))


def _title(table: RawTable, header: Header) -> str:
    return " ".join(cell for row in table.head[: header.row] for cell in row if cell)


def _with_year_of_title(
    cells: pl.DataFrame, table: RawTable, header: Header, profile: Profile
) -> pl.DataFrame:
    """Write the year that only a title, a sheet or a file names beside every record."""
    if profile.wide is None or profile.wide.year != "title" or "occurred_year" in cells.columns:
        return cells
    texts = (_title(table, header), table.sheet, table.file)
    year = next((year for year in map(month_headers.year_in, texts) if year), None)
    return cells.with_columns(occurred_year=pl.lit(str(year) if year else None, pl.String))


def _header_problems(header: Header) -> list[Problem]:
    similar = [
        Problem("header_read_as", 1, column=field, value=header.written[field]) for field in header.similar
    ]
    return [*similar, *_listed("unknown_columns", list(header.unknown.values()))]


def _blank_rows(rows: Sorted) -> list[Problem]:
    return [Problem("blank_rows", rows.blank)] if rows.blank else []


def _listed(code: str, names: Sequence[str]) -> list[Problem]:
    shown = ", ".join(names[:_SHOWN_NAMES]) + (" …" if len(names) > _SHOWN_NAMES else "")
    return [Problem(code, len(names), value=shown)] if names else []


def _with_problems(table: TidyTable, problems: Iterable[Problem]) -> TidyTable:
    return replace(table, problems=(*table.problems, *problems))


def _rejected(tidy: Reshaped, table: RawTable) -> pl.DataFrame:
    text = pl.col("text")
    rejected = tidy.rejected.select(
        file=pl.lit(table.file),
        sheet=pl.lit(table.sheet),
        row="_row",
        column="column",
        value=text,
        reason="reason",
        record=text,
    )
    return rejected.select(pl.col(name).cast(dtype) for name, dtype in REJECTED_SCHEMA.items())


def _left_out(tidy: Reshaped, table: RawTable) -> pl.DataFrame:
    left_out = tidy.left_out.rename({"_row": "row"}).with_columns(
        file=pl.lit(table.file), sheet=pl.lit(table.sheet)
    )
    return left_out.select(pl.col(name).cast(dtype) for name, dtype in LEFT_OUT_SCHEMA.items())
