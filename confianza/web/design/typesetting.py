"""Sheets laid out by typst: the same data give the same bytes, and no text in them is read as code."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from confianza.web.design import palette, writing
from confianza.web.design.tables import Interval, Table

FONT = "Libertinus Serif"
COLOURS = {"ink": palette.INK, "soft": palette.INK_SOFT, "accent": palette.ACCENT, "line": palette.LINE}


def laid_out(
    layout: Path, data: Mapping[str, Any], drawings: Sequence[str], *, last: date, **how: Any
) -> bytes:
    """Lay data out by a layout; `how` is typst's own (format, standards, sharpness), `last` the day it bears.

    `drawings`: SVG that stand alone, one a part, "" where it has none; the layout finds them by `picture`.
    """
    import typst

    drawn = {picture(n): svg.encode() for n, svg in enumerate(drawings) if svg}
    texts: Any = {"main.typ": _text(layout), "data.json": json.dumps(data, sort_keys=True).encode(), **drawn}
    made: bytes = typst.compile(
        texts, ignore_system_fonts=True, timestamp=datetime.combine(last, time(), UTC), **how
    )
    return made


def picture(part: int) -> str:
    """Return the name under which a layout finds the drawing of a part."""
    return f"drawing-{part}.svg"


def listing(table: Table) -> dict[str, Any]:
    """Return a table as layouts take it: every cell in words."""
    rows = [
        [_written(value, column.decimals) for column, value in zip(table.columns, row, strict=True)]
        for row in table.rows
    ]
    columns = [str(column.label) for column in table.columns]
    return {"caption": str(table.caption), "columns": columns, "rows": rows, "note": str(table.note)}


@cache
def _text(layout: Path) -> bytes:
    return layout.read_bytes()


def _written(value: Any, decimals: int | None) -> str:
    match value:
        case None | "":
            return writing.MISSING
        case Interval(low, high):
            return writing.interval(low, high, decimals or 0)
        case int() | float() if decimals is not None:
            return writing.number(value, decimals)
        case date():
            return writing.day(value)
    return str(value)
