"""Charts of patterns: the hours of a week, how few places hold how much, what is to be expected."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from confianza.web.design import palette

Spec = dict[str, Any]

CELL = 15


@dataclass(frozen=True)
class Expected:
    """One period: what was counted (None: still to come), and the band in which it was to be expected."""

    on: date
    value: float | None
    expected: float | None = None
    low: float | None = None
    high: float | None = None


def week(
    weights: Sequence[Sequence[float]], *, days: Sequence[str], measure: str, hour: str, scale: str
) -> Spec:
    """The hours of the day across, the days of the week down: the darker, the more (7 rows of 24 numbers)."""
    values = [
        {"day": days[row], "hour": column, "value": value}
        for row, hours in enumerate(weights)
        for column, value in enumerate(hours)
    ]
    colour = {
        "field": "value",
        "type": "quantitative",
        "scale": {"range": list(palette.SEQUENTIAL), "domainMin": 0},
        "legend": {"title": scale, "orient": "bottom", "gradientLength": 160, "format": ",~f"},
    }
    across = {
        "field": "hour",
        "type": "ordinal",
        "axis": {"title": hour, "labelAngle": 0, "values": [0, 3, 6, 9, 12, 15, 18, 21], "orient": "top"},
    }
    down = {"field": "day", "type": "ordinal", "sort": list(days), "axis": {"title": None}}
    return {
        "title": measure,
        "height": 7 * CELL * 1.6,
        "data": {"values": values},
        "mark": {"type": "rect", "stroke": palette.PAPER, "strokeWidth": 1},
        "encoding": {"x": across, "y": down, "color": colour},
    }


def curve(
    places: Sequence[float], held: Sequence[float], *, measure: str, across: str, marks: Sequence[float] = ()
) -> Spec:
    """How few places hold how much: shares from 0 to 1, the most afflicted first; `marks` are drawn across.

    The dashed line is what it would be if every place had the same.
    """
    values = [{"places": at, "held": share} for at, share in zip(places, held, strict=True)]
    percent = {"format": ".0%", "tickCount": 5}
    x = {"field": "places", "type": "quantitative", "axis": {"title": across, **percent}}
    y = {"field": "held", "type": "quantitative", "axis": {"title": None, **percent}}
    even = {"values": [{"places": 0, "held": 0}, {"places": 1, "held": 1}]}
    dashed = {"type": "line", "color": palette.INK_SOFT, "strokeDash": [4, 3], "strokeWidth": 1.2}
    layers: list[Spec] = [
        {"data": even, "mark": dashed, "encoding": {"x": x, "y": y}},
        {
            "mark": {"type": "line", "color": palette.ACCENT, "strokeWidth": 2.5},
            "encoding": {"x": x, "y": y, "order": {"field": "places"}},
        },
        *(
            {"mark": {"type": "rule", "color": palette.SECOND}, "encoding": {"x": None, "y": {"datum": mark}}}
            for mark in marks
        ),
    ]
    return {"title": measure, "height": 250, "data": {"values": values}, "layer": layers}


def fan(periods: Sequence[Expected], *, measure: str, names: tuple[str, str], dates: str = "%b %Y") -> Spec:
    """What was counted, over the band in which it was to be expected, and the band of what is to come."""
    values = [{**asdict(each), "on": each.on.isoformat()} for each in periods]
    axis = {"title": None, "format": dates, "tickCount": 6}
    x = {"field": "on", "type": "temporal", "timeUnit": "utcyearmonthdate", "axis": axis}
    colours = {"domain": list(names), "range": [palette.ACCENT, palette.ACCENT_SOFT]}

    def named(place: int) -> Spec:
        return {
            "datum": names[place],
            "type": "nominal",
            "scale": colours,
            "legend": {"symbolType": "square"},
        }

    def of(field: str) -> Spec:
        return {"field": field, "type": "quantitative", "title": None, "axis": {"format": ",~f"}}

    middle = {"type": "line", "color": palette.INK_SOFT, "strokeWidth": 1.2, "strokeDash": [4, 3]}
    line = {"type": "line", "strokeJoin": "round", "point": {"size": 34, "filled": True}}
    layers = [
        {"mark": {"type": "area"}, "encoding": {"y": of("low"), "y2": {"field": "high"}, "color": named(1)}},
        {"mark": middle, "encoding": {"y": of("expected")}},
        {"mark": line, "encoding": {"y": of("value"), "color": named(0)}},
    ]
    return {
        "title": measure,
        "height": 250,
        "data": {"values": values},
        "encoding": {"x": x},
        "layer": layers,
    }
