"""The chart of an evaluation: what was counted, and what would have been."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from confianza.web.design import charts, palette, tables
from confianza.web.evaluation import sentences

HEIGHT = 240


def path(answer: Mapping[str, Any], measure: str) -> SafeString:
    """Draw counted and expected over time, with a line where the programme begins."""
    return charts.svg(path_spec(answer, measure), alt=sentences.chart(answer))


def path_spec(answer: Mapping[str, Any], measure: str) -> dict[str, Any]:
    """Return the chart as Vega-Lite has it: counted full, expected dashed."""
    rows = [
        {"series": name, "on": period, "value": value}
        for name, key in ((_("Counted"), "counted"), (_("Expected without it"), "expected"))
        for period, value in zip(answer["periods"], answer[key], strict=True)
    ]
    when = {"field": "on", "type": "temporal", "timeUnit": "utcyearmonthdate"}
    across = {**when, "axis": {"title": None, "format": "%b %Y", "tickCount": 6}}
    up = {"field": "value", "type": "quantitative", "title": None, "axis": {"format": ",~f"}}
    series = {
        "field": "series",
        "type": "nominal",
        "sort": None,
        "legend": {"symbolType": "stroke"},
        "scale": {"range": [palette.ACCENT, palette.INK_SOFT]},
    }
    dash = {"field": "series", "type": "nominal", "sort": None, "scale": {"range": [[1, 0], [5, 4]]}}
    begins = {"values": _beginnings(answer)}
    return {
        "title": measure,
        "height": HEIGHT,
        "layer": [
            {
                "data": begins,
                "mark": {"type": "rule", "color": palette.INK_SOFT, "strokeWidth": 1},
                "encoding": {"x": across},
            },
            {
                "data": begins,
                "mark": {"type": "text", "align": "left", "dx": 4, "y": 8, "color": palette.INK_SOFT},
                "encoding": {"x": across, "text": {"field": "words"}},
            },
            {
                "data": {"values": rows},
                "mark": {"type": "line", "strokeWidth": 2},
                "encoding": {"x": across, "y": up, "color": series, "strokeDash": dash},
            },
        ],
    }


def _beginnings(answer: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return where a line says that it begins: once, or in the first, the second … of several areas."""
    days = sorted({period for _area, period in answer.get("starts", ())})
    if not days:
        return [{"on": answer["periods"][answer["before"]], "words": _("It begins")}]
    return [{"on": days[0], "words": _("It begins")}, *({"on": day, "words": ""} for day in days[1:])]


def path_table(answer: Mapping[str, Any], note: str) -> tables.Table:
    """Return the numbers of the chart."""
    at = answer["before"]
    rows = [
        (date.fromisoformat(period), _("with") if place >= at else _("before"), counted, expected)
        for place, (period, counted, expected) in enumerate(
            zip(answer["periods"], answer["counted"], answer["expected"], strict=True)
        )
    ]
    columns = (
        tables.Column(_("Period that begins on")),
        tables.Column(_("The programme")),
        tables.Column(_("Counted"), 0),
        tables.Column(_("Expected without it"), 1),
    )
    return tables.Table(_("Counted and expected, period by period"), columns, rows, note)


def ways_table(answer: Mapping[str, Any], note: str) -> tables.Table:
    """Return all ways side by side, the one that speaks first."""
    rows = [_way(way, place) for place, way in enumerate(answer["ways"])]
    columns = (
        tables.Column(_("Way")),
        tables.Column(_("Difference")),
        tables.Column(_("Interval (95 %)")),
        tables.Column("p"),
        tables.Column(_("Part it plays")),
    )
    return tables.Table(_("Every way, side by side"), columns, rows, note)


def _way(way: Mapping[str, Any], place: int) -> tuple[Any, ...]:
    name = str(sentences.WAYS[way["name"]])
    if way["refused"]:
        return name, "", "", "", sentences.analysis_refused(way["refused"], way["details"] or {})
    part = _("Speaks, as registered") if place == 0 else _("Stands beside it")
    if way["reference"]:
        part = _("For comparison, no vote")
    return name, sentences.percent(way["ratio"]), sentences.interval(way), sentences.chance(way["p"]), part
