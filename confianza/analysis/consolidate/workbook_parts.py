"""What a reader of workbooks does not tell: how far a sheet spreads, and which cells hold an error.

An .xlsx file is a zip of XML parts. A sheet of two cells can claim a rectangle of seventeen thousand
million, which would fill any memory: the rectangle is measured here before the sheet is opened.
"""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from confianza.analysis.consolidate.formats import Content

_CHUNK = 1 << 22
# A tag is never longer than this, so an overlap of this many bytes between chunks cuts none in two.
_OVERLAP = 1 << 12
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]{1,3})(\d{1,7})"')
_ERROR_CELL = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]{1,3})(\d{1,7})"[^>]*t="e"[^>]*>.*?<(?:\w+:)?v>([^<]*)<'
)
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"


@dataclass(frozen=True)
class SheetPart:
    """How many rows and columns a sheet spreads over, and its error cells by (row, column), from 0."""

    rows: int = 0
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def cells(self) -> int:
        """The size of the rectangle."""
        return self.rows * self.columns


def measure(content: Content) -> dict[str, SheetPart]:
    """Return the parts of an .xlsx by sheet. Raises KeyError or BadZipFile if it is damaged."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        paths = _paths(archive.read(_WORKBOOK), archive.read(_RELATIONS))
        present = set(archive.namelist())
        return {name: _measured(archive, path) for name, path in paths.items() if path in present}


def _paths(workbook: bytes, relations: bytes) -> dict[str, str]:
    targets = {found.get("Id", ""): found.get("Target", "") for found in _tags(_RELATION, relations)}
    return {
        html.unescape(sheet.get("name", "")): _part_path(targets.get(sheet.get("id", ""), ""))
        for sheet in _tags(_SHEET, workbook)
    }


def _part_path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _tags(pattern: re.Pattern[bytes], xml: bytes) -> Iterator[dict[str, str]]:
    for tag in pattern.finditer(xml):
        pairs = _ATTRIBUTE.findall(tag.group(1))
        yield {name.decode().rpartition(":")[2]: value.decode("utf-8", "replace") for name, value in pairs}


def _measured(archive: zipfile.ZipFile, path: str) -> SheetPart:
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    errors: dict[tuple[int, int], str] = {}
    for text in _overlapping_chunks(archive, path):
        for letters, row in _CELL.findall(text):
            columns.add(letters)
            rows.add(row)
        if b't="e"' in text:
            errors |= _errors(text)
    return SheetPart(max(map(int, rows), default=0), max(map(_count, columns), default=0), errors)


def _overlapping_chunks(archive: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    tail = b""
    with archive.open(path) as stream:
        while chunk := stream.read(_CHUNK):
            yield tail + chunk
            tail = chunk[-_OVERLAP:]


def _errors(text: bytes) -> dict[tuple[int, int], str]:
    return {
        (int(row) - 1, _count(letters) - 1): html.unescape(value.decode("utf-8", "replace"))
        for letters, row, value in _ERROR_CELL.findall(text)
    }


def _count(letters: bytes) -> int:
    """Return how many columns there are up to the one with these letters: A is 1, AA is 27."""
    total = 0
    for letter in letters:
        total = total * 26 + letter - 64
    return total
