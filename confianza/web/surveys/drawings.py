"""Charts and maps of results: waves with their intervals, neighbourhoods side by side and on the map."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from confianza.web.design import charts, classes, maps, palette
from confianza.web.surveys import result_sentences as sentences
from confianza.web.surveys.telling import Figure, Moved, Place, Question
from confianza.web.territory import queries as territory

PERCENT = 100
HEIGHT = 190
# How much of the scale is kept free above the highest interval, for its number.
ROOM = 0.12
FEWEST_ON_A_MAP = 2
# As many as stand beside each other on a telephone.
MOST_LABELS = 4
CLASSES = 5


def waves(told: Question) -> SafeString:
    """Draw a question over the waves: a dot and its interval each; what is more than noise is joined by a
    full line, what cannot be told from chance by a broken one.
    """
    return charts.svg(waves_spec(told), alt=sentences.change(told))


def waves_spec(told: Question, *, height: int = HEIGHT) -> dict[str, Any]:
    """Return the chart of a question over the waves as Vega-Lite has it, `height` of its units tall."""
    figures = [each for each in told.figures if each.is_told and each.is_comparable]
    rows = [_row(told, each) for each in figures]
    labels = {"domain": [row["label"] for row in rows]}
    across = {
        "field": "label", "type": "nominal", "sort": None, "scale": labels,
        "axis": {
            "title": None, "labelAngle": 0, "labelFlush": False, "labelOverlap": len(rows) > MOST_LABELS,
        },
    }  # fmt: skip
    low, high = (end * _factor(told) for end in told.scale)
    scale = {"domain": [low, high + ROOM * (high - low)], "nice": False, "zero": False}
    up = {"type": "quantitative", "title": None, "scale": scale, "axis": {"format": ",~f", "tickCount": 5}}
    return {
        "title": _measure(told),
        "height": height,
        "data": {"values": rows},
        "encoding": {"x": across},
        "layer": [*_joined(told, figures, up), *_dots(up)],
    }


def places(told: Question) -> SafeString:
    """Draw the neighbourhoods that are told, in the order of their names, beside the line of everybody."""
    return charts.svg(places_spec(told), alt=sentences.places(told))


def places_spec(told: Question) -> dict[str, Any]:
    """Return the chart of the neighbourhoods as Vega-Lite has it."""
    factor = _factor(told)
    shown = [place for place in told.places if place.is_told]
    bars = [charts.Bar(place.name, *(_times(end, factor) for end in _ends(place))) for place in shown]
    whole = _times(told.last.estimate, factor) or 0.0
    return charts.intervals(bars, measure=_measure(told), mark=whole, decimals=1)


def area_map(told: Question) -> SafeString | None:
    """Draw the neighbourhoods on the map, those not told hatched; None where there are no borders."""
    found = shapes(told.places)
    if len(found) < FEWEST_ON_A_MAP:
        return None
    factor = _factor(told)
    return maps.choropleth(
        found,
        values={place.area: _times(place.estimate, factor) for place in told.places},
        title=sentences.places(told),
        measure=_measure(told),
        decimals=1,
        classes=_fifths(told),
        tellings={place.area: sentences.place(told, place) for place in told.places},
        absent=_("No data, or not shown"),
    )


def _fifths(told: Question) -> classes.Classes:
    """Return five classes of the whole scale: spread over a few tenths, colours would make much of noise."""
    low, high = (end * _factor(told) for end in told.scale)
    step = (high - low) / CLASSES
    return classes.Classes([low + n * step for n in range(CLASSES)], decimals=1)


def shapes(found: Sequence[Place]) -> list[maps.Shape]:
    """Return the borders of neighbourhoods, where they have any."""
    wanted = {place.area for place in found}
    levels = {area.partition("-")[0] for area in wanted}
    every = [
        shape
        for geography in ("administrative", "police")
        for level in sorted(levels)
        for shape in territory.shapes(geography, level)
    ]
    return [shape for shape in every if shape.area_id in wanted]


def _row(told: Question, figure: Figure) -> dict[str, Any]:
    factor = _factor(told)
    value, low, high = (_times(end, factor) for end in _ends(figure))
    label = _label(told, figure)
    return {
        "label": label,
        "value": value,
        "low": low,
        "high": high,
        "text": sentences.value(told, figure.estimate),
    }


def _label(told: Question, figure: Figure) -> str:
    """Name a wave by its month, and by its number where another began in the same."""
    label = sentences.briefly(figure)
    same = [each for each in told.figures if sentences.briefly(each) == label]
    return f"{label} ({figure.wave})" if len(same) > 1 else label


def _joined(told: Question, figures: Sequence[Figure], up: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the lines between waves: full and dark where the change is more than noise."""
    steps = {(step.earlier, step.later): step for step in told.steps}
    if told.moved:
        steps[told.moved.earlier, told.moved.later] = told.moved
    return [
        _line(told, (one, other), steps.get((one.wave, other.wave)), up) for one, other in pairwise(figures)
    ]


def _line(
    told: Question, ends: tuple[Figure, Figure], moved: Moved | None, up: Mapping[str, Any]
) -> dict[str, Any]:
    sure = bool(moved and moved.is_sure)
    mark: dict[str, Any] = {"type": "line", "strokeWidth": 3 if sure else 1.5, "point": False}
    mark["color"] = palette.ACCENT if sure else palette.INK_SOFT
    if not sure:
        mark["strokeDash"] = [5, 4]
    rows = [_row(told, end) for end in ends]
    return {"data": {"values": rows}, "mark": mark, "encoding": {"y": {**up, "field": "value"}}}


def _dots(up: Mapping[str, Any]) -> list[dict[str, Any]]:
    rule = {"type": "rule", "color": palette.INK, "strokeWidth": 2}
    dot = {"type": "point", "filled": True, "size": 110, "opacity": 1, "color": palette.ACCENT}
    text = {"type": "text", "baseline": "bottom", "dy": -5, "fontWeight": 600}
    return [
        {"mark": rule, "encoding": {"y": {**up, "field": "low"}, "y2": {"field": "high"}}},
        {"mark": dot, "encoding": {"y": {**up, "field": "value"}}},
        {"mark": text, "encoding": {"y": {**up, "field": "high"}, "text": {"field": "text"}}},
    ]


def _measure(told: Question) -> str:
    return f"{sentences.scale(told)}, %" if told.is_share else sentences.scale(told)


def _factor(told: Question) -> float:
    return PERCENT if told.is_share else 1


def _times(number: float | None, factor: float) -> float | None:
    return None if number is None else number * factor


def _ends(found: Figure | Place) -> tuple[float | None, float | None, float | None]:
    return found.estimate, found.low, found.high
