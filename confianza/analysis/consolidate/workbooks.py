"""Workbooks (.xlsx, .xls): every visible sheet is a table of text.

Dates become ISO text (`2024-01-31`, `2024-01-31 14:30:00`), whole numbers lose their ".0", errors stay as
written, a value merged over several rows belongs to each of them. Rows are numbered as the spreadsheet
shows them.
"""

import datetime as dt
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from confianza.analysis.consolidate import containers, raw_tables, workbook_parts
from confianza.analysis.consolidate.containers import Member
from confianza.analysis.consolidate.delivery import Limits
from confianza.analysis.consolidate.raw_tables import HEAD_ROWS, Body, RawTable
from confianza.analysis.vocabulary.problems import DeliveryRefused, Problem

# Past this a whole number written as a float is no longer exact.
_EXACT_FLOAT = 2**53
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_OLE_DIRECTORY_BYTES = 1 << 20
_ROWS_AT_ONCE = 20_000

Grid = list[list[str | None]]


def tables(member: Member, limits: Limits) -> tuple[list[RawTable], list[str]]:
    """Return the visible sheets that hold anything, and the names of the hidden ones.

    Raises DeliveryRefused for a workbook that is damaged, protected by a password, or would fill the memory.
    """
    content = bytes(member.content)
    with _refusing_damage(member.name, content):
        parts = _measured(member, content, limits)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        hidden = [sheet.name for sheet in sheets if sheet.visible != SheetVisibleEnum.Visible]
        visible = [sheet.name for sheet in sheets if sheet.name not in hidden]
        found = [_table(member.name, workbook, name, parts.get(name)) for name in visible]
    return [table for table in found if table is not None], hidden


def _measured(member: Member, content: bytes, limits: Limits) -> dict[str, workbook_parts.SheetPart]:
    if member.format == "xls":
        return {}
    containers.check_expansion(member.name, content, limits)
    parts = workbook_parts.measure(content)
    widest = max((part.cells for part in parts.values()), default=0)
    if widest > limits.max_cells:
        raise DeliveryRefused("too_many_cells", file=member.name, count=widest, limit=limits.max_cells)
    return parts


@contextmanager
def _refusing_damage(name: str, content: bytes) -> Iterator[None]:
    """Turn whatever a damaged workbook raises into one refusal; panics are no Exceptions."""
    try:
        yield
    except (DeliveryRefused, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        locked = isinstance(error, PasswordError) or _ENCRYPTED_STREAM in content[:_OLE_DIRECTORY_BYTES]
        locked = locked or _ENCRYPTED_STREAM in content[-_OLE_DIRECTORY_BYTES:]
        raise DeliveryRefused("password_protected" if locked else "broken_workbook", file=name) from error


def _table(
    file: str, workbook: CalamineWorkbook, name: str, part: workbook_parts.SheetPart | None
) -> RawTable | None:
    sheet = workbook.get_sheet_by_name(name)
    grid: Grid = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    errors = part.errors if part else {}
    _write_errors(grid, errors)
    _fill_merged(grid, sheet.merged_cell_ranges or [])
    if not any(cell for row in grid for cell in row):
        return None
    head = [[cell or "" for cell in row] for row in grid[:HEAD_ROWS]]
    return RawTable(file, name, head, partial(_body, file, name, grid, tuple(errors.values())))


def _write_errors(grid: Grid, errors: Mapping[tuple[int, int], str]) -> None:
    """Put back the errors, which the reader leaves blank; it may have cut off the edge they stand at."""
    inside = {
        place: error for place, error in errors.items() if place[0] < len(grid) and place[1] < len(grid[0])
    }
    for (row, column), error in inside.items():
        grid[row][column] = error


def _fill_merged(grid: Grid, ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Write a value merged over several rows into each of them, in the first column of the merged cells."""
    for (top, left), (bottom, _) in ranges:
        for row in grid[top + 1 : bottom + 1]:
            row[left : left + 1] = [row[left] or grid[top][left]] if left < len(row) else []


def _body(file: str, sheet: str, grid: Grid, errors: tuple[str, ...], after: int) -> Body:
    below = grid[after:]
    cells = raw_tables.rows_frame(below, width=len(grid[0]))
    problems = (Problem("cell_errors", len(errors), file, sheet, value=errors[0]),) if errors else ()
    return Body(cells, raw_tables.row_numbers(after + 1, cells.height), problems=problems)


def _text(cell: Any) -> str | None:
    write = _WRITERS.get(type(cell))
    return write(cell) if write else str(cell)


def _stripped(cell: str) -> str | None:
    return cell.strip() or None


def _number(cell: float) -> str:
    return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT_FLOAT else repr(cell)


def _moment(cell: dt.datetime) -> str:
    return cell.isoformat(sep=" ", timespec="seconds")


def _duration(cell: dt.timedelta) -> str:
    """Write a length of time as the clock shows it: spreadsheets keep hours of the day this way."""
    minutes, seconds = divmod(round(cell.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}"


_WRITERS: dict[type, Callable[[Any], str | None]] = {
    str: _stripped,
    float: _number,
    int: str,
    bool: lambda cell: "true" if cell else "false",
    dt.date: dt.date.isoformat,
    dt.datetime: _moment,
    dt.time: lambda cell: cell.isoformat(timespec="seconds"),
    dt.timedelta: _duration,
}
