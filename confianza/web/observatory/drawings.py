"""The charts and the map of a page."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from confianza.web.design import charts, maps, writing
from confianza.web.observatory import labels, sentences, sheets
from confianza.web.observatory.queries import Answer, AreaFigure

MOST_BARS = 12
# Two shapes of the same area would overlap; a map needs at least two areas to compare.
FEWEST_AREAS = 2


def trend(answer: Answer) -> SafeString:
    """The months of the last two years over the band of the five years before each."""
    moments = [charts.Moment(m.on, m.count, m.low, m.median, m.high) for m in answer.months]
    name = labels.indicator(answer.question.indicator_id)
    measure = _("%(indicator)s by month") % {"indicator": name}
    return charts.svg(
        charts.trend(moments, measure=measure, observed=name), alt=sentences.last_month(answer.months)
    )


def kinds(answer: Answer, dimension: str) -> SafeString:
    """Bars of how the count divides."""
    shares = sheets.ordered(dimension, answer.kinds[dimension].shares)
    shown = shares if dimension == "age_band" else shares[:MOST_BARS]
    items = [charts.Bar(labels.kind(dimension, share.code), share.count) for share in shown]
    measure = labels.indicator(answer.question.indicator_id)
    return charts.svg(charts.bars(items, measure=measure), alt=sheets.KIND_TITLES[dimension]())


def voices(answer: Answer) -> SafeString:
    """A line for each source, to see where they part."""
    rows = [(labels.source(source), on, count) for source, on, count in answer.voice_months]
    measure = labels.indicator(answer.question.indicator_id)
    return charts.svg(charts.lines(rows, measure=measure), alt=sentences.voices(answer))


def area_map(answer: Answer) -> SafeString | None:
    """The areas coloured by rate or count, each a door to its page; None where there are no borders to
    draw.
    """
    rows = [row for row in answer.areas if row.place.area_id in answer.shapes]
    if len(rows) < FEWEST_AREAS:
        return None
    by_rate = is_by_rate(answer)
    return maps.choropleth(
        [maps.Shape(row.place.area_id, row.place.name, answer.shapes[row.place.area_id]) for row in rows],
        values={row.place.area_id: row.figure.rate if by_rate else row.figure.count for row in rows},
        title=labels.measure(answer.question.but(measure="rate" if by_rate else "count")),
        measure=labels.measure(answer.question.but(measure="rate" if by_rate else "count")),
        decimals=1 if by_rate else 0,
        links={row.place.area_id: sheets.place_url(answer.question, row.place.area_id) for row in rows},
        tellings={row.place.area_id: telling(row) for row in rows},
    )


def is_by_rate(answer: Answer) -> bool:
    """Whether the map shows rates: they were asked for, and there is a population to divide by."""
    return answer.question.measure == "rate" and any(row.figure.rate is not None for row in answer.areas)


def telling(row: AreaFigure) -> str:
    """What the tooltip of an area says."""
    if row.figure.count is None:
        return _("%(name)s: no data") % {"name": row.place.name}
    values = {"name": row.place.name, "count": writing.number(row.figure.count)}
    if row.figure.rate is None:
        return _("%(name)s: %(count)s") % values
    values["rate"] = writing.number(row.figure.rate, 1)
    values["interval"] = writing.interval(row.figure.rate_low, row.figure.rate_high)
    return _("%(name)s: %(count)s, or %(rate)s per 100,000 a year (%(interval)s)") % values


def dimensions(answer: Answer, wanted: Sequence[str]) -> list[str]:
    """The dimensions of which some source tells something."""
    return [name for name in wanted if any(share.code is not None for share in answer.kinds[name].shares)]
