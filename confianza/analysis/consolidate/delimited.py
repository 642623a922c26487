"""Tables written as text: any separator, any line end, quoted or not, with rows that do not fit.

Rows are numbered as records, from 1, titles and blank lines counted: the number a spreadsheet shows. A
value with line ends inside quotes is one record over several lines of the file.
"""

import csv
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, cast

import numpy as np
import polars as pl
import pyarrow as pa
from pyarrow import csv as arrow_csv

from confianza.analysis.consolidate import encodings, misfits, raw_tables
from confianza.analysis.consolidate.formats import Content
from confianza.analysis.consolidate.raw_tables import HEAD_ROWS, Body, RawTable
from confianza.analysis.vocabulary.problems import DeliveryRefused, Problem

SEPARATORS = ("\t", ";", "|", ",")
_HEAD_BYTES = 1 << 20
# Smaller blocks leave the second core waiting for the first, which looks for quoted line ends.
_BLOCK_BYTES = 1 << 24
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_QUOTE = b'"'
# The space, the tab, and the two bytes of the no-break space in UTF-8.
_BLANKS = (0x20, 0x09, 0xC2, 0xA0)
# What fits in the cache of a processor, so that looking several times costs little.
_LOOKED_AT_BYTES = 1 << 17


@dataclass(frozen=True)
class _Source:
    """A delimited text with one way of splitting it.

    For each row of its head: the byte it ends at, its fields, and those up to the last that is not blank.
    """

    file: str
    text: encodings.Text
    separator: str
    ends: Sequence[int]
    widths: Sequence[int]
    named: Sequence[int]
    quoted: bool


def tables(file: str, content: Content) -> list[RawTable]:
    """Return the ways to split a text into a table, one per separator in it; the caller chooses."""
    text = encodings.as_utf8(content)
    start = bytes(text.utf8[:_HEAD_BYTES])
    whole = len(text.utf8) <= _HEAD_BYTES
    lines = _LINE.findall(start.decode("utf-8", errors="ignore"))
    lines = lines if whole or len(lines) < 2 else lines[:-1]
    found = [separator for separator in SEPARATORS if any(separator in line for line in lines[:HEAD_ROWS])]
    return [_table(file, text, lines, separator) for separator in found or [","]]


def _table(file: str, text: encodings.Text, lines: list[str], separator: str) -> RawTable:
    quoted = any('"' in line for line in lines) or _has_quotes(text.utf8)
    rows, ends = _split_head(lines, separator, quoted)
    named = [max((place for place, cell in enumerate(row, 1) if cell), default=0) for row in rows]
    source = _Source(file, text, separator, ends, [len(row) for row in rows], named, quoted)
    return RawTable(file, "", rows, functools.partial(_body, source))


def _has_quotes(utf8: Content) -> bool:
    return re.search(_QUOTE, utf8) is not None


def _split_head(lines: list[str], separator: str, quoted: bool) -> tuple[list[list[str]], list[int]]:
    """Split the first records, and say at which byte of the text each of them ends."""
    records = _records(lines, separator) if quoted else None
    if records is None:  # no quotes, or one that is never closed and makes one value of the rest of the text
        plain = (line.rstrip("\r\n").split(separator) for line in lines)
        records = list(enumerate(islice(plain, HEAD_ROWS), start=1))
    ends = np.cumsum([len(line.encode("utf-8")) for line in lines])
    rows = [[cell.strip() for cell in row] for _, row in records]
    return rows, [int(ends[line - 1]) for line, _ in records]


def _records(lines: list[str], separator: str) -> list[tuple[int, list[str]]] | None:
    """Return the first records with the line each ends in; None where one is longer than any value."""
    reader = csv.reader(iter(lines), delimiter=separator)
    try:
        return [(reader.line_num, row) for row in islice(reader, HEAD_ROWS)]
    except csv.Error:
        return None


def _body(source: _Source, after: int) -> Body:
    width = _width(source, after)
    rest = memoryview(source.text.utf8)[source.ends[after - 1] :]
    body = _parsed(rest, source, width, after) if len(rest) else _nothing(width, after)
    return replace(body, problems=(*body.problems, *_damage(source)))


def _width(source: _Source, after: int) -> int:
    """Return how many fields a row should have: as the header, unless the rows below agree on more.

    A header that ends in blank fields has as many as it names.
    """
    header, named = source.widths[after - 1], source.named[after - 1]
    below = [width for width in source.widths[after:] if width > 1]
    if header in below or not below:
        return header
    return max(named, max(set(below), key=below.count))


def _damage(source: _Source) -> list[Problem]:
    if not source.text.damaged:
        return []
    return [Problem("damaged_characters", source.text.damaged, source.file)]


def _nothing(width: int, after: int) -> Body:
    return Body(raw_tables.text_frame([[]] * width), raw_tables.row_numbers(after + 1, 0))


def _parsed(rest: memoryview, source: _Source, width: int, after: int) -> Body:
    """Parse with all cores; only where a row does not fit, again with one, to learn which row it is."""
    try:
        frame = _parse(rest, source, width)
    except pa.ArrowInvalid:
        return _parsed_with_misfits(rest, source, width, after)
    problems = misfits.swallowed(frame, rest, source.separator) if source.quoted else []
    rows = raw_tables.row_numbers(after + 1, frame.height)
    return Body(frame, rows, problems=tuple(problems), is_stripped=not _has_loose_blanks(rest, source))


def _has_loose_blanks(text: memoryview, source: _Source) -> bool:
    """Return whether a blank may stand at the edge of a cell: looking costs less than stripping."""
    edges = [ord(character) for character in f'\r\n"{source.separator}']
    blanks = [octet for octet in _BLANKS if octet not in edges]
    octets = np.frombuffer(text, dtype=np.uint8)
    for start in range(0, len(octets), _LOOKED_AT_BYTES):
        block = octets[start : start + _LOOKED_AT_BYTES + 1]
        is_edge, is_blank = _one_of(edges, block), _one_of(blanks, block)
        if (is_blank[1:] & is_edge[:-1]).any() or (is_edge[1:] & is_blank[:-1]).any():
            return True
    return bool(_one_of(blanks, octets[[0, -1]]).any())


def _one_of(wanted: Sequence[int], octets: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    # Comparing with one octet after the other is several times as quick as looking each up in a table.
    return functools.reduce(np.logical_or, (octets == octet for octet in wanted))


def _parsed_with_misfits(rest: memoryview, source: _Source, width: int, after: int) -> Body:
    found = misfits.Misfits()
    try:
        frame = _parse(rest, source, width, found)
    except pa.ArrowInvalid:  # a quote that is never closed: read line by line, each with its own quotes
        source = replace(source, quoted=False)
        found = misfits.Misfits()
        frame = misfits.without_quotes(_parse_lines(rest, source, width, found))
    return misfits.put_back(frame, found, source.separator, after)


def _parse_lines(rest: memoryview, source: _Source, width: int, found: misfits.Misfits) -> pl.DataFrame:
    try:
        return _parse(rest, source, width, found)
    except pa.ArrowInvalid as error:  # a line of many megabytes
        raise DeliveryRefused("not_a_table", file=source.file) from error


def _parse(
    rest: memoryview, source: _Source, width: int, found: misfits.Misfits | None = None
) -> pl.DataFrame:
    names = [raw_tables.column(position) for position in range(width)]
    table = arrow_csv.read_csv(
        pa.py_buffer(rest),
        read_options=arrow_csv.ReadOptions(
            column_names=names, use_threads=found is None, block_size=_BLOCK_BYTES
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=source.separator,
            quote_char='"' if source.quoted else False,
            newlines_in_values=source.quoted,
            ignore_empty_lines=False,
            invalid_row_handler=found,
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=True,
            null_values=[""],
            check_utf8=False,
        ),
    )
    if table.num_rows == 0:
        return raw_tables.text_frame([[]] * width)
    return cast(pl.DataFrame, pl.from_arrow(table, rechunk=False))
