"""The maps of analysis that people pan: their layers, and the features that fill them, as GeoJSON."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from confianza.web.design import hatchings, interactive, palette, writing
from confianza.web.design.classes import Classes
from confianza.web.observatory import analysis_drawings as drawings
from confianza.web.observatory import analysis_sentences as said
from confianza.web.observatory import forecast_sentences as words
from confianza.web.observatory.queries.forecasts import Forecast
from confianza.web.observatory.queries.gatherings import Chain, Gathering
from confianza.web.observatory.queries.incidents import Incidents
from confianza.web.observatory.queries.patterns import KINDS, Cell, Mapped
from confianza.web.observatory.queries.tilings import OUTLINE

# Seconds until the map asks whether something new came in; a report is seen within a minute of entering.
EVERY = 30
POINT_RADIUS, RING_LEAST = 4, 8
CHAINED = "#7a1fa2"
# Degrees: about ten metres, finer than a border is drawn on a phone.
FINEST = 1e-4


def moving(found: Incidents, told: Mapped, url: str, *, points: bool) -> interactive.Map:
    """Return the map people pan, with its layers, its months and its legend."""
    whole = interactive.Frame("", _("Whole period"))
    months = [interactive.Frame(m, writing.month(_first_day(m))) for m in told.months]
    return interactive.Map(
        url=url,
        label=said.headline(found),
        layers=_layers(told, points=points),
        frames=[*months, whole] if len(told.months) > 1 else (),
        legend=[*_colours(drawings.classes(told)), *_marks(told)],
        legend_title=drawings.measured(found, told),
        frame="",
        every=EVERY,
    )


def _layers(told: Mapped, *, points: bool) -> list[interactive.Layer]:
    """What can be shown and hidden; each incident at its own point is hidden until it is asked for."""
    return [
        interactive.Layer("ground", _("Borders")),
        interactive.Layer("cells", _("Cells")),
        interactive.Layer("kinds", _("Hot spots over time"), shown=False),
        interactive.Layer("chains", _("Chains of near repeats")),
        interactive.Layer("gatherings", _("Gatherings of some weeks")),
        *([interactive.Layer("points", _("Each incident"), shown=False)] if points else []),
    ]


def _colours(ramp: Classes) -> list[interactive.Key]:
    return [interactive.Key(c, label) for c, label in zip(ramp.colours, ramp.labels(), strict=True)]


def _marks(told: Mapped) -> list[interactive.Key]:
    """The rows of the legend for what lies over the colours, where there is any."""
    met = {each.kind for each in told.cells}
    keys = [interactive.Key("none", _("Border of a hot spot"), line="hot")]
    if drawings.gathered(told):
        keys.append(interactive.Key("none", _("Gathered there for some weeks"), line="gathering"))
    if told.chains:
        keys.append(interactive.Key(CHAINED, _("Chain of near repeats")))
    kinds = [kind for kind in KINDS if kind in met]
    return [*keys, *(interactive.Key(_hatched(kind), said.explained_kind(kind)) for kind in kinds)]


def _hatched(kind: str) -> str:
    return hatchings.fill(interactive.MARK, drawings.HATCHINGS[kind])


def features(found: Incidents, told: Mapped, *, points: bool) -> dict[str, Any]:
    """Return the map as GeoJSON, each feature with what is said of it; `points` adds every incident.

    `told` says what the whole shows, for who asks again.
    """
    ramp, measure = drawings.classes(told), told.cut.measure
    shown = [*_borders(found), *(_cell(each, ramp, told.months, measure) for each in told.cells)]
    shown += [_kind(each, told.months, measure) for each in told.cells if each.kind]
    shown += [_gathering(each) for each in drawings.gathered(told)]
    shown += [_chain(each) for each in told.chains]
    if points:
        shown += _points(found)
    return {"type": "FeatureCollection", "told": said.headline(found), "features": shown}


def ahead(found: Incidents, told: Forecast, url: str) -> interactive.Map:
    """Return the map of a forecast people pan."""
    return interactive.Map(
        url=url,
        label=words.where_next(found, told),
        legend=_colours(drawings.expected(told)),
        legend_title=drawings.expected_in_cells(told),
    )


def features_ahead(found: Incidents, told: Forecast) -> dict[str, Any]:
    """Return the first cells of a forecast as GeoJSON."""
    ramp = drawings.expected(told)
    cells = [
        _feature(
            _polygon(each.outline),
            layer="cells",
            told=words.ahead(each),
            fill=ramp.colour(each.expected),
            rank=rank,
            expected=round(each.expected, 4),
            begins=told.first.isoformat(),
            ends=told.last.isoformat(),
        )
        for rank, each in enumerate(told.cells, 1)
    ]
    return {"type": "FeatureCollection", "features": [*_borders(found), *cells]}


def _borders(found: Incidents) -> list[dict[str, Any]]:
    """Draw the border of the place, and name the areas inside it."""
    return [
        *(_border(name, wkb, "#8a979e") for name, wkb in drawings.inner_areas(found)),
        _border(found.place.name, found.border, palette.INK),
    ]


def _border(name: str, wkb: bytes, line: str) -> dict[str, Any]:
    import json

    import shapely

    shape = shapely.simplify(shapely.from_wkb(wkb), FINEST)
    geometry = json.loads(shapely.to_geojson(shapely.boundary(shape)))
    named = {} if line == palette.INK else {"name": name}
    return _feature(geometry, layer="ground", told=name, fill=None, line=line, **named)


def _cell(each: Cell, ramp: Classes, months: Iterable[str], measure: str) -> dict[str, Any]:
    frames = {
        month: {
            "told": said.month_of_cell(each, month, measure),
            "fill": ramp.colour(each.months.get(month, 0)),
            "shown": bool(each.months.get(month)),
        }
        for month in months
    }
    return _feature(
        _polygon(each.outline),
        layer="cells",
        told=said.cell(each, measure),
        fill=ramp.colour(each.weighs),
        line=palette.SECOND if each.hot else None,
        shown=bool(each.now or each.hot),
        frames=frames,
        now=each.now,
        before=each.before,
        weighs=round(each.weighs, 4),
        hot=each.hot,
        gi_star=round(each.z, 4),
        kind=each.kind,
    )


def _kind(each: Cell, months: Iterable[str], measure: str) -> dict[str, Any]:
    """Lay the hatching of its kind over a cell; it says what the cell says."""
    return _feature(
        _polygon(each.outline),
        layer="kinds",
        told=said.cell(each, measure),
        fill=_hatched(each.kind),
        frames={month: {"told": said.month_of_cell(each, month, measure)} for month in months},
        kind=each.kind,
    )


def _gathering(each: Gathering) -> dict[str, Any]:
    return _feature(
        _polygon(each.outline),
        layer="gatherings",
        told=said.gathering(each),
        fill="none",
        line=palette.INK,
        events=each.events,
        expected=round(each.expected, 2),
        begins=each.begins.isoformat(),
        ends=each.ends.isoformat(),
        p=each.p,
    )


def _chain(each: Chain) -> dict[str, Any]:
    return _feature(
        {"type": "Point", "coordinates": [round(each.longitude, 6), round(each.latitude, 6)]},
        layer="chains",
        told=said.chain(each),
        fill=CHAINED,
        line=CHAINED,
        radius=RING_LEAST + each.events,
        events=each.events,
        begins=each.begins.isoformat(),
        ends=each.ends.isoformat(),
    )


def _polygon(outline: OUTLINE) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[[round(x, 6), round(y, 6)] for x, y in outline]]}


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


def _first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
