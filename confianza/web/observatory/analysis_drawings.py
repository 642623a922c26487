"""The charts and maps of the pages of analysis."""

from collections.abc import Sequence
from typing import Any

import polars as pl
from django.utils.dates import WEEKDAYS
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from confianza.web.design import cell_maps, charts, interactive, palette, patterns, writing
from confianza.web.design.classes import Classes, classify
from confianza.web.observatory import analysis_sentences as said
from confianza.web.observatory import labels
from confianza.web.observatory.queries.ground import Ground
from confianza.web.observatory.queries.incidents import Incidents
from confianza.web.observatory.queries.patterns import Cell, Concentrated, Mapped
from confianza.web.observatory.queries.timing import Times

HALF = 0.5
MONTHS_OF_THE_CHART = 36
# Seconds until the map asks whether something new came in; a report is seen within a minute of entering.
EVERY = 30
POINT_RADIUS, RING_LEAST = 4, 8


def classes(told: Mapped) -> Classes:
    """Return the colours of the cells by their incidents in the period."""
    return classify(float(cell.now) for cell in told.cells)


def still(found: Incidents, told: Mapped) -> SafeString:
    """Draw the map that prints and needs no script."""
    return cell_maps.drawn(
        [cell_maps.Cell(c.outline, float(c.now), said.cell(c), c.hot) for c in told.cells if c.now or c.hot],
        ground=found.border,
        inner=inner_borders(found),
        rings=[cell_maps.Ring(c.longitude, c.latitude, c.reach, said.chain(c)) for c in told.chains],
        classes=classes(told),
        title=said.headline(found),
        measure=measure(found, told),
    )


def measure(found: Incidents, told: Mapped) -> str:
    """Name what the colours of the cells count."""
    values = {"what": labels.indicator(found.asked.indicator_id), "size": told.size}
    return _("%(what)s by cell of %(size)s m") % values


def inner_borders(found: Incidents) -> list[bytes]:
    """Return the borders of the next smaller areas inside the place, to find one's way."""
    from confianza.analysis.territory.areas import ancestry, current

    territory = Ground(None).territory
    within = ancestry(territory).filter(pl.col("ancestor_id") == found.asked.area)["area_id"]
    known = current(territory.areas).filter(
        pl.col("area_id").is_in(within.implode()),
        pl.col("area_id") != found.asked.area,
        pl.col("parent_id") == found.asked.area,
        pl.col("wkb").is_not_null(),
    )
    return known["wkb"].to_list()


def moving(found: Incidents, told: Mapped, url: str, *, points: bool) -> interactive.Map:
    """Return the map people pan, with its layers, its months and its legend."""
    layers = [
        interactive.Layer("ground", _("Borders")),
        interactive.Layer("cells", _("Cells")),
        interactive.Layer("chains", _("Chains of near repeats")),
    ]
    if points:
        layers.append(interactive.Layer("points", _("Each incident"), shown=False))
    whole = interactive.Frame("", _("Whole period"))
    months = [interactive.Frame(m, writing.month(_first_day(m))) for m in told.months]
    ramp = classes(told)
    legend = [interactive.Key(c, label) for c, label in zip(ramp.colours, ramp.labels(), strict=True)]
    return interactive.Map(
        url=url,
        label=said.headline(found),
        layers=layers,
        frames=[*months, whole] if len(told.months) > 1 else (),
        legend=[*legend, interactive.Key(palette.SECOND, _("Border of a hot spot"))],
        legend_title=measure(found, told),
        frame="",
        every=EVERY,
    )


def features(found: Incidents, told: Mapped, *, points: bool) -> dict[str, Any]:
    """Return the map as GeoJSON, each feature with what is said of it; `points` adds every incident."""
    ramp = classes(told)
    shown = [_border(found), *(_cell(each, ramp, told.months) for each in told.cells)]
    shown += [
        _feature(
            {"type": "Point", "coordinates": [round(c.longitude, 6), round(c.latitude, 6)]},
            layer="chains",
            told=said.chain(c),
            fill=None,
            line="#7a1fa2",
            radius=RING_LEAST + c.events,
            events=c.events,
            begins=c.begins.isoformat(),
            ends=c.ends.isoformat(),
        )
        for c in told.chains
    ]
    if points:
        shown += _points(found)
    return {"type": "FeatureCollection", "features": shown}


def _border(found: Incidents) -> dict[str, Any]:
    import json

    import shapely

    shape = shapely.simplify(shapely.from_wkb(found.border), 1e-4)
    geometry = json.loads(shapely.to_geojson(shapely.boundary(shape)))
    return _feature(geometry, layer="ground", told=found.place.name, fill=None, line=palette.INK)


def _cell(each: Cell, ramp: Classes, months: Sequence[str]) -> dict[str, Any]:
    ring = [[round(x, 6), round(y, 6)] for x, y in each.outline]
    frames = {
        month: {
            "told": said.month_of_cell(each, month),
            "fill": ramp.colour(each.months.get(month, 0)),
            "shown": bool(each.months.get(month)),
        }
        for month in months
    }
    return _feature(
        {"type": "Polygon", "coordinates": [ring]},
        layer="cells",
        told=said.cell(each),
        fill=ramp.colour(float(each.now)),
        line=palette.SECOND if each.hot else None,
        shown=bool(each.now or each.hot),
        frames=frames,
        now=each.now,
        before=each.before,
        hot=each.hot,
        gi_star=round(each.z, 4),
    )


def _points(found: Incidents) -> list[dict[str, Any]]:
    placed = found.placed.select("occurred_on", "minute_of_day", "longitude", "latitude")
    return [
        _feature(
            {"type": "Point", "coordinates": [round(east, 6), round(north, 6)]},
            layer="points",
            told=_moment(on, minute),
            fill=palette.SECOND,
            radius=POINT_RADIUS,
            occurred_on=on.isoformat(),
        )
        for on, minute, east, north in placed.iter_rows()
    ]


def _moment(on: Any, minute: int | None) -> str:
    if minute is None:
        return writing.day(on)
    values = {"day": writing.day(on), "hour": f"{minute // 60}:{minute % 60:02d}"}
    return _("%(day)s, %(hour)s") % values


def _feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _first_day(month: str) -> Any:
    from datetime import date

    return date.fromisoformat(f"{month}-01")


def week(told: Times) -> SafeString:
    """Draw the hours of the week."""
    spec = patterns.week(
        told.week,
        days=[str(WEEKDAYS[day]) for day in range(7)],
        measure=_("By day of the week and hour"),
        hour=_("Hour of the day"),
        scale=_("Incidents"),
    )
    return charts.svg(spec, alt=said.week(told))


def months(found: Incidents, told: Times) -> SafeString:
    """Draw the last three years over what was to be expected, and what is to come."""
    shown = told.periods[-MONTHS_OF_THE_CHART:]
    spec = patterns.fan(
        [patterns.Expected(p.on, p.count, p.expected, p.low, p.high) for p in shown],
        measure=labels.indicator(found.asked.indicator_id),
        names=(_("Counted"), _("To be expected, 95 of 100 times")),
    )
    return charts.svg(spec, alt=said.months(told))


def curve(told: Concentrated) -> SafeString:
    """Draw how few cells hold how much."""
    spec = patterns.curve(
        [place for place, _held in told.curve],
        [held for _place, held in told.curve],
        measure=_("Share of the incidents"),
        across=_("Share of the cells, those with most first"),
        marks=(HALF,),
    )
    return charts.svg(spec, alt=said.concentration(told))
