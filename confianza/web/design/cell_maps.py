"""Maps of cells drawn on the server: values as colours, hot spots with a thick border, their kinds hatched,
chains as rings, gatherings in place and time as dashed outlines.

They print and reach a slow phone in one piece; beside them stands a map people pan (interactive.py).
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from confianza.web.design import hatchings, maps, palette, sheets
from confianza.web.design.classes import Classes
from confianza.web.design.sheets import Sheet

LEAST_RING = 5.0
METRES_OF_A_KM = 1000.0
TENTH = 0.1
Row = tuple[SafeString, str]


@dataclass(frozen=True)
class Cell:
    """A cell: its corners in degrees (the first again at the end), its value, what its tooltip says, whether
    it is a hot spot, and the hatching over it (`hatchings`).
    """

    outline: Sequence[tuple[float, float]]
    value: float
    told: str
    hot: bool = False
    hatching: str = ""


@dataclass(frozen=True)
class Ring:
    """A ring around a place (degrees) with a reach in metres: a chain of near repeats."""

    longitude: float
    latitude: float
    reach: float
    told: str


@dataclass(frozen=True)
class Picture:
    """A map drawn: what stands inside its SVG (`sheets.WIDTH` wide, `height` tall), what its colours measure,
    and the rows of its legend (a drawing of 16 by 11, and its words).
    """

    inside: SafeString
    height: float
    title: str
    measure: str
    rows: Sequence[Row]

    def html(self) -> SafeString:
        """Return the map with its legend, for a page."""
        items = format_html_join(
            "",
            '<li><svg viewBox="0 0 16 11" aria-hidden="true" focusable="false">{}</svg>{}</li>',
            self.rows,
        )
        return format_html(
            '<div class="map"><svg class="areas cells" viewBox="0 0 {} {}" role="img" aria-label="{}">{}'
            '</svg><p class="legend-title">{}</p><ul class="legend">{}</ul></div>',
            *(f"{sheets.WIDTH:g}", f"{self.height:.0f}", self.title, self.inside, self.measure, items),
        )


def drawn(
    cells: Sequence[Cell],
    *,
    ground: bytes,
    inner: Sequence[bytes] = (),
    rings: Sequence[Ring] = (),
    squares: Sequence[Cell] = (),
    classes: Classes,
    title: str,
    measure: str,
    kinds: Mapping[str, str] = MappingProxyType({}),
) -> Picture:
    """Draw cells over the area `ground` (WKB, degrees) and the borders of areas inside it, with a legend.

    `squares` are outlined only; `kinds` says in the legend what each hatching means.
    """
    import shapely

    sheet = sheets.fitted(shapely.from_wkb(ground).bounds)
    mark = "h" + hashlib.sha256(repr((title, measure, len(cells))).encode()).hexdigest()[:8]
    met = {cell.hatching for cell in cells}
    named = {hatching: label for hatching, label in kinds.items() if hatching in met}
    pieces = [
        hatchings.defs(mark, [*named]),
        _paths("ground", sheets.lines_on(sheet, [ground])),
        *(_cell(sheet, cell, classes.colour(cell.value) or palette.PAPER) for cell in cells),
        *(_kind(sheet, cell, mark) for cell in cells if cell.hatching in named),
        _paths("inner", sheets.lines_on(sheet, list(inner)) if inner else []),
        _around_hot(sheet, [cell for cell in cells if cell.hot]),
        *(_outlined("gathering", sheet, square) for square in squares),
        *(_ring(sheet, ring) for ring in rings),
        maps.scale_bar(sheet),
    ]
    colours = [format_html('<rect width="16" height="11" fill="{}"/>', colour) for colour in classes.colours]
    rows = zip(colours, classes.labels(), strict=True)
    marks = _marks(cells, rings, squares)
    return Picture(_joined(pieces), sheet.height, title, measure, [*rows, *marks, *_kinds(named, mark)])


def _paths(name: str, paths: Sequence[str]) -> SafeString:
    return format_html_join("", '<path class="{}" d="{}"/>', ((name, path) for path in paths))


def _path(sheet: Sheet, outline: Sequence[tuple[float, float]]) -> str:
    return _drawn_ring(sheet.place(east, north) for east, north in outline)


def _cell(sheet: Sheet, cell: Cell, fill: str) -> SafeString:
    return format_html(
        '<g class="area cell"><title>{}</title><path fill="{}" d="{}"/></g>',
        *(cell.told, fill, _path(sheet, cell.outline)),
    )


def _kind(sheet: Sheet, cell: Cell, mark: str) -> SafeString:
    fill = hatchings.fill(mark, cell.hatching)
    return format_html(
        '<path fill="{}" d="{}"><title>{}</title></path>', fill, _path(sheet, cell.outline), cell.told
    )


def _around_hot(sheet: Sheet, cells: Sequence[Cell]) -> SafeString:
    """Draw one line around hot spots that touch: what lies inside stays to be seen."""
    import shapely

    squares = [shapely.Polygon([sheet.place(*corner) for corner in cell.outline]) for cell in cells]
    # On a tenth of a unit neighbours share their corners, whatever the projection left of them.
    whole = shapely.simplify(shapely.union_all(shapely.set_precision(squares, TENTH), grid_size=TENTH), 0)
    rings = [ring for part in shapely.get_parts(whole) for ring in (part.exterior, *part.interiors)]
    return _paths("hot", [_drawn_ring(ring.coords) for ring in rings])


def _drawn_ring(corners: Iterable[tuple[float, ...]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in list(corners)[:-1]) + "z"


def _outlined(name: str, sheet: Sheet, cell: Cell) -> SafeString:
    return format_html(
        '<path class="{}" d="{}"><title>{}</title></path>', name, _path(sheet, cell.outline), cell.told
    )


def _ring(sheet: Sheet, ring: Ring) -> SafeString:
    x, y = sheet.place(ring.longitude, ring.latitude)
    radius = max(ring.reach / METRES_OF_A_KM * sheet.units_per_km, LEAST_RING)
    return format_html(
        '<circle class="ring" cx="{}" cy="{}" r="{}"><title>{}</title></circle>',
        *(f"{x:.1f}", f"{y:.1f}", f"{radius:.1f}", ring.told),
    )


def _marks(cells: Sequence[Cell], rings: Sequence[Ring], squares: Sequence[Cell]) -> list[Row]:
    """The rows of the legend for what is drawn over the colours."""
    box = '<rect class="{}" x="1" y="1" width="14" height="9"/>'
    rows = [
        (
            any(c.hot for c in cells),
            format_html(box, "hot"),
            _("Hot spot: more than chance puts there"),
        ),
        (
            bool(squares),
            format_html(box, "gathering"),
            _("Gathered there for a while: more than place and time explain"),
        ),
        (
            bool(rings),
            format_html('<circle class="{}" cx="8" cy="5.5" r="4"/>', "ring"),
            _("Chain of incidents near each other in place and time"),
        ),
    ]
    return [(drawing, label) for there, drawing, label in rows if there]


def _kinds(named: Mapping[str, str], mark: str) -> list[Row]:
    box = '<rect width="16" height="11" fill="{}" stroke="{}" stroke-width=".5"/>'
    return [
        (format_html(box, hatchings.fill(mark, hatching), palette.INK_SOFT), label)
        for hatching, label in named.items()
    ]


def _joined(pieces: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))
