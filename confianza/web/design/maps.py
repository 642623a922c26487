"""Maps drawn on the server: no tiles, no scripts; they print, and reach a slow phone in one piece."""

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from confianza.web.design import palette, sheets, writing
from confianza.web.design.classes import Classes, classify
from confianza.web.design.sheets import Outline, Sheet

# Names are set at this size (of the style sheet, on phones): a letter takes about so much of the sheet.
LETTER_WIDE, LETTER_TALL = 7.4, 15.0


@dataclass(frozen=True)
class Shape:
    """An area to draw: `wkb` is a polygon or multipolygon in degrees, longitude first (EPSG:4326)."""

    area_id: str
    name: str
    wkb: bytes


@dataclass(frozen=True)
class Spot:
    """A point to draw, in degrees."""

    longitude: float
    latitude: float
    label: str = ""


def choropleth(
    shapes: Sequence[Shape],
    *,
    values: Mapping[str, float | None],
    title: str,
    measure: str,
    decimals: int = 0,
    classes: Classes | None = None,
    links: Mapping[str, str] | None = None,
    tellings: Mapping[str, str] | None = None,
    outlines: Sequence[bytes] = (),
    spots: Sequence[Spot] = (),
    absent: str = "",
) -> SafeString:
    """Draw areas coloured by value, with legend and scale bar; on top, borders of other areas and points.

    `values` maps area_id to a number; areas without one are hatched, never coloured as zero. `measure` heads
    the legend. `links` make areas doors (by keyboard too); `tellings` replace the tooltips (name and value).
    `classes` fixes the colours, so that two maps can be compared. `outlines` are WKB in degrees. `absent`
    says in the legend what hatching means, by default that there is no data.
    """
    if not shapes:
        return format_html('<p class="soft">{}</p>', _("There are no boundaries to draw yet."))
    sheet, drawn = sheets.laid_out([shape.wkb for shape in shapes])
    ground = classes or classify((values.get(shape.area_id) for shape in shapes), decimals=decimals)
    mark = "m" + hashlib.sha256(repr((title, measure, len(shapes))).encode()).hexdigest()[:8]
    painter = _Painter(ground, values, measure, links or {}, tellings or {}, mark, absent or _("No data"))
    return format_html(
        '<div class="map"><svg class="areas" viewBox="0 0 {} {}" role="{}" aria-label="{}">{}{}{}{}{}{}</svg>'
        "{}</div>",
        *(f"{sheets.WIDTH:g}", f"{sheet.height:.0f}", "group" if links else "img", title),
        _hatching(mark),
        painter.areas(shapes, drawn),
        _borders(sheet, outlines),
        _points(sheet, spots),
        _names(shapes, drawn),
        scale_bar(sheet),
        painter.legend(shapes),
    )


def located(shapes: Sequence[Shape], spots: Sequence[Spot], *, title: str) -> SafeString:
    """Draw where points lie, with their labels, on areas that say nothing else; no legend is needed."""
    sheet, drawn = sheets.laid_out([shape.wkb for shape in shapes])
    areas = format_html_join(
        "",
        '<g class="area"><title>{}</title><path fill="{}" fill-rule="evenodd" d="{}"/></g>',
        ((shape.name, palette.PAPER, one.path) for shape, one in zip(shapes, drawn, strict=True)),
    )
    return format_html(
        '<div class="map"><svg class="areas" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}{}</svg>'
        "</div>",
        *(f"{sheets.WIDTH:g}", f"{sheet.height:.0f}", title, areas),
        _names(shapes, drawn),
        _pins(sheet, spots),
        scale_bar(sheet),
    )


@dataclass(frozen=True)
class _Painter:
    """What every area is painted with."""

    classes: Classes
    values: Mapping[str, float | None]
    measure: str
    links: Mapping[str, str]
    tellings: Mapping[str, str]
    mark: str
    absent: str

    def areas(self, shapes: Sequence[Shape], drawn: Sequence[Outline]) -> SafeString:
        return _joined(self._area(shape, outline.path) for shape, outline in zip(shapes, drawn, strict=True))

    def _area(self, shape: Shape, path: str) -> SafeString:
        told = self.tellings.get(shape.area_id) or self._telling(shape)
        inside = format_html(
            '<title>{}</title><path fill="{}" fill-rule="evenodd" d="{}"/>',
            told,
            self._fill(shape.area_id),
            path,
        )
        link = self.links.get(shape.area_id)
        if link:
            return format_html('<a class="area" href="{}">{}</a>', link, inside)
        return format_html('<g class="area">{}</g>', inside)

    def _telling(self, shape: Shape) -> str:
        value = self.values.get(shape.area_id)
        if self.classes.of(value) is None:
            return _("%(name)s: no data") % {"name": shape.name}
        return f"{shape.name}: {writing.number(value, self.classes.decimals)} ({self.measure})"

    def _fill(self, area_id: str) -> str:
        return self.classes.colour(self.values.get(area_id)) or f"url(#{self.mark})"

    def legend(self, shapes: Sequence[Shape]) -> SafeString:
        met = {self.classes.of(self.values.get(shape.area_id)) for shape in shapes}
        spans = list(zip(self.classes.labels(), self.classes.colours, strict=True))
        if 0 in met:
            spans.insert(0, (writing.number(0, self.classes.decimals), palette.PAPER))
        if None in met:
            spans.append((self.absent, f"url(#{self.mark})"))
        rows = format_html_join(
            "",
            '<li><svg viewBox="0 0 16 11" aria-hidden="true" focusable="false">'
            '<rect width="16" height="11" fill="{}"/></svg>{}</li>',
            ((fill, label) for label, fill in spans),
        )
        return format_html('<p class="legend-title">{}</p><ul class="legend">{}</ul>', self.measure, rows)


def _joined(pieces: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(pieces))  # noqa: S308 - each piece is safe already


def _hatching(mark: str) -> SafeString:
    return format_html(
        '<defs><pattern id="{}" width="5" height="5" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect width="5" height="5" fill="{}"/>'
        '<path d="M0 0V5" stroke="{}" stroke-width="2.4"/></pattern></defs>',
        *(mark, palette.PAPER, palette.NO_DATA),
    )


def _borders(sheet: Sheet, outlines: Sequence[bytes]) -> SafeString:
    paths = sheets.lines_on(sheet, outlines) if outlines else []
    return format_html_join("", '<path class="outline" d="{}"/>', ((path,) for path in paths))


def _points(sheet: Sheet, spots: Sequence[Spot]) -> SafeString:
    placed = [(*sheet.place(spot.longitude, spot.latitude), spot.label) for spot in spots]
    return format_html_join(
        "",
        '<circle class="point" r="2.2" cx="{}" cy="{}"><title>{}</title></circle>',
        ((f"{x:.1f}", f"{y:.1f}", label) for x, y, label in placed),
    )


def _pins(sheet: Sheet, spots: Sequence[Spot]) -> SafeString:
    """Draw points large enough to be met by a finger, each with its label inside."""
    placed = [(*sheet.place(spot.longitude, spot.latitude), spot.label) for spot in spots]
    return format_html_join(
        "",
        '<g class="pin"><circle r="9" cx="{0}" cy="{1}"/><text x="{0}" y="{2}">{3}</text></g>',
        ((f"{x:.1f}", f"{y:.1f}", f"{y + LETTER_TALL / 3 - 0.5:.1f}", label) for x, y, label in placed),
    )


def _names(shapes: Sequence[Shape], drawn: Sequence[Outline]) -> SafeString:
    """Write the names that fit inside their areas, the widest first, none over another."""
    taken: list[tuple[float, float, float]] = []
    written = []
    for shape, spot in sorted(zip(shapes, drawn, strict=True), key=lambda pair: -pair[1].room):
        width = LETTER_WIDE * len(shape.name)
        free = all(abs(x - spot.x) > (w + width) / 2 or abs(y - spot.y) > LETTER_TALL for x, y, w in taken)
        if free and width <= spot.room:
            taken.append((spot.x, spot.y, width))
            written.append((f"{spot.x:g}", f"{spot.y + LETTER_TALL / 3:g}", shape.name))
    return format_html_join("", '<text x="{}" y="{}" aria-hidden="true">{}</text>', written)


def scale_bar(sheet: Sheet) -> SafeString:
    """Draw a bar of a round number of kilometres (or metres), at most a quarter of the sheet."""
    longest = sheets.WIDTH / 4 / sheet.units_per_km
    power = 10.0 ** math.floor(math.log10(longest))
    km = max(step * power for step in (1, 2, 5) if step * power <= longest)
    words = f"{writing.number(km)} km" if km >= 1 else f"{writing.number(km * 1000)} m"
    length, foot = km * sheet.units_per_km, sheet.height - 6
    return format_html(
        '<path d="M4 {0}v5h{1}v-5" fill="none" stroke="{2}" stroke-width="1.4"/>'
        '<text class="scale" x="{3}" y="{4}" aria-hidden="true">{5}</text>',
        *(f"{foot - 5:.1f}", f"{length:.1f}", palette.INK, f"{length + 9:.1f}", f"{foot + 1:.1f}", words),
    )
