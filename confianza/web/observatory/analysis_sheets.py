"""The tables of the pages of analysis, on screen and as files with the same numbers."""

from collections.abc import Sequence
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from confianza.web.design import writing
from confianza.web.design.tables import Column, Interval, Table
from confianza.web.observatory import analysis_sentences as said
from confianza.web.observatory import labels
from confianza.web.observatory.queries.incidents import Incidents
from confianza.web.observatory.queries.patterns import HARM, Concentrated, Mapped
from confianza.web.observatory.queries.timing import Times

MOST_ROWS = 15
MOST_GATHERINGS = 5
SHIFTS = ((0, 6), (6, 12), (12, 18), (18, 24))
MONTHS_OF_THE_TABLE = 15


def cells(told: Mapped, most: int | None = MOST_ROWS) -> Table:
    """The cells with most incidents (or harm), hot spots first."""
    harm = [Column(_("Weight"), 0)] if told.cut.measure == HARM else []
    columns = (
        Column(_("Where")),
        Column(_("In the period"), 0),
        Column(_("As long before"), 0),
        *harm,
        Column(_("Gi*"), 1),
        Column(pgettext("of a cell", "Verdict")),
        Column(_("Over time")),
    )
    ordered = sorted(told.cells, key=lambda each: (not each.hot, -each.weighs, -each.z, each.place))
    rows = [
        (
            said.where(each.where),
            each.now,
            each.before,
            *([each.weighs] if harm else []),
            each.z,
            _("hot spot") if each.hot else _("can be chance"),
            said.kind(each.kind),
        )
        for each in ordered[:most]
    ]
    note = _("cells of %(size)s m") % {"size": told.size}
    return Table(_("Where most happened"), columns, rows, note=note)


def gatherings(told: Mapped) -> Table | None:
    """The strongest gatherings in place and time; None where none could be looked for."""
    if told.scan is None or not told.scan.gatherings:
        return None
    columns = (
        Column(_("Gathering")),
        Column(_("Incidents"), 0),
        Column(_("Expected"), 1),
        Column(_("p"), 3),
        Column(pgettext("of a cell", "Verdict")),
    )
    rows = [
        (
            said.days(each.begins, each.ends),
            each.events,
            each.expected,
            each.p,
            _("more than chance") if each.sure else _("can be chance"),
        )
        for each in told.scan.gatherings[:MOST_GATHERINGS]
    ]
    values = {"size": told.scan.size, "shuffles": writing.number(told.scan.shuffles)}
    note = _(
        "squares of %(size)s m and more, one to four weeks; p pays for looking everywhere, from %(shuffles)s "
        "maps with their days dealt anew"
    )
    return Table(_("Where and when they gathered most"), columns, rows, note=note % values)


def chains(told: Mapped) -> Table:
    """The recent chains, the longest first."""
    columns = (
        Column(_("Incidents"), 0),
        Column(_("First")),
        Column(_("Last")),
        Column(_("Metres from the middle"), 0),
    )
    rows = [(each.events, each.begins, each.ends, each.reach) for each in told.chains[:MOST_ROWS]]
    # The first cell of a row is its heading: written out, so that it reads as one.
    named = [(writing.number(row[0]), *row[1:]) for row in rows]
    return Table(_("Recent chains"), columns, named)


def concentration(told: Concentrated) -> Table:
    """What the curve says in numbers."""
    columns = (Column(_("Measure")), Column(_("Value"), 2))
    percent = (
        _("Share of cells that hold %(share)s of the harm (%%)")
        if told.cut.measure == HARM
        else _("Share of cells that hold %(share)s of the incidents (%%)")
    )
    rows: list[tuple[Any, ...]] = [
        (percent % {"share": _("a quarter")}, 100 * told.told.places_for_a_quarter),
        (percent % {"share": _("half")}, 100 * told.told.places_for_half),
        (_("Gini"), told.told.gini),
    ]
    if told.cut.measure != HARM:
        rows.append((_("Generalised Gini"), told.told.generalised_gini))
    return Table(_("How concentrated it is"), columns, rows)


def week(told: Times) -> Table:
    """Incidents by weekday and shift of six hours."""
    shifts = [f"{first:02d}–{last:02d}" for first, last in SHIFTS]
    columns = (Column(_("Day")), *(Column(shift, 0) for shift in shifts), Column(_("All"), 0))
    rows = [
        (str(WEEKDAYS[day]), *(sum(hours[first:last]) for first, last in SHIFTS), sum(hours))
        for day, hours in enumerate(told.week)
    ]
    return Table(_("By day of the week and hour"), columns, rows)


def months(told: Times) -> Table:
    """The last months with what was to be expected of them, and those to come."""
    columns = (
        Column(_("Month")),
        Column(_("Counted"), 0),
        Column(_("Expected"), 1),
        Column(_("Between"), 0),
    )
    rows = [
        (writing.month(each.on), each.count, each.expected, Interval(each.low, each.high))
        for each in reversed(told.periods[-MONTHS_OF_THE_TABLE:])
    ]
    note = _("95 of 100 months fall between both numbers if the risk changes no faster than it has")
    return Table(_("Month by month"), columns, rows, note=note)


def source(found: Incidents) -> Sequence[str]:
    """Say where the incidents come from, of which days, and until when they are told."""
    return (
        labels.source(found.asked.source),
        said.days(found.asked.first, found.asked.last),
        _("told until %(day)s") % {"day": writing.day(found.told_until)},
    )
