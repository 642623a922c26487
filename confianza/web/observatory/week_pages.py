"""The sheet of the weekly coordination meeting, on screen and as a PDF: what it says, in words and tables."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from confianza.web.design import writing
from confianza.web.design.tables import Column, Interval, Table
from confianza.web.observatory import analysis_drawings as drawings
from confianza.web.observatory import analysis_pages, labels, permissions
from confianza.web.observatory import analysis_sentences as said
from confianza.web.observatory.queries import week as weeks
from confianza.web.observatory.queries.week import Event, Forecast, Week

if TYPE_CHECKING:
    from collections.abc import Sequence

METHODS = {
    "last_period": gettext_lazy("Where it was last week"),
    "long_run_mean": gettext_lazy("Where it always was"),
    "density": gettext_lazy("Density of all incidents"),
    "self_exciting": gettext_lazy("Incidents draw others (self-exciting)"),
    "risk_terrain": gettext_lazy("Risk of the terrain"),
}
LIKELY = 0.9


def shown(user: Any, form: analysis_pages.Form) -> dict[str, Any]:
    """Show the sheet for the reader's precinct, or for the area chosen."""
    context, found = analysis_pages.asked_for(user, form, permissions.places_reach(user))
    told = weeks.week(found) if found else None
    if found is None or told is None:
        return {**context, "nothing_counted": found is not None}
    return {**context, **_told(told)}


def sheet(user: Any, form: analysis_pages.Form) -> Week | None:
    """Return the sheet itself; None where there is nothing to tell."""
    _context, found = analysis_pages.asked_for(user, form, permissions.places_reach(user))
    return weeks.week(found) if found else None


def _told(told: Week) -> dict[str, Any]:
    found, mapped = told.found, told.told
    return {
        "told": told,
        "days": said.days(told.first, told.last),
        "happened": happened(told),
        "events_table": events(told.reports, _("What people reported")),
        "finds_table": events(told.finds, _("What patrols found")) if told.finds else None,
        "events_source": labels.source(told.source),
        "decided": decided(told),
        "new": new_hot_spots(told),
        "chains": said.chains(mapped) if mapped else "",
        "still": drawings.still(found, mapped) if found and mapped else None,
        "map_sentence": said.hot_spots(mapped) if mapped else "",
        "forecast": told.forecast,
        "forecast_sentence": forecast(told.forecast) if told.forecast else "",
        "forecast_table": methods(told.forecast) if told.forecast else None,
        "places_table": places(told.forecast) if told.forecast else None,
    }


def happened(told: Week) -> "Sequence[str]":
    """Say which events were more or fewer than usual by more than chance, judged together."""
    out = [each for each in (*told.reports, *told.finds) if each.stands_out]
    if not out:
        return [
            _(
                "No priority event was more or less frequent than in the eight weeks before by more than "
                "chance."
            )
        ]
    return [
        _("%(event)s: %(now)s, against %(usual)s in a usual week; more than chance explains.")
        % {"event": each.name, "now": writing.number(each.now), "usual": writing.number(each.usual, 1)}
        for each in out
    ]


def events(rows: "Sequence[Event]", title: str) -> Table:
    """The priority events of the week beside a usual week."""
    columns = (
        Column(_("Event")),
        Column(_("This week"), 0),
        Column(_("Usual week"), 1),
        Column(_("Probability that the risk rose")),
        Column(_("Verdict")),
    )
    return Table(title, columns, [(e.name, e.now, e.usual, _rose(e), _verdict(e)) for e in rows])


def _rose(event: Event) -> str:
    return said.probability(event.probability_up) if event.now or event.usual else ""


def _verdict(event: Event) -> str:
    if not event.now and not event.usual:
        return ""
    return _("more than chance") if event.stands_out else _("can be chance")


def decided(told: Week) -> str:
    """Say who decided the list."""
    author, on = told.decided
    return _("The list of priorities was decided by %(author)s on %(day)s.") % {"author": author, "day": on}


def new_hot_spots(told: Week) -> str:
    """Say where cells became hot that were not before."""
    if not told.new_hot_spots:
        return _("No new hot spot in the last quarters.")
    where = ", ".join(dict.fromkeys(" / ".join(each) for each in told.new_hot_spots))
    return _("New hot spots of the last quarters: %(where)s.") % {"where": where}


def forecast(told: Forecast) -> str:
    """Say which method was chosen for next week, and why."""
    from confianza.analysis.hotspots.findings import KINDS

    details = dict(told.why.details)
    for name in ("chosen", "best"):
        if name in details:
            details[name] = str(METHODS.get(details[name], details[name]))
    return _(KINDS[told.why.code].sentence) % details


def methods(told: Forecast) -> Table:
    """Every method beside the baselines, as they did on weeks they had not seen."""
    columns = (
        Column(_("Method")),
        Column(_("Kind")),
        Column(_("PAI"), 1),
        Column(_("95 % interval"), 1),
        Column(_("Incidents caught, of 100"), 0),
    )
    rows = [
        (
            str(METHODS.get(each.name, each.name)) + (" ✓" if each.name == told.chosen else ""),
            _("baseline") if each.baseline else _("model"),
            each.pai,
            Interval(each.low, each.high),
            100 * each.hit_rate,
        )
        for each in told.methods
    ]
    note = _("in 5 %% of the area, over the last %(weeks)s weeks told; PAI 1 is as good as chance") % {
        "weeks": told.weeks
    }
    return Table(_("How each method did"), columns, rows, note=note)


def places(told: Forecast) -> Table:
    """The first cells of next week's forecast, by the areas they lie in."""
    columns = (Column(_("Where")), Column(_("Cells"), 0), Column(_("Incidents expected"), 2))
    rows = [(" / ".join(where) or _("A cell"), cells, expected) for where, cells, expected in told.places]
    note = _("in the cells that come first, 5 of every 100")
    return Table(_("Where next week's incidents are expected first"), columns, rows, note=note)
