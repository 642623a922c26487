"""The report of a quarter, on screen and on paper: sentences first, then the tables behind them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from confianza.web.design.tables import Column, Interval, Link, Table
from confianza.web.observatory import labels
from confianza.web.plans import effectiveness_sentences as said
from confianza.web.plans import printing
from confianza.web.plans.coordination_sentences import known
from confianza.web.plans.models import EffectivenessReport, Stage
from confianza.web.plans.rules import quarters
from confianza.web.surveys import telling
from confianza.web.territory import queries as territory
from confianza.web.territory.models import Area

Told = Mapping[str, Any]
PERCENT = 100


def shown(report: EffectivenessReport) -> dict[str, Any]:
    """Return what the page of a report shows."""
    names = territory.names_by_key([report.area])
    return {
        "report": report,
        "place": names[report.area_id],
        "quarter": said.quarter(report.quarter),
        "known": known(report.told["known_at"]),
        "parts": parts(report.told),
    }


def parts(told: Told) -> list[printing.Part]:
    """Return the parts of a report."""
    problems, perception = told["problems"], told["perception"]
    return [
        printing.Part(_("What was promised"), [said.promises(told["promises"])], _promises(told["promises"])),
        printing.Part(
            pgettext("report", "Problems"),
            [said.problems(problems), said.verdicts(problems)],
            [_stages(problems), *_verdicts(problems)],
        ),
        printing.Part(
            _("With the community"), [said.requests(told["requests"]), said.meetings(told["meetings"])]
        ),
        printing.Part(_("Weekly meetings"), [said.weekly(told["weekly"])]),
        printing.Part(_("What people say"), said.perception(perception), _perceived(perception)),
        printing.Part(
            _("What was counted"), _counted_said(told), [_counted(told)] if told["counted"] else []
        ),
        printing.Part(_("What was learned"), _learned(told), [_lessons(told)] if told["lessons"] else []),
    ]


def named(missing: Sequence[tuple[Area, str]]) -> list[tuple[str, str]]:
    """Return places and quarters without a report, as people call them."""
    names = territory.names_by_key(area for area, _quarter in missing)
    return [(names[area.pk], said.quarter(quarter)) for area, quarter in missing]


def paper(report: EffectivenessReport) -> bytes:
    """Return a report on paper (PDF) in the reader's language."""
    of = shown(report)
    _first, last = quarters.bounds(report.quarter)
    return printing.pdf(
        printing.Paper(
            title=_("What the work came to"),
            lead=f"{of['place']} · {of['quarter']}",
            foot=_("Fingerprint of the report (SHA-256): %(sha)s") % {"sha": report.sha256},
            last=last,
            parts=[*of["parts"], *_words(report)],
            facts={_("As known"): of["known"], _("Computed for"): report.computed_by},
        )
    )


def file_name(report: EffectivenessReport) -> str:
    """Return a name for the file."""
    return f"{pgettext('file name', 'effectiveness')}-{report.area.code}-{report.quarter}.pdf"


def _words(report: EffectivenessReport) -> list[printing.Part]:
    return (
        [printing.Part(_("In the words of whoever closed the quarter"), [report.words])]
        if report.words
        else []
    )


def _promises(told: Told) -> list[Table]:
    if not said.due(told):
        return []
    rows = [
        (_("Kept by the day first promised"), told["in_time"]),
        (_("Kept later"), told["kept_late"]),
        (_("Not kept"), told["broken"]),
        (_("Still open when the report was made"), told["waiting"]),
        (_("Released with a reason"), told["released"]),
        (_("Days moved"), told["moved"]),
    ]
    columns = (Column(_("Promised for a day of the quarter")), Column(_("Promises"), 0))
    return [Table(_("Promises"), columns, rows)]


def _stages(told: Told) -> Table:
    rows = [(str(Stage(code).label), count) for code, count in told["by_stage"].items()]
    return Table(
        _("Problems by stage"), (Column(_("Stage")), Column(pgettext("report", "Problems"), 0)), rows
    )


def _verdicts(told: Told) -> list[Table]:
    if not told["assessed"]:
        return []
    rows = [(str(said.VERDICTS[code]), count) for code, count in told["verdicts"].items()]
    columns = (Column(_("What the measure agreed before says")), Column(pgettext("report", "Problems"), 0))
    return [Table(_("Assessed in the quarter"), columns, rows)]


def _perceived(told: Told | None) -> list[Table]:
    if told is None:
        return []
    columns = (
        Column(_("Question")),
        Column(_("Now"), 1),
        Column(_("Between"), 1),
        Column(_("Since the wave before"), 1),
        Column(pgettext("of a change", "Verdict")),
    )
    rows = [_answered(each) for each in told["questions"]]
    return [Table(_("Answers"), columns, rows, note=_("shares in percent; 95 %"))]


def _answered(each: Told) -> tuple[Any, ...]:
    scale = PERCENT if each["measure"] == "share" else 1
    now, low, high, change = (
        None if each[name] is None else each[name] * scale for name in ("estimate", "low", "high", "change")
    )
    return telling.said(each["name"]), now, Interval(low, high), change, said.way(each)


def _counted_said(told: Told) -> list[str]:
    if not told["counted"]:
        return [_("No source tells of this place yet.")]
    return [said.counted(each) for each in told["counted"]]


def _counted(told: Told) -> Table:
    columns = (
        Column(_("Counted")),
        Column(_("This quarter"), 0),
        Column(_("A year before"), 0),
        Column(_("Times as many, 95 %"), 2),
        Column(_("Source")),
    )
    rows = [
        (
            labels.indicator(each["indicator"]),
            each["now"],
            each["before"],
            None if each["low"] is None or each["high"] is None else Interval(each["low"], each["high"]),
            labels.source(each["source"]) if each["source"] else "",
        )
        for each in told["counted"]
    ]
    note = _("a change, not an effect; judged together")
    return Table(_("Beside the same quarter a year before"), columns, rows, note=note)


def _learned(told: Told) -> list[str]:
    if told["lessons"]:
        return [_("From the problems closed in the quarter.")]
    return [_("No problem was closed with a lesson in this quarter.")]


def _lessons(told: Told) -> Table:
    columns = (Column(pgettext("report", "Problem")), Column(_("What others should know")))
    rows = [
        (Link(each["title"], reverse("plans:problem", args=[each["id"]])), each["lesson"])
        for each in told["lessons"]
    ]
    return Table(_("Lessons"), columns, rows)
