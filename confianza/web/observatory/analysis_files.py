"""The analysis map as a file: one sheet with title, map, legend and source, as SVG, PNG or PDF."""

import hashlib
import textwrap

from django.utils.html import escape
from django.utils.translation import gettext as _

from confianza.web.design import palette, sheets
from confianza.web.observatory import analysis_drawings as drawings
from confianza.web.observatory import analysis_sentences as said
from confianza.web.observatory import analysis_sheets
from confianza.web.observatory.queries.incidents import Incidents
from confianza.web.observatory.queries.patterns import Mapped

SCALE = 3.0
MARGIN = 16.0
LINE, TITLE = 13.0, 15.0
LETTERS = 66
# Fonts of the machine that draws: the same as of the charts.
FONTS = "Noto Sans, Liberation Sans, Arial, sans-serif"


def fingerprint(name: str) -> str:
    """Return a short name for what something depends on."""
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def as_file(found: Incidents, told: Mapped, kind: str) -> bytes:
    """Return the sheet as `png` or `pdf`."""
    import vl_convert

    sheet = svg(found, told)
    if kind == "pdf":
        return bytes(vl_convert.svg_to_pdf(sheet))
    return bytes(vl_convert.svg_to_png(sheet, scale=SCALE))


def svg(found: Incidents, told: Mapped) -> str:
    """Return the sheet as one SVG that needs nothing beside it."""
    head = [*textwrap.wrap(said.headline(found), LETTERS)]
    foot = [
        *textwrap.wrap(said.with_a_place(found), LETTERS),
        *textwrap.wrap(said.hot_spots(told), LETTERS),
        *textwrap.wrap(" · ".join(analysis_sheets.source(found)), LETTERS),
    ]
    top = MARGIN + len(head) * (TITLE + 4) + 6
    height = _map_height(found)
    legend = _legend(found, told, top + height + 10)
    below = top + height + 10 + (legend.count("<text") + 1) * LINE
    total = below + len(foot) * LINE + MARGIN
    width = sheets.WIDTH + 2 * MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {total:.0f}" width="{width:g}" '
        f'height="{total:.0f}" font-family="{FONTS}"><title>{escape(said.headline(found))}</title>'
        f"<style>{STYLE}</style>"
        f'<rect width="100%" height="100%" fill="{palette.PAPER}"/>'
        f"{_lines(head, MARGIN + TITLE, TITLE, bold=True)}"
        f'<g transform="translate({MARGIN:g} {top:g})">{_inside(drawings.still(found, told))}</g>'
        f"{legend}{_lines(foot, below, LINE - 2)}</svg>"
    )


STYLE = (
    f".ground{{fill:#f7f9f9;stroke:{palette.INK};stroke-width:1.2}}"
    ".inner{fill:none;stroke:#8a979e;stroke-width:.6}.cell path{stroke:#5b6c76;stroke-width:.25}"
    f".hot{{fill:none;stroke:{palette.SECOND};stroke-width:1.6}}"
    ".ring{fill:none;stroke:#7a1fa2;stroke-width:1.4;stroke-dasharray:3 2}"
    f"text{{font-size:11px;fill:{palette.INK}}}"
)


def _map_height(found: Incidents) -> float:
    import shapely

    return sheets.fitted(shapely.from_wkb(found.border).bounds).height


def _inside(drawn: str) -> str:
    """Take the picture out of the page's drawing, without its legend."""
    start = drawn.index(">", drawn.index("<svg")) + 1
    return drawn[start : drawn.index("</svg>")]


def _legend(found: Incidents, told: Mapped, top: float) -> str:
    ramp = drawings.classes(told)
    rows = [(drawings.measure(found, told), "")]
    rows += [(label, f'fill="{colour}"') for colour, label in zip(ramp.colours, ramp.labels(), strict=True)]
    if any(cell.hot for cell in told.cells):
        rows.append((_("Hot spot: more than chance puts there"), 'class="hot"'))
    if told.chains:
        rows.append((_("Chain of incidents near each other in place and time"), 'class="ring"'))
    pieces = []
    for place, (label, mark) in enumerate(rows):
        y = top + place * LINE
        box = f'<rect x="{MARGIN:g}" y="{y:.1f}" width="14" height="9" {mark}/>' if mark else ""
        x = MARGIN + (20 if mark else 0)
        pieces.append(f'{box}<text x="{x:g}" y="{y + 9:.1f}">{escape(label)}</text>')
    return "".join(pieces)


def _lines(lines: list[str], y: float, size: float, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return "".join(
        f'<text x="{MARGIN:g}" y="{y + place * (size + 4):.1f}" style="font-size:{size:g}px"{weight}>'
        f"{escape(line)}</text>"
        for place, line in enumerate(lines)
    )
