"""Rows with too many or too few fields: mended where that is certain, else kept apart."""

import csv
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl

from confianza.analysis.consolidate import raw_tables
from confianza.analysis.consolidate.raw_tables import Body, Stray
from confianza.analysis.vocabulary.problems import Problem

_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_LINE_END_BYTES = (10, 13)
_COUNTED_BYTES = 1 << 24


class Misfits:
    """Called by the parser with each row that does not fit: keeps its number, from 1, and its text."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, str]] = []

    def __call__(self, row: Any) -> str:
        self.rows.append((row.number, row.text))
        return "skip"


def put_back(frame: pl.DataFrame, found: Misfits, separator: str, after: int) -> Body:
    """Return the rows that fit and the misfits that fit once mended, in order; others are strays.

    A misfit over several lines is a quote that was never closed: its lines are rows of their own again.
    """
    width = frame.width
    pieces, extra_lines = _pieces(found, width, separator)
    read = [(number, text, _fields(text, separator)) for number, text in pieces]
    mended = {number: fitted for number, _, row in read if (fitted := _fitted(row, width)) is not None}
    numbers = np.concatenate([_numbers(frame.height, found, extra_lines), np.array(list(mended), dtype=int)])
    cells = pl.concat([frame, raw_tables.rows_frame(list(mended.values()), width)])
    rows = pl.Series("_row", numbers + after, dtype=pl.UInt32)
    order = rows.arg_sort()
    strays = tuple(
        Stray(number + after, text, len(row), "too_many_fields" if len(row) > width else "too_few_fields")
        for number, text, row in read
        if number not in mended
    )
    problems = (Problem("swallowed_rows", len(extra_lines)),) if extra_lines else ()
    return Body(cells[order], rows[order], strays, problems, is_stripped=False)


def without_quotes(frame: pl.DataFrame) -> pl.DataFrame:
    """Take the quotes off values that were parsed without regard to them."""
    bare = pl.all().str.replace(r'^"(.*?)"?$', "${1}").str.replace_all('""', '"', literal=True)
    return frame.with_columns(bare.replace("", None))


def swallowed(frame: pl.DataFrame, text: memoryview, separator: str) -> list[Problem]:
    """Tell the values that hold whole rows, because a quote opened in one row was closed in another."""
    if _line_ends(text) <= frame.height:
        return []
    pattern = r"[\r\n].*" + f"(?:{re.escape(separator)}.*)" * max(1, frame.width - 1)
    count = frame.select(pl.any_horizontal(pl.all().str.contains(pattern)).sum()).item()
    return [Problem("swallowed_rows", count)] if count else []


def _line_ends(text: memoryview) -> int:
    octets = np.frombuffer(text, dtype=np.uint8)
    blocks = [octets[start : start + _COUNTED_BYTES] for start in range(0, len(octets), _COUNTED_BYTES)]
    return max(sum(int(np.count_nonzero(block == end)) for block in blocks) for end in _LINE_END_BYTES)


def _pieces(
    found: Misfits, width: int, separator: str
) -> tuple[list[tuple[int, str]], list[tuple[int, int]]]:
    """Return the misfits, line by line where rows were swallowed, and the lines added after each."""
    pieces: list[tuple[int, str]] = []
    extra: list[tuple[int, int]] = []
    for number, text in found.rows:
        lines = list(_lines(text, width, separator))
        shift = sum(added for _, added in extra)
        pieces.extend((number + shift + place, line) for place, line in enumerate(lines))
        if len(lines) > 1:
            extra.append((number, len(lines) - 1))
    return pieces, extra


def _lines(text: str, width: int, separator: str) -> Iterator[str]:
    lines = _LINE_ENDS.split(text)
    if len(lines) > 1 and any(len(_fields(line, separator)) == width for line in lines[1:]):
        yield from lines
    else:
        yield text


def _numbers(height: int, found: Misfits, extra_lines: list[tuple[int, int]]) -> "np.ndarray[Any, Any]":
    """Return the numbers of the rows that fit: all but the misfits', moved down by lines set free."""
    numbers = np.delete(np.arange(1, height + len(found.rows) + 1), [number - 1 for number, _ in found.rows])
    shifts = sum(np.where(numbers > number, added, 0) for number, added in extra_lines)
    return numbers + shifts


def _fields(text: str, separator: str) -> list[str]:
    if text.count('"') % 2:
        return [field.strip('"') for field in text.split(separator)]
    try:
        return next(csv.reader([text], delimiter=separator), [])
    except csv.Error:
        return text.split(separator)


def _fitted(row: list[str], width: int) -> list[str | None] | None:
    extra = row[width:]
    if len(row) < width or any(cell.strip() for cell in extra):
        return None
    return [cell or None for cell in row[:width]]
