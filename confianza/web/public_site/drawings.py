"""The charts and maps of the public pages, and their numbers as tables."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from confianza.analysis.indicators import intervals
from confianza.analysis.indicators.usual import Usual
from confianza.web.design import charts, classes, interactive, maps, palette, writing
from confianza.web.design.tables import Column, Interval, Link, Table
from confianza.web.public_site import sentences, words
from confianza.web.public_site.queries import Figure, Place, Shown

MONTHS_DRAWN = 36
# One area alone compares with nothing.
FEWEST_AREAS = 2


@dataclass(frozen=True)
class Picture:
    """A drawing with what stands around it: title, sentence, table, note."""

    title: str
    sentence: str
    drawing: SafeString
    table: Table
    note: str = ""


def shown(figure: Figure) -> Any:
    """Write a count as the public reads it: the number, the neutral mark, or a dash."""
    return words.HIDDEN if figure.hidden else figure.count


def years(name: str, per: str, figures: Sequence[Figure], note: str) -> Picture:
    """Columns of the years, each with its number; the table has rate and interval."""
    told = [figure for figure in figures if figure.told]
    items = [charts.Bar(_year_label(figure), figure.count, *_chance(figure)) for figure in told]
    sentence = sentences.chart_of_years(name, told)
    columns = (Column(_("Year")), *_measures(name, per))
    rows = [(_year_label(f), shown(f), f.rate, Interval(f.rate_low, f.rate_high)) for f in told]
    return Picture(
        title=_("By year"),
        sentence=sentence,
        drawing=charts.svg(charts.columns(items, measure=name), alt=sentence),
        table=Table(_("%(name)s by year") % {"name": name}, columns, rows, note=note),
        note=" ".join(filter(None, (_bar_note(told), _mark_note(told), sentences.complete_note(told)))),
    )


def _chance(figure: Figure) -> tuple[float | None, float | None]:
    """Between which numbers chance alone may have moved a count (exact 95 % interval of a Poisson count)."""
    if figure.count is None:
        return None, None
    found = intervals.poisson_interval(figure.count)
    return found.low, found.high


def _bar_note(figures: Sequence[Figure]) -> str:
    if not any(figure.count is not None for figure in figures):
        return ""
    return _("The thin line shows how far chance alone may move a number (95 % interval).")


def _measures(name: str, per: str) -> tuple[Column, Column, Column]:
    """The columns of a count, its rate and its interval."""
    rate = Column(_("Rate %(per)s") % {"per": per}, decimals=1)
    return Column(name, decimals=0), rate, Column(_("95 % interval of the rate"), decimals=1)


def months(name: str, figures: Sequence[Figure], note: str) -> Picture:
    """The line of the last three years over the band of what was usual in each month."""
    told = [figure for figure in figures if figure.told]
    last = told[-MONTHS_DRAWN:]
    usual = {figure.period: sentences.usual_in(told, figure) for figure in last}
    moments = [charts.Moment(f.on, f.count, *_ends(usual[f.period])) for f in last]
    sentence = sentences.chart_of_months(name, last)
    columns = (Column(_("Month")), Column(name, decimals=0), Column(_("Usual in that month"), decimals=0))
    rows = [
        (words.period(f.period), shown(f), Interval(*_ends(usual[f.period])[::2])) for f in reversed(last)
    ]
    spec = charts.trend(moments, measure=name, observed=name, band=_("Usual, as far as chance moves it"))
    return Picture(
        title=_("By month"),
        sentence=sentence,
        drawing=charts.svg(spec, alt=sentence),
        table=Table(_("%(name)s by month") % {"name": name}, columns, rows, note=note),
        note=_mark_note(last),
    )


def _ends(found: Usual | None) -> tuple[float | None, float | None, float | None]:
    return (found.low, found.middle, found.high) if found else (None, None, None)


def _year_label(figure: Figure) -> str:
    if figure.hidden:
        return f"{figure.period} {words.HIDDEN}"
    return figure.period if figure.complete else f"{figure.period}*"


def _mark_note(figures: Sequence[Figure]) -> str:
    if not any(figure.hidden for figure in figures):
        return ""
    return _("%(mark)s: not shown, so that nobody can be recognised.") % {"mark": words.HIDDEN}


@dataclass(frozen=True)
class Ground:
    """What a map of areas is made of: the areas with a shape, their figures, the measure."""

    places: Sequence[Place]
    figures: Mapping[str, Figure]
    name: str
    period: str
    per: str

    @property
    def by_rate(self) -> bool:
        """Whether areas are coloured by rate: larger ones would else always look worse."""
        return any(figure.rate is not None for figure in self.figures.values())

    @property
    def measure(self) -> str:
        return f"{self.name}, {self.per}" if self.by_rate else self.name

    @property
    def decimals(self) -> int:
        return 1 if self.by_rate else 0

    def value(self, area_id: str) -> float | None:
        figure = self.figures.get(area_id)
        if figure is None or figure.hidden:
            return None
        return figure.rate if self.by_rate else figure.count

    @property
    def values(self) -> dict[str, float | None]:
        return {place.area_id: self.value(place.area_id) for place in self.places}

    def told(self, place: Place) -> str:
        """Say of one area what its figure is."""
        figure = self.figures.get(place.area_id)
        values: dict[str, Any] = {"area": place.name, "name": self.name, "period": words.period(self.period)}
        if figure is None or not figure.told:
            return _("%(area)s: no data.") % values
        if figure.hidden:
            return _("%(area)s: not shown, so that nobody can be recognised.") % values
        values["count"] = writing.number(figure.count)
        if figure.rate is None:
            return _("%(area)s: %(count)s in %(period)s.") % values
        values |= {"rate": writing.number(figure.rate, 1), "per": self.per,
                   "interval": writing.interval(figure.rate_low, figure.rate_high)}  # fmt: skip
        return (
            _("%(area)s: %(count)s in %(period)s; %(rate)s %(per)s (95 %% interval: %(interval)s).") % values
        )


def ground(shown: Shown, place: Place, indicator: Any, period: str, language: str) -> Ground | None:
    """Return what the map of the areas in or around a place is made of; None where nothing can be drawn."""
    places = [each for each in shown.siblings(place) if each.area_id in shown.shapes]
    if len(places) < FEWEST_AREAS or not period:
        return None
    figures = shown.across(places, indicator.id, "year", period)
    if not figures:
        return None
    per = words.per(indicator.multiplier)
    return Ground(places, figures, indicator.name(language), period, per)


def area_map(found: Ground, borders: Mapping[str, bytes], links: Mapping[str, str]) -> Picture:
    """The areas coloured by rate, each a door to its page, with their table."""
    sentence = sentences.map_of(
        found.name, found.period, list(found.figures.values()), {p.area_id: p.name for p in found.places}
    )
    drawing = maps.choropleth(
        [maps.Shape(place.area_id, place.name, borders[place.area_id]) for place in found.places],
        values=found.values,
        title=sentence,
        measure=found.measure,
        decimals=found.decimals,
        links=links,
        tellings={place.area_id: found.told(place) for place in found.places},
        absent=_("Not shown, or no data"),
    )
    title = _("On the map, %(period)s") % {"period": words.period(found.period)}
    return Picture(
        title, sentence, drawing, area_table(found, links), _mark_note(list(found.figures.values()))
    )


def area_table(found: Ground, links: Mapping[str, str]) -> Table:
    columns = (Column(_("Area")), *_measures(found.name, found.per))
    rows = []
    for place in found.places:
        name = Link(place.name, links[place.area_id]) if place.area_id in links else place.name
        figure = found.figures.get(place.area_id)
        if figure is None:
            rows.append((name, None, None, None))
        else:
            rows.append((name, shown(figure), figure.rate, Interval(figure.rate_low, figure.rate_high)))
    caption = _("%(name)s by area, %(period)s") % {"name": found.name, "period": words.period(found.period)}
    return Table(caption, columns, rows)


def grounds(shown: Shown, place: Place, indicator: Any, language: str) -> dict[str, Ground]:
    """What the map is made of in every published year that can be drawn, by year."""
    all_years = (
        (year, ground(shown, place, indicator, year, language))
        for year in shown.periods(indicator.id, "year")
    )
    return {year: found for year, found in all_years if found}


def painted(of: Mapping[str, Ground]) -> classes.Classes:
    """One scale for all years, so that one colour means one thing wherever the slider stands."""
    decimals = max((found.decimals for found in of.values()), default=0)
    return classes.classify((v for found in of.values() for v in found.values.values()), decimals=decimals)


def live_map(shown: Shown, indicator: Any, place: Place, language: str) -> interactive.Map | None:
    """The map people pan and zoom: areas by year, and snapped points by year where there are any."""
    of = grounds(shown, place, indicator, language)
    points = not shown.release.points(indicator.id).is_empty()
    if not of and not points:
        return None
    scale = painted(of)
    keys = [interactive.Key(c, w) for c, w in zip(scale.colours, scale.labels(), strict=True)]
    if any(value == 0 for found in of.values() for value in found.values.values()):
        keys.insert(0, interactive.Key(palette.PAPER, writing.number(0, scale.decimals)))
    layers = [interactive.Layer("areas", _("Areas"))]
    if points:
        layers.append(interactive.Layer("points", _("Points (each stands for eight homes or more)")))
    last = list(of.values())[-1] if of else None
    name = indicator.name(language)
    return interactive.Map(
        url=f"{reverse('public_site:indicator_shapes', args=[indicator.id])}?lugar={place.area_id}",
        label=_("Interactive map: %(name)s") % {"name": name},
        layers=layers,
        frames=[interactive.Frame(period, words.period(period)) for period in of],
        frame=last_complete(shown, place, indicator),
        legend=[*keys, interactive.Key(None, _("Not shown, or no data"))],
        legend_title=last.measure if last else name,
    )


def last_complete(shown: Shown, place: Place, indicator: Any) -> str:
    """The last year all months of which are told in this place; the last at all where none is."""
    told = [figure for figure in shown.series(place.area_id, indicator.id, "year") if figure.told]
    complete = [figure.period for figure in told if figure.complete]
    return (complete or [figure.period for figure in told] or [""])[-1]


def live_features(shown: Shown, indicator: Any, place: Place, language: str) -> str:
    """The GeoJSON of the interactive map: every year a frame."""
    of = grounds(shown, place, indicator, language)
    features = [*_area_features(shown, of), *_point_features(shown, indicator, language)]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def _area_features(shown: Shown, of: Mapping[str, Ground]) -> list[dict[str, Any]]:
    if not of:
        return []
    last, scale = list(of.values())[-1], painted(of)
    return [
        {
            "type": "Feature",
            "geometry": shown.shapes[place.area_id],
            "properties": {
                "layer": "areas",
                "name": place.name,
                "href": reverse("public_site:place", args=[place.area_id]),
                "told": last.told(place),
                "fill": scale.colour(last.value(place.area_id)),
                "frames": {
                    period: {"told": found.told(place), "fill": scale.colour(found.value(place.area_id))}
                    for period, found in of.items()
                },
            },
        }
        for place in last.places
    ]


def _point_features(shown: Shown, indicator: Any, language: str) -> list[dict[str, Any]]:
    frame = shown.release.points(indicator.id)
    if frame.is_empty():
        return []
    by_place: dict[str, list[dict[str, Any]]] = {}
    for row in frame.iter_rows(named=True):
        by_place.setdefault(row["snap_id"], []).append(row)
    return [_point(rows, indicator.name(language)) for rows in by_place.values()]


def _point(rows: Sequence[Mapping[str, Any]], name: str) -> dict[str, Any]:
    # A hidden count is no zero: its point is not drawn in that year.
    counts = {str(row["period"])[:4]: row["count"] for row in rows if row["count"] is not None}
    frames = {
        year: {"told": _point_told(name, count, year), "radius": _radius(count), "shown": True}
        for year, count in counts.items()
    }
    properties = {
        "layer": "points",
        "fill": "#b3570a",
        "line": "#ffffff",
        "told": name,
        "shown": False,
        "frames": frames,
    }
    where = {"type": "Point", "coordinates": [rows[0]["longitude"], rows[0]["latitude"]]}
    return {"type": "Feature", "geometry": where, "properties": properties}


def _point_told(name: str, count: float, year: str) -> str:
    values = {"name": name, "count": writing.number(count), "year": year}
    said = _("%(name)s: %(count)s around this point in %(year)s. The point stands for eight homes or more.")
    return said % values


def _radius(count: float) -> float:
    """An area that grows with the count, as a circle's does with the square of its radius."""
    return float(min(round(3 + 2 * count**0.5, 1), 22))
