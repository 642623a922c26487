"""Maps of cells drawn on the server: counts as colours, hot spots with a thick border, chains as rings.

They print and reach a slow phone in one piece; beside them stands a map people pan (interactive.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from confianza.web.design import maps, palette, sheets
from confianza.web.design.classes import Classes
from confianza.web.design.sheets import Sheet

LEAST_RING = 5.0
METRES_OF_A_KM = 1000.0


@dataclass(frozen=True)
class Cell:
    """A cell: its corners in degrees (the first again at the end), its value, what its tooltip says, and
    whether it is a hot spot.
    """

    outline: Sequence[tuple[float, float]]
    value: float
    told: str
    hot: bool = False


@dataclass(frozen=True)
class Ring:
    """A ring around a place (degrees) with a reach in metres: a chain of near repeats."""

    longitude: float
    latitude: float
    reach: float
    told: str


def drawn(
    cells: Sequence[Cell],
    *,
    ground: bytes,
    inner: Sequence[bytes] = (),
    rings: Sequence[Ring] = (),
    classes: Classes,
    title: str,
    measure: str,
) -> SafeString:
    """Draw cells over the area `ground` (WKB, degrees) and the borders of areas inside it, with a legend."""
    import shapely

    sheet = sheets.fitted(shapely.from_wkb(ground).bounds)
    return format_html(
        '<div class="map"><svg class="areas cells" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        "{}{}{}{}{}{}</svg>{}</div>",
        *(f"{sheets.WIDTH:g}", f"{sheet.height:.0f}", title),
        _paths("ground", sheets.lines_on(sheet, [ground])),
        _joined(_cell(sheet, cell, classes.colour(cell.value) or palette.PAPER) for cell in cells),
        _paths("inner", sheets.lines_on(sheet, list(inner)) if inner else []),
        _joined(_hot(sheet, cell) for cell in cells if cell.hot),
        _joined(_ring(sheet, ring) for ring in rings),
        maps.scale_bar(sheet),
        _legend(classes, measure, any(cell.hot for cell in cells), bool(rings)),
    )


def _paths(name: str, paths: Sequence[str]) -> SafeString:
    return format_html_join("", '<path class="{}" d="{}"/>', ((name, path) for path in paths))


def _path(sheet: Sheet, outline: Sequence[tuple[float, float]]) -> str:
    spots = [sheet.place(east, north) for east, north in outline[:-1]]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in spots) + "z"


def _cell(sheet: Sheet, cell: Cell, fill: str) -> SafeString:
    return format_html(
        '<g class="area cell"><title>{}</title><path fill="{}" d="{}"/></g>',
        *(cell.told, fill, _path(sheet, cell.outline)),
    )


def _hot(sheet: Sheet, cell: Cell) -> SafeString:
    return format_html('<path class="hot" d="{}"/>', _path(sheet, cell.outline))


def _ring(sheet: Sheet, ring: Ring) -> SafeString:
    x, y = sheet.place(ring.longitude, ring.latitude)
    radius = max(ring.reach / METRES_OF_A_KM * sheet.units_per_km, LEAST_RING)
    return format_html(
        '<circle class="ring" cx="{}" cy="{}" r="{}"><title>{}</title></circle>',
        *(f"{x:.1f}", f"{y:.1f}", f"{radius:.1f}", ring.told),
    )


def _legend(classes: Classes, measure: str, hot: bool, rings: bool) -> SafeString:
    rows = [format_html('<rect width="16" height="11" fill="{}"/>', colour) for colour in classes.colours]
    named = list(zip(rows, classes.labels(), strict=True))
    if hot:
        mark = format_html('<rect class="{}" x="1" y="1" width="14" height="9"/>', "hot")
        named.append((mark, _("Hot spot: more than chance puts there")))
    if rings:
        mark = format_html('<circle class="{}" cx="8" cy="5.5" r="4"/>', "ring")
        named.append((mark, _("Chain of incidents near each other in place and time")))
    items = format_html_join(
        "",
        '<li><svg viewBox="0 0 16 11" aria-hidden="true" focusable="false">{}</svg>{}</li>',
        named,
    )
    return format_html('<p class="legend-title">{}</p><ul class="legend">{}</ul>', measure, items)


def _joined(pieces: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))
