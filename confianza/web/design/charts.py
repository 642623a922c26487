"""Charts: what a page says in Vega-Lite, with builders for the shapes every room needs.

Each builder returns a specification and `svg(spec, alt=…)` draws it; colours, fonts, widths are the theme's.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from confianza.web.design import palette
from confianza.web.design.drawing import svg

__all__ = [
    "Bar",
    "Change",
    "Moment",
    "bars",
    "columns",
    "intervals",
    "lines",
    "sparkline",
    "svg",
    "trend",
    "waterfall",
]

Spec = dict[str, Any]


@dataclass(frozen=True)
class Moment:
    """One month (or day, or year) of a trend; `low`, `middle`, `high` are what earlier years were like."""

    on: date
    value: float | None
    low: float | None = None
    middle: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Bar:
    """One bar, with its interval where there is one."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Change:
    """One step of a waterfall: by how much it moves the sum; a `whole` one is drawn from zero and sets it."""

    label: str
    value: float
    whole: bool = False


def trend(
    moments: Sequence[Moment], *, measure: str, observed: str = "", band: str = "", height: int = 250
) -> Spec:
    """A line of observed values over a band of what earlier years were like at the same time.

    `measure` stands above the vertical axis; `observed` and `band` name line and band in the legend.
    """
    values = [{**asdict(moment), "on": moment.on.isoformat()} for moment in moments]
    layers: list[Spec] = [{"mark": _LINE, "encoding": {"y": _quantity("value")}}]
    if any(moment.high is not None for moment in moments):
        names = (observed or _("Observed"), band or _("Lowest to highest, previous five years"))
        layers = [*_usual(names), layers[0]]
        layers[-1]["encoding"]["color"] = _named(names, 0)
    return {**_ground(values, measure, height), "encoding": {"x": _when("on")}, "layer": layers}


def lines(rows: Sequence[tuple[str, date, float | None]], *, measure: str, height: int = 250) -> Spec:
    """Several series over time, told apart by colour and dash: rows are (series, date, value)."""
    values = [{"series": series, "on": on.isoformat(), "value": value} for series, on, value in rows]
    series = {"field": "series", "type": "nominal", "sort": None, "legend": {"symbolType": "stroke"}}
    encoding = {"x": _when("on"), "y": _quantity("value"), "color": series, "strokeDash": series}
    return {**_ground(values, measure, height), "mark": _LINE, "encoding": encoding}


def bars(items: Sequence[Bar], *, measure: str, decimals: int = 0) -> Spec:
    """Horizontal bars in the order given, each with its number and, where known, its interval as a rule."""
    values = _bar_values(items)
    labels = {**_LABEL, "axis": {"title": None, "domain": False}}
    encoding = {"y": labels, "x": {**_roomy("value", values, 1.25), "axis": None}}
    shown = {"x": _quantity("end"), "text": _written(decimals)}
    layers = [
        {"mark": {"type": "bar", "height": {"band": 0.65}}},
        {"mark": _RULE, "encoding": {"x": _quantity("low"), "x2": {"field": "high"}}},
        {"mark": {"type": "text", "align": "left", "dx": 6}, "encoding": shown},
    ]
    return {**_ground(values, measure, 26 * max(len(items), 1)), "encoding": encoding, "layer": layers}


def columns(items: Sequence[Bar], *, measure: str, decimals: int = 0, height: int = 230) -> Spec:
    """Upright bars in the order given (years), each with its number above and its interval as a rule."""
    values = _bar_values(items)
    # Named in full: a bar without a value would else lose its place, and its neighbours would close the gap.
    places = {"domain": [item.label for item in items]}
    across = {**_LABEL, "scale": places, "axis": {"title": None, "labelAngle": 0}}
    encoding = {"x": across, "y": _roomy("value", values, 1.1)}
    shown = {"y": _quantity("end"), "text": _written(decimals)}
    layers = [
        {"mark": {"type": "bar", "width": {"band": 0.62}}},
        {"mark": _RULE, "encoding": {"y": _quantity("low"), "y2": {"field": "high"}}},
        {"mark": {"type": "text", "baseline": "bottom", "dy": -5}, "encoding": shown},
    ]
    return {**_ground(values, measure, height), "encoding": encoding, "layer": layers}


def intervals(items: Sequence[Bar], *, measure: str, mark: float, decimals: int = 0) -> Spec:
    """Estimates as dots, each with its number and its interval as a rule, beside an upright line at `mark`.

    The axis does not begin at zero: what matters is how far the estimates lie apart. A label may have two
    lines.
    """
    values = _bar_values(items)
    ends = [row[end] for row in values for end in ("low", "high", "value") if row[end] is not None]
    least, most = min([mark, *ends]), max([mark, *ends])
    room = 0.14 * ((most - least) or 1)
    scale = {"domain": [least - room / 3, most + room], "nice": False, "zero": False}
    across = {**_quantity("value"), "scale": scale, "axis": {"title": None, "format": ",~f", "tickCount": 5}}
    labels = {**_LABEL, "axis": {"title": None, "domain": False, "labelExpr": "split(datum.label, '\\n')"}}
    line = {**_RULE, "color": palette.SECOND, "strokeDash": [4, 3]}
    layers: list[Spec] = [
        {"mark": line, "encoding": {"x": {"datum": mark}, "y": None}},
        {"mark": _RULE, "encoding": {"x": {**_quantity("low"), "scale": scale}, "x2": {"field": "high"}}},
        {
            "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1, "color": palette.ACCENT},
            "encoding": {"x": across},
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 6},
            "encoding": {"x": _quantity("end"), "text": _written(decimals)},
        },
    ]
    return {
        **_ground(values, measure, 40 * max(len(values), 1)),
        "encoding": {"y": labels},
        "layer": layers,
    }


def waterfall(changes: Sequence[Change], *, measure: str, decimals: int = 1) -> Spec:
    """Bars that begin where the one above ended: what moves a sum up (accent), down (second colour), and the
    sums themselves (soft ink). Each has its number beside it, with its sign where it is a change. A label may
    have a second line.
    """
    values = _floating(changes, decimals)
    span = max(row["right"] for row in values), min(row["left"] for row in values)
    room = 0.2 * ((span[0] - span[1]) or 1)
    scale = {"domain": [min(span[1], 0), max(span[0], 0) + room], "nice": False}
    kinds = {"domain": ["up", "down", "sum"], "range": [palette.ACCENT, palette.SECOND, palette.INK_SOFT]}
    colour = {"field": "kind", "type": "nominal", "scale": kinds, "legend": None}
    across = {**_quantity("left"), "scale": scale, "axis": {"title": None, "format": ",~f", "tickCount": 5}}
    labels = {**_LABEL, "axis": {"title": None, "domain": False, "labelExpr": "split(datum.label, '\\n')"}}
    floating = {"x": across, "x2": {"field": "right"}, "color": colour}
    written = {"x": _quantity("right"), "text": {"field": "written"}}
    tall = 44 if any("\n" in change.label for change in changes) else 28
    layers: list[Spec] = [
        {"mark": {"type": "bar", "height": {"band": 0.65}}, "encoding": floating},
        {"mark": {**_RULE, "strokeWidth": 1}, "encoding": {"x": {"datum": 0}, "y": None}},
        {"mark": {"type": "text", "align": "left", "dx": 6}, "encoding": written},
    ]  # fmt: skip
    return {
        **_ground(values, measure, tall * max(len(values), 1)),
        "encoding": {"y": labels},
        "layer": layers,
    }


def sparkline(values: Sequence[float | None], *, alt: str) -> SafeString:
    """A line without axes, to stand in a table beside its numbers; gaps where a value is missing."""
    top = max((value for value in values if value is not None), default=0) or 1
    step = _SPARK_WIDTH / max(len(values) - 1, 1)
    spots = [
        None
        if value is None
        else f"{place * step + 2:.1f},{_SPARK_HEIGHT - 2 - value / top * (_SPARK_HEIGHT - 4):.1f}"
        for place, value in enumerate(values)
    ]
    return format_html(
        '<svg class="sparkline" viewBox="0 0 {} {}" role="img" aria-label="{}"><path d="{}" fill="none"'
        ' stroke="{}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>',
        *(_SPARK_WIDTH + 4, _SPARK_HEIGHT, alt, _path(spots), palette.ACCENT),
    )


_SPARK_WIDTH, _SPARK_HEIGHT = 108, 28
_LINE: Spec = {"type": "line", "strokeJoin": "round", "point": {"size": 34, "filled": True}}
_RULE: Spec = {"type": "rule", "color": palette.INK, "strokeWidth": 1.5}
_LABEL: Spec = {"field": "label", "type": "nominal", "sort": None}


def _ground(values: Sequence[Spec], measure: str, height: int) -> Spec:
    return {"title": measure, "height": height, "data": {"values": list(values)}}


def _when(field: str) -> Spec:
    # Dates have no clock: read and written in UTC, or January shows as December west of Greenwich.
    axis = {"title": None, "format": "%b %Y", "tickCount": 6}
    return {"field": field, "type": "temporal", "timeUnit": "utcyearmonthdate", "axis": axis}


def _quantity(field: str) -> Spec:
    return {"field": field, "type": "quantitative", "title": None, "axis": {"format": ",~f"}}


def _roomy(field: str, values: Sequence[Spec], room: float) -> Spec:
    """A scale that ends past the longest bar, so that its number has room."""
    longest = max((row["end"] or 0 for row in values), default=0) or 1
    return {**_quantity(field), "scale": {"domainMax": room * longest, "nice": False}}


def _written(decimals: int) -> Spec:
    return {"field": "value", "type": "quantitative", "format": f",.{decimals}f"}


def _named(names: tuple[str, str], place: int) -> Spec:
    """Put one layer in the legend under its own name: the line first, then the band."""
    scale = {"domain": list(names), "range": [palette.ACCENT, palette.ACCENT_SOFT]}
    return {"datum": names[place], "type": "nominal", "scale": scale, "legend": {"symbolType": "square"}}


def _usual(names: tuple[str, str]) -> list[Spec]:
    band = {"y": _quantity("low"), "y2": {"field": "high"}, "color": _named(names, 1)}
    middle = {"type": "line", "color": palette.INK_SOFT, "strokeWidth": 1.2, "strokeDash": [4, 3]}
    return [
        {"mark": {"type": "area"}, "encoding": band},
        {"mark": middle, "encoding": {"y": _quantity("middle")}},
    ]


def _bar_values(items: Sequence[Bar]) -> list[Spec]:
    """One row per bar; `end` is where its number is written: past the bar and past its interval."""
    return [{**asdict(item), "end": item.value if item.high is None else item.high} for item in items]


def _floating(changes: Sequence[Change], decimals: int) -> list[Spec]:
    """One row per step: where its bar begins and ends, of which kind it is, and its number as written."""
    rows, total = [], 0.0
    for change in changes:
        begin = 0.0 if change.whole else total
        total = begin + change.value
        kind = "sum" if change.whole else "up" if change.value >= 0 else "down"
        sign = "" if change.whole or change.value < 0 else "+"
        written = f"{sign}{change.value:,.{decimals}f}".replace("-", "\u2212")
        ends = {"left": min(begin, total), "right": max(begin, total)}
        rows.append({"label": change.label, "kind": kind, "written": written, **ends})
    return rows


def _path(spots: Sequence[str | None]) -> str:
    drawn, pen_down = [], False
    for spot in spots:
        if spot is not None:
            drawn.append(("L" if pen_down else "M") + spot)
        pen_down = spot is not None
    return "".join(drawn)
