"""The sheet of the weekly coordination meeting, on screen and as a PDF: what it says, in words and tables."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from confianza.web.design import writing
from confianza.web.design.tables import Column, Table
from confianza.web.observatory import analysis_drawings as drawings
from confianza.web.observatory import (
    analysis_pages,
    forecast_pages,
    forecast_sentences,
    labels,
    permissions,
    sights,
)
from confianza.web.observatory import analysis_sentences as said
from confianza.web.observatory.queries import week as weeks
from confianza.web.observatory.queries.week import Event, Week

if TYPE_CHECKING:
    from collections.abc import Sequence


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
        "events_table": reports(told),
        "finds_tables": finds(told),
        "events_source": labels.source(told.source),
        "decided": decided(told),
        "new": new_hot_spots(told),
        "harm": harm(told),
        "chains": said.chains(mapped) if mapped else "",
        "still": drawings.still(found, mapped).html() if found and mapped else None,
        "map_sentence": said.hot_spots(mapped) if mapped else "",
        "spots": sights.of_map(found, mapped),
        "agreed": agreed(),
        "forecast": told.forecast,
        "forecast_sentence": forecast_sentences.why(told.forecast) if told.forecast else "",
        "forecast_table": forecast_pages.methods(told.forecast) if told.forecast else None,
        "places_table": forecast_pages.places(told.forecast) if told.forecast else None,
    }


def happened(told: Week) -> "Sequence[str]":
    """Say which events were more or fewer than usual by more than chance, judged together."""
    return unusual([*told.reports, *told.finds])


def unusual(events: "Sequence[Event]") -> "Sequence[str]":
    """Say which of the events judged together stand out."""
    out = [each for each in events if each.stands_out]
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


def reports(told: Week) -> Table:
    """The priority events that people report."""
    return events(told.reports, _("What people reported"))


def finds(told: Week) -> "Sequence[Table]":
    """The priority events that patrols find, apart; nothing where none is on the list."""
    return [events(told.finds, _("What patrols found"))] if told.finds else []


def agreed() -> "Sequence[str]":
    """What the meeting has to answer."""
    return [
        _("What did we promise last week, and what was done?"),
        _("What will each of us do this week, where, and until when?"),
        _("What will tell us next week whether it worked?"),
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


def harm(told: Week) -> str:
    """Say what the week weighs by the decisions of the municipality; empty where it decided nothing."""
    if told.harm.now is not None:
        values = {"now": writing.number(told.harm.now), "usual": writing.number(told.harm.usual)}
        return (
            _("By the weights the municipality decided, the week weighs %(now)s; a usual one %(usual)s.")
            % values
        )
    if told.harm.lacking:
        lacking = ", ".join(labels.offence(code) for code in told.harm.lacking[: said.MOST_NAMED])
        return _("What the week weighs cannot be said: no weight was decided for %(lacking)s.") % {
            "lacking": lacking
        }
    return ""
