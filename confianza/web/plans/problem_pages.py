"""What the page of a problem shows of its evidence and its assessment: sentences, charts, tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from confianza.web.design import charts, patterns, writing
from confianza.web.design.tables import Column, Table
from confianza.web.observatory import analysis_sentences, labels
from confianza.web.plans import appraisal_sentences, problem_sentences
from confianza.web.plans.models import Appraisal, Evidence, Measure, Page, Stage
from confianza.web.territory import queries as territory

SHIFTS = ((0, 6), (6, 12), (12, 18), (18, 24))
# Which part of the page each stage is about.
WAY = {
    Stage.SCAN: "senales",
    Stage.ANALYSE: "analisis",
    Stage.RESPOND: "respuesta",
    Stage.ASSESS: "resultado",
    Stage.CLOSED: "pasos",
}


@dataclass(frozen=True)
class Told:
    """An assessment in words and pictures. `mark` and `word`: its verdict; `cautions` are always told."""

    made: Appraisal
    mark: str
    word: str
    said: str
    seeing: str
    beyond: str
    cautions: list[str]
    title: str
    drawing: SafeString
    table: Table


def assessment(made: Appraisal) -> Told:
    """Return an assessment as a page shows it."""
    told, (mark, word) = made.told, problem_sentences.verdict(made.told)
    title = measured(made.measure)
    said = appraisal_sentences.said(told)
    return Told(
        made=made,
        mark=mark,
        word=word,
        said=said,
        seeing=appraisal_sentences.seeing(told),
        beyond=appraisal_sentences.beyond(told),
        cautions=[*_late(made.measure), *appraisal_sentences.cautions(told)],
        title=title,
        drawing=charts.svg(_months(made), alt=said),
        table=_months_table(made),
    )


def measured(told: Measure) -> str:
    """Say what was agreed, in one sentence."""
    places = territory.names_by_key([told.area, told.comparison])
    return problem_sentences.measure(told, labels.indicator(told.indicator), places)


def _late(told: Measure) -> list[str]:
    if not told.is_late:
        return []
    day = writing.day(told.agreed_at)
    return [
        _("The measure was agreed on %(day)s, when its months had begun: who agreed may have known them.")
        % {"day": day}
    ]


def _names(told: Measure) -> tuple[str, str]:
    places = territory.names_by_key([told.area, told.comparison])
    return places[told.area_id], places.get(told.comparison_id or 0, "")


def _months(made: Appraisal) -> dict[str, Any]:
    here, beside = _names(made.measure)
    rows = [(here, _month(month), count) for month, count, _beside in made.told["months"]]
    if beside:
        rows += [(beside, _month(month), count) for month, _count, count in made.told["months"]]
    return charts.lines(rows, measure=labels.indicator(made.measure.indicator))


def _months_table(made: Appraisal) -> Table:
    here, beside = _names(made.measure)
    columns = [Column(_("Month")), Column(_("Side")), Column(here, 0)]
    columns += [Column(beside, 0)] if beside else []
    rows = []
    for month, count, compared in made.told["months"]:
        on = _month(month)
        side = _("before") if on <= made.measure.before_until else _("after")
        rows.append((writing.month(on), side, count, *([compared] if beside else [])))
    note = labels.source(made.told["source"]) if made.told.get("source") else ""
    return Table(labels.indicator(made.measure.indicator), columns, rows, note=note)


def evidence_table(kept: Evidence, content: Mapping[str, Any]) -> Table:
    """Return the figures of a page kept, or of the same page today, as a table."""
    tables = {Page.MONTHS: _table_of_months, Page.WEEK: _table_of_week, Page.HOT_SPOTS: _table_of_spots}
    return tables[Page(kept.page)](problem_sentences.title(kept), content["figures"])


def evidence_drawing(kept: Evidence, content: Mapping[str, Any]) -> SafeString | None:
    """Return the figures of a page kept as a drawing; None for those that are a list of places."""
    alt, figures = problem_sentences.spoken(content["said"]), content["figures"]
    if kept.page == Page.MONTHS:
        moments = [charts.Moment(_month(month), count) for month, count in figures]
        what = labels.indicator(content["asked"]["indicator"])
        return charts.svg(charts.trend(moments, measure=what), alt=alt)
    if kept.page == Page.WEEK:
        return charts.svg(_week(figures), alt=alt)
    return None


def _week(figures: list[list[float]]) -> dict[str, Any]:
    return patterns.week(
        figures,
        days=[str(WEEKDAYS[day]) for day in range(len(figures))],
        measure=_("By day of the week and hour"),
        hour=_("Hour of the day"),
        scale=_("Incidents"),
    )


def _table_of_months(title: str, figures: list[Any]) -> Table:
    columns = [Column(_("Month")), Column(_("Counted"), 0)]
    return Table(
        title, columns, [(writing.month(_month(month)), count) for month, count in reversed(figures)]
    )


def _table_of_week(title: str, figures: list[list[float]]) -> Table:
    columns = [Column(_("Day")), *(Column(f"{first:02d}–{last:02d}", 0) for first, last in SHIFTS)]
    rows = [
        (str(WEEKDAYS[day]), *(sum(hours[first:last]) for first, last in SHIFTS))
        for day, hours in enumerate(figures)
    ]
    return Table(title, columns, rows)


def _table_of_spots(title: str, figures: list[dict[str, Any]]) -> Table:
    columns = [
        Column(_("Where")),
        Column(_("In the period"), 0),
        Column(_("As long before"), 0),
        Column(_("Kind")),
    ]
    rows = [
        (" / ".join(each["where"]), each["now"], each["before"], analysis_sentences.kind(each["kind"]))
        for each in figures
    ]
    return Table(title, columns, rows)


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")
