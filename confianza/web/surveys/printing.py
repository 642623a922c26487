"""Results on paper (PDF/UA-1): few big numbers, questions with their charts, tables, and how it was made."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from confianza.web.design import palette, writing
from confianza.web.design.tables import Interval, Table

LAYOUT = Path(__file__).with_name("sheet.typ")
FONT = "Libertinus Serif"
# Points: half the width between the margins of a page.
CHART_WIDTH = 230


@dataclass(frozen=True)
class Part:
    """A part of a sheet: sentences, a drawing beside them (or as `wide` as the page), tables."""

    title: str
    sentences: Sequence[str] = ()
    drawing: str = ""
    alt: str = ""
    tables: Sequence[Table] = ()
    wide: bool = False


@dataclass(frozen=True)
class Paper:
    """A sheet. `numbers` stand large at the top: label, value, scale, interval, change and a word for it."""

    title: str
    lead: str
    summary: str
    foot: str
    last: date
    numbers: Sequence[Mapping[str, str]] = ()
    parts: Sequence[Part] = ()
    notes_title: str = ""
    notes: Sequence[str] = field(default=())


def pdf(paper: Paper) -> bytes:
    """Lay a sheet out; the same data give the same bytes. No text in it is read as code."""
    import typst

    drawn = {f"drawing-{n}.svg": part.drawing.encode() for n, part in enumerate(paper.parts) if part.drawing}
    data = json.dumps(_data(paper), sort_keys=True).encode()
    texts: Any = {"main.typ": _layout(), "data.json": data, **drawn}
    made: bytes = typst.compile(
        texts,
        ignore_system_fonts=True,
        timestamp=datetime.combine(paper.last, time(), UTC),
        format="pdf",
        pdf_standards=["ua-1"],
    )
    return made


@cache
def _layout() -> bytes:
    return LAYOUT.read_bytes()


def _data(paper: Paper) -> dict[str, Any]:
    colours = {"ink": palette.INK, "soft": palette.INK_SOFT, "accent": palette.ACCENT, "line": palette.LINE}
    return {
        "title": paper.title,
        "lead": paper.lead,
        "summary": paper.summary,
        "language": (get_language() or "es")[:2],
        "foot": paper.foot,
        "palette": colours | {"ground": palette.GROUND},
        "numbers": [dict(number) for number in paper.numbers],
        "parts": [_part(n, part) for n, part in enumerate(paper.parts)],
        "notes_title": paper.notes_title,
        "notes": list(paper.notes),
    }


def _part(n: int, part: Part) -> dict[str, Any]:
    return {
        "title": part.title,
        "sentences": [each for each in part.sentences if each],
        "picture": f"drawing-{n}.svg" if part.drawing else "",
        "alt": part.alt,
        "wide": part.wide,
        "tables": [_listing(table) for table in part.tables if table.rows],
    }


def _listing(table: Table) -> dict[str, Any]:
    rows = [
        [_written(value, column.decimals) for column, value in zip(table.columns, row, strict=True)]
        for row in table.rows
    ]
    columns = [str(column.label) for column in table.columns]
    return {"caption": str(table.caption), "columns": columns, "rows": rows, "note": str(table.note)}


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
