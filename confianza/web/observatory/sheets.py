"""The tables of a page: drawn on screen with `data_table`, written out as CSV with the same numbers."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from confianza.web.design import writing
from confianza.web.design.tables import Column, Interval, Link, Table
from confianza.web.observatory import labels, sentences
from confianza.web.observatory.queries import Answer, AreaFigure, Behind, IndicatorFigure, Question

if TYPE_CHECKING:
    from collections.abc import Sequence

RATE_DECIMALS = 1
# A word that breaks into three lines makes every row of a phone three lines tall.
UNBROKEN = "\N{NO-BREAK SPACE}"


def note(answer: Answer) -> str:
    """Say source, months and the day on which the figures were known."""
    question = answer.question
    return " · ".join(
        part
        for part in (labels.source(question.source), sentences.period(question.first, question.last))
        if part
    )


def rate_note() -> str:
    """Say what the rates of a table are."""
    return _("rates per 100,000 people a year")


def areas(answer: Answer, most: int | None = None) -> Table:
    """Counts and rates by area, against the same months a year before; at most so many areas, the highest
    first.
    """
    smoothed = any(row.figure.smoothed is not None for row in answer.areas)
    columns = (
        Column(labels.level(answer.question.level) or _("Area")),
        Column(labels.indicator(answer.question.indicator_id), 0),
        Column(_("Rate"), RATE_DECIMALS),
        Column(_("95 % interval"), RATE_DECIMALS),
        *([Column(_("Smoothed rate"), RATE_DECIMALS)] if smoothed else []),
        Column(_("A year before"), 0),
        Column(pgettext("between two years", "Change")),
    )
    ordered_areas = sorted(answer.areas, key=lambda row: -(row.figure.count or 0))
    rows = [_area(answer.question, row, smoothed) for row in ordered_areas[:most]]
    if answer.elsewhere:
        gap = [None] if smoothed else []
        rows.append(
            (_("Without a precise place"), answer.elsewhere, None, Interval(None, None), *gap, None, "")
        )
    told = [note(answer), rate_note(), *([smoothed_note()] if smoothed else [])]
    return Table(_("By area"), columns, rows, note=f"{' · '.join(told)}{_left_out(answer, most)}")


def smoothed_note() -> str:
    """Say what a smoothed rate is."""
    return _(
        "smoothed rate: drawn towards the rate of all these areas, the more the fewer people it rests on"
    )


def _area(question: Question, row: AreaFigure, smoothed: bool) -> tuple[Any, ...]:
    return (
        Link(row.place.name, place_url(question, row.place.area_id)),
        row.figure.count,
        row.figure.rate,
        Interval(row.figure.rate_low, row.figure.rate_high),
        *([row.figure.smoothed] if smoothed else []),
        row.change.before if row.change else None,
        change_word(row.change, row.stands_out),
    )


def _left_out(answer: Answer, most: int | None) -> str:
    if most is None or len(answer.areas) <= most:
        return ""
    values = {"most": writing.number(most), "all": writing.number(len(answer.areas))}
    return " · " + _("the first %(most)s of %(all)s; all of them are in the CSV file") % values


def change_word(change: Any, stands_out: bool) -> str:
    """Say in a word whether an area changed by more than chance, judged with all the others."""
    if change is None or change.now == change.before == 0:
        return ""
    if not stands_out:
        return _("can be chance").replace(" ", UNBROKEN)
    return _("rose") if change.difference > 0 else _("fell")


def months(answer: Answer) -> Table:
    """The trend month by month with its band."""
    columns = (
        Column(_("Month")),
        Column(labels.indicator(answer.question.indicator_id), 0),
        Column(_("Lowest of five years"), 0),
        Column(_("Middle"), RATE_DECIMALS),
        Column(_("Highest"), 0),
    )
    rows = [(writing.month(m.on), m.count, m.low, m.median, m.high) for m in reversed(answer.months)]
    return Table(_("By month"), columns, rows, note=labels.source(answer.question.source))


def kinds(answer: Answer, dimension: str) -> Table:
    """How the count divides by a mechanism, a sex, an age band or an offence."""
    told = answer.kinds[dimension]
    rows = [(labels.kind(dimension, share.code), share.count) for share in ordered(dimension, told.shares)]
    columns = (Column(KIND_TITLES[dimension]()), Column(labels.indicator(answer.question.indicator_id), 0))
    return Table(KIND_TITLES[dimension](), columns, rows, note=labels.source(told.source))


KIND_TITLES: dict[str, Callable[[], str]] = {
    "mechanism": lambda: _("By mechanism"),
    "sex": lambda: _("By sex"),
    "age_band": lambda: _("By age"),
    "offence": lambda: _("By kind of offence"),
}


def ordered(dimension: str, shares: "Sequence[Any]") -> "list[Any]":
    """Order kinds as they are read: ages by age, the others by number, what is not told last."""
    if dimension == "age_band":
        return sorted(shares, key=lambda share: (share.code is None, share.code or ""))
    return sorted(shares, key=lambda share: (share.code is None, -share.count))


def voices(answer: Answer) -> Table:
    """What each source says of the same place and months."""
    columns = (
        Column(_("Source")),
        Column(_("Count"), 0),
        Column(_("95 % interval of the count"), 0),
        Column(_("Rate"), RATE_DECIMALS),
        Column(_("Months it speaks of"), 0),
    )
    rows = [
        (labels.source(v.source), v.count, Interval(v.count_low, v.count_high), v.rate, v.months)
        for v in answer.voices
    ]
    return Table(_("What each source says"), columns, rows, note=rate_note())


def indicators(question: Question, figures: "Sequence[IndicatorFigure]") -> Table:
    """Every indicator of one place."""
    columns = (
        Column(_("Indicator")),
        Column(_("Count"), 0),
        Column(_("Rate"), RATE_DECIMALS),
        Column(_("95 % interval"), RATE_DECIMALS),
        Column(_("A year before"), 0),
        Column(pgettext("between two years", "Change")),
        Column(_("Source")),
    )
    rows = [
        (
            Link(labels.indicator(each.indicator_id), offence_url(question, each.indicator_id)),
            each.figure.count,
            each.figure.rate,
            Interval(each.figure.rate_low, each.figure.rate_high),
            each.change.before if each.change else None,
            change_word(each.change, each.change is not None and each.change.verdict != "no_clear_change"),
            labels.source(each.figure.source),
        )
        for each in figures
    ]
    period = sentences.period(question.first, question.last)
    return Table(_("All indicators"), columns, rows, note=f"{period} · {rate_note()}")


def behind(rows: "Sequence[Behind]") -> Table:
    """The deliveries behind a figure, of all sources, to be downloaded."""
    columns = (Column(_("Source")), *_columns_behind())
    return Table(
        _("Deliveries behind this figure"),
        columns,
        [(row.source, *_behind(row)) for row in rows],
    )


def behind_each(rows: "Sequence[Behind]", quoted: str) -> "list[Table]":
    """The deliveries behind a figure, a table for each source, the one that is quoted first.

    With doors to those that are named.
    """
    sources = sorted(
        {row.source for row in rows}, key=lambda source: (source != quoted, labels.source(source))
    )
    return [_behind_one(source, [row for row in rows if row.source == source]) for source in sources]


def _behind_one(source: str, rows: "Sequence[Behind]") -> Table:
    values = {"source": labels.source(source), "count": writing.number(sum(row.count for row in rows))}
    cells = [_behind(row) for row in rows]
    return Table(_("%(source)s: %(count)s") % values, _columns_behind(), cells)


def _columns_behind() -> tuple[Column, ...]:
    months, brings = _("Months it brings here"), _("Brings to this figure")
    return Column(_("Delivery")), Column(_("Office")), Column(months), Column(brings, 0)


def _behind(row: "Behind") -> tuple[Any, ...]:
    url = reverse("records:delivery", args=[row.delivery]) if row.delivery else ""
    name = Link(row.delivery, url) if url else _("not open to you")
    return name, row.office, sentences.period(row.first, row.last), row.count


def place_url(question: Question, area_id: str) -> str:
    """Address of the page of an area, with the other choices kept."""
    return _with(reverse("observatory:place", args=[area_id]), question.but(area="", level=""))


def offence_url(question: Question, indicator_id: str) -> str:
    """Address of the page of an indicator, with the other choices kept."""
    kept = question.but(indicator_id=Question().indicator_id, source="")
    return _with(reverse("observatory:offence", args=[indicator_id]), kept)


def _with(url: str, question: Question) -> str:
    return f"{url}?{question.address}" if question.address else url


def written(table: Table) -> Iterator[list[Any]]:
    """Yield the rows of a table as plain values, intervals as two columns, the heading first."""
    first = next(iter(table.rows), ())
    yield [
        name for column, cell in zip(table.columns, first, strict=False) for name in _headings(column, cell)
    ]
    for row in table.rows:
        yield [value for cell in row for value in _plain(cell)]


def _headings(column: Column, cell: Any) -> list[str]:
    label = str(column.label)
    return [f"{label}: {_('low')}", f"{label}: {_('high')}"] if isinstance(cell, Interval) else [label]


def _plain(cell: Any) -> list[Any]:
    match cell:
        case Interval(low, high):
            return [low, high]
        case Link(text, _url):
            return [text]
        case float() if cell.is_integer():
            return [int(cell)]
        case str():
            return [cell.replace(UNBROKEN, " ")]
    return [cell]
