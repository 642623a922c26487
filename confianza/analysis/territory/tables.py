"""Text columns of CSV files in any encoding and separator, and of attribute tables of any type."""

import csv
import io
from collections.abc import Mapping
from typing import Any

import polars as pl

from confianza.analysis.territory.findings import FileRefused

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS = ",;\t|"


def read(name: str, content: bytes) -> pl.DataFrame:
    """Read a CSV whose first row is its header into String columns; blanks become null."""
    lines = list(csv.reader(io.StringIO(_decoded(content), newline=""), delimiter=_separator(content)))
    rows = [[cell.strip() or None for cell in line] for line in lines if any(cell.strip() for cell in line)]
    if len(rows) < 2 or len(rows[0]) < 2:
        raise FileRefused("not_readable", file=name)
    header = _unique([cell or "" for cell in rows[0]])
    width = len(header)
    body = [(row + [None] * width)[:width] for row in rows[1:]]
    return pl.DataFrame(body, schema=dict.fromkeys(header, pl.String), orient="row")


def as_text(columns: Mapping[str, Any]) -> pl.DataFrame:
    """Write attribute columns of any type as text, as a person would: whole numbers without a point, ISO
    dates.
    """
    return pl.DataFrame(
        {str(name): [_text(value) for value in values] for name, values in columns.items()},
        schema={str(name): pl.String for name in columns},
    )


def _decoded(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separator(content: bytes) -> str:
    header = _decoded(content[:65_536]).strip().splitlines()[0]
    return max(_SEPARATORS, key=header.count)


def _unique(header: list[str]) -> list[str]:
    """Number repeated headings, so that each names one column."""
    seen: dict[str, int] = {}
    names = []
    for heading in header:
        seen[heading] = seen.get(heading, 0) + 1
        names.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
    return names


def _text(value: Any) -> str | None:
    if value is None or value != value or str(value) == "NaT":
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip() or None
