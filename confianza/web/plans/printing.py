"""Papers of the room (PDF/UA-1): parts of sentences, tables and notes, and lines to sign on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from confianza.web.design import palette, typesetting
from confianza.web.design.tables import Link, Table

LAYOUT = Path(__file__).with_name("sheet.typ")


@dataclass(frozen=True)
class Part:
    """A part of a paper. `notes`: what was said to it; the page sets them apart."""

    title: str
    sentences: Sequence[str] = ()
    tables: Sequence[Table] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Paper:
    """A paper. `facts` stand under its title, `signed_by` are the names under the lines to sign on."""

    title: str
    lead: str
    foot: str
    last: date
    parts: Sequence[Part]
    facts: Mapping[str, str]
    notes_title: str = ""
    signed_by: Sequence[str] = ()


def pdf(paper: Paper) -> bytes:
    """Lay a paper out; the same data give the same bytes. No text in it is read as code."""
    how: dict[str, Any] = {"format": "pdf", "pdf_standards": ["ua-1"]}
    return typesetting.laid_out(LAYOUT, _data(paper), (), last=paper.last, **how)


def _data(paper: Paper) -> dict[str, Any]:
    return {
        "title": paper.title,
        "lead": paper.lead,
        "foot": paper.foot,
        "language": (get_language() or "es")[:2],
        "palette": typesetting.COLOURS | {"ground": palette.GROUND},
        "facts": [[str(name), str(value)] for name, value in paper.facts.items() if value],
        "parts": [_part(part) for part in paper.parts],
        "notes_title": str(paper.notes_title),
        "signed_by": list(paper.signed_by),
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "title": str(part.title),
        "sentences": [str(each) for each in part.sentences if each],
        "tables": [_listing(table) for table in part.tables if table.rows],
        "notes": [str(each) for each in part.notes],
    }


def _listing(table: Table) -> dict[str, Any]:
    """Return a table as the layout takes it: links as their words, and which columns are numbers."""
    rows = [[cell.text if isinstance(cell, Link) else cell for cell in row] for row in table.rows]
    numeric = [column.numeric for column in table.columns]
    return {**typesetting.listing(replace(table, rows=rows)), "numeric": numeric}
