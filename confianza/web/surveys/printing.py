"""Results on paper (PDF/UA-1): few big numbers, questions with their charts, tables, and how it was made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from confianza.web.design import palette, typesetting
from confianza.web.design.tables import Table

LAYOUT = Path(__file__).with_name("sheet.typ")
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
    drawings = [part.drawing for part in paper.parts]
    how: dict[str, Any] = {"format": "pdf", "pdf_standards": ["ua-1"]}
    return typesetting.laid_out(LAYOUT, _data(paper), drawings, last=paper.last, **how)


def _data(paper: Paper) -> dict[str, Any]:
    return {
        "title": paper.title,
        "lead": paper.lead,
        "summary": paper.summary,
        "language": (get_language() or "es")[:2],
        "foot": paper.foot,
        "palette": typesetting.COLOURS | {"ground": palette.GROUND},
        "numbers": [dict(number) for number in paper.numbers],
        "parts": [_part(n, part) for n, part in enumerate(paper.parts)],
        "notes_title": paper.notes_title,
        "notes": list(paper.notes),
    }


def _part(n: int, part: Part) -> dict[str, Any]:
    return {
        "title": part.title,
        "sentences": [each for each in part.sentences if each],
        "picture": typesetting.picture(n) if part.drawing else "",
        "alt": part.alt,
        "wide": part.wide,
        "tables": [typesetting.listing(table) for table in part.tables if table.rows],
    }
