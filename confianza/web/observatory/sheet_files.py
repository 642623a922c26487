"""A page of analysis as a file: the same words, tables and drawings on one sheet, PDF (PDF/UA-1) or PNG."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.html import escape
from django.utils.text import slugify

from confianza.web.design import drawing, palette, sheets, typesetting
from confianza.web.design.cell_maps import Picture
from confianza.web.design.tables import Table
from confianza.web.observatory import labels
from confianza.web.observatory.queries.incidents import Incidents

LAYOUT = Path(__file__).with_name("sheet.typ")
# Points: what fits between the margins of the page, and pixels of an inch of a picture.
CHART_WIDTH, MAP_WIDTH, SHARP = 480, 60, 144
MARGIN, LINE, BOX = 4.0, 13.0, 16
STYLE = (
    f".ground{{fill:#f7f9f9;stroke:{palette.INK};stroke-width:1.2}}"
    ".inner{fill:none;stroke:#8a979e;stroke-width:.6}.cell path{stroke:#5b6c76;stroke-width:.25}"
    f".hot{{fill:none;stroke:{palette.SECOND};stroke-width:1.6}}"
    f".gathering{{fill:none;stroke:{palette.INK};stroke-width:1.4;stroke-dasharray:6 3}}"
    ".ring{fill:none;stroke:#7a1fa2;stroke-width:1.4;stroke-dasharray:3 2}"
    f"text{{font-family:{typesetting.FONT};font-size:11px;fill:{palette.INK}}}"
)


@dataclass(frozen=True)
class Part:
    """A part of a sheet: sentences, a drawing (SVG that stands alone, told by `alt`), tables."""

    title: str
    sentences: Sequence[str] = ()
    tables: Sequence[Table] = ()
    drawing: str = ""
    alt: str = ""
    caption: str = ""
    width: int = 100


@dataclass(frozen=True)
class Paper:
    """A sheet: its title, what leads in, its parts, what stands at the foot, and the last day it tells of."""

    title: str
    lead: str
    foot: str
    last: date
    parts: Sequence[Part] = field(default=())


def chart(title: str, sentence: str, spec: Mapping[str, Any], *tables: Table) -> Part:
    """Return a part with a chart."""
    drawn = drawing.for_paper(spec, width=CHART_WIDTH, family=typesetting.FONT)
    return Part(title, (sentence,), tables, drawn, sentence)


def map_of(title: str, sentences: Sequence[str], picture: Picture, *tables: Table, caption: str = "") -> Part:
    """Return a part with a map and its legend."""
    return Part(title, sentences, tables, alone(picture), picture.title, caption, MAP_WIDTH)


def alone(picture: Picture) -> str:
    """Return a map with its legend as one SVG that needs nothing beside it."""
    top = picture.height + LINE
    rows = [f'<text x="{MARGIN:g}" y="{top:.1f}">{escape(picture.measure)}</text>']
    for place, (mark, label) in enumerate(picture.rows, 1):
        y = top + place * LINE
        frame = f'x="{MARGIN:g}" y="{y - 9:.1f}" width="{BOX}" height="11" viewBox="0 0 {BOX} 11"'
        box = f"<svg {frame}>{mark}</svg>"
        rows.append(f'{box}<text x="{MARGIN + BOX + 6:g}" y="{y:.1f}">{escape(label)}</text>')
    height = top + (len(picture.rows) + 1) * LINE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {sheets.WIDTH:g} {height:.0f}" '
        f'width="{sheets.WIDTH:g}" height="{height:.0f}"><style>{STYLE}</style>{picture.inside}'
        f"{''.join(rows)}</svg>"
    )


def pdf(paper: Paper) -> bytes:
    """Lay a sheet out; the same data give the same bytes. No text in it is read as code."""
    return _made(paper, paged=True, format="pdf", pdf_standards=["ua-1"])


def png(paper: Paper) -> bytes:
    """Draw a sheet as one picture, as tall as it takes."""
    return _made(paper, paged=False, format="png", ppi=SHARP)


MADE = {"pdf": (pdf, "application/pdf"), "png": (png, "image/png")}


def name(page: str, found: Incidents, kind: str) -> str:
    """Name a file by its page, what it tells of, where and until when."""
    what = labels.indicator(found.asked.indicator_id)
    told = (page, what, found.place.name, f"{found.asked.first} {found.asked.last}")
    return f"{'_'.join(slugify(each) for each in told)}.{kind}"


def _made(paper: Paper, *, paged: bool, **how: Any) -> bytes:
    drawings = [part.drawing for part in paper.parts]
    return typesetting.laid_out(LAYOUT, _data(paper, paged), drawings, last=paper.last, **how)


def _data(paper: Paper, paged: bool) -> dict[str, Any]:
    return {
        "title": paper.title,
        "lead": paper.lead,
        "language": labels.language(),
        "foot": paper.foot,
        "paged": paged,
        "palette": typesetting.COLOURS,
        "parts": list(_parts(paper.parts)),
    }


def _parts(parts: Sequence[Part]) -> Iterable[dict[str, Any]]:
    for n, part in enumerate(parts):
        yield {
            "title": part.title,
            "sentences": [each for each in part.sentences if each],
            "picture": typesetting.picture(n) if part.drawing else "",
            "alt": part.alt,
            "caption": part.caption,
            "width": part.width,
            "tables": [typesetting.listing(table) for table in part.tables if table.rows],
        }
