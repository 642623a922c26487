"""What the pages of analysis say in words: how many, how sure, where more than chance."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from confianza.web.design import writing
from confianza.web.observatory import labels
from confianza.web.observatory.queries.incidents import Incidents
from confianza.web.observatory.queries.patterns import Cell, Chain, Concentrated, Mapped
from confianza.web.observatory.queries.timing import Times

if TYPE_CHECKING:
    from confianza.analysis.hotspots.changes import Sureness

# Chances this small or large are said as words: no model of ours is surer than that.
NEARLY_NONE, NEARLY_ALL = 0.01, 0.99
USUAL_FALSE_ALARM = 0.05
CERTAIN_OF_NOTHING = 0.5


def days(first: date | None, last: date | None) -> str:
    """Write days as "1 October 2025 to 30 September 2026"."""
    if first is None or last is None:
        return ""
    return _("%(start)s to %(end)s") % {"start": writing.day(first), "end": writing.day(last)}


def headline(found: Incidents) -> str:
    """Say what was counted, where and when, and how much of it has a place."""
    count = found.rows.height
    values = {
        "what": capfirst(labels.indicator(found.asked.indicator_id)),
        "place": found.place.name,
        "days": days(found.asked.first, found.asked.last),
        "count": writing.number(count),
    }
    return _("%(what)s in %(place)s, %(days)s: %(count)s.") % values


def with_a_place(found: Incidents) -> str:
    """Say how many incidents the map can show, and how many it cannot."""
    placed, count = found.placed.height, found.rows.height
    if placed == count:
        return _("All of them have a place on the map.")
    values = {"placed": writing.number(placed), "without": writing.number(count - placed)}
    return _(
        "%(placed)s have a point on the map; of %(without)s no point is told, and no map can show them."
    ) % (values)


def probability(chance: float) -> str:
    """Write a chance as people say it: whole percents, and never 0 or 100."""
    if chance < NEARLY_NONE:
        return _("less than 1 %")
    if chance > NEARLY_ALL:
        return _("more than 99 %")
    return f"{writing.number(100 * chance)} %"


def change(sure: "Sureness", *, before: str) -> str:
    """Say how a count compares with one before, and how likely it is that the risk rose."""
    now = sure.change
    values = {
        "now": writing.number(now.now),
        "before": writing.number(now.before),
        "when": before,
        "up": probability(sure.probability_up),
        "down": probability(1 - sure.probability_up),
    }
    told = _("%(now)s now; %(before)s before (%(when)s).") % values
    verdict = str(now.verdict)
    if verdict == "no_clear_change" or sure.e_test >= USUAL_FALSE_ALARM:
        return (
            f"{told} "
            + _(
                "No clear change: chance alone makes as much of a difference. The probability that the risk "
                "rose is %(up)s."
            )
            % values
        )
    if sure.probability_up > CERTAIN_OF_NOTHING:
        return f"{told} " + _("That the risk rose is likely: %(up)s.") % values
    return f"{told} " + _("That the risk fell is likely: %(down)s.") % values


def hot_spots(told: Mapped) -> str:
    """Say how many cells stand out, and how often a map without any would show one."""
    hot = sum(cell.hot for cell in told.cells)
    if not hot:
        return _(
            "No cell stands out: as many incidents as these, dealt at random over the area, gather as much "
            "quite often."
        )
    values = {"hot": writing.number(hot), "all": writing.number(told.all_cells), "size": told.size}
    said = ngettext(
        "%(hot)s cell of %(size)s m, of %(all)s, is a hot spot: with its neighbours it holds more than "
        "chance would put there. Of maps without any hot spot, 5 in 100 show one.",
        "%(hot)s cells of %(size)s m, of %(all)s, are hot spots: with their neighbours they hold more than "
        "chance would put there. Of maps without any hot spot, 5 in 100 show one.",
        hot,
    )
    return said % values


def chains(told: Mapped) -> str:
    """Say where incidents came again near by, within the last weeks of the period."""
    if not told.chains:
        return _("No two incidents of the last six weeks lie within 200 m and 14 days of each other.")
    events = sum(chain.events for chain in told.chains)
    values = {"chains": writing.number(len(told.chains)), "events": writing.number(events)}
    return (
        ngettext(
            "%(chains)s recent chain of %(events)s incidents, each at most 200 m and 14 days from another.",
            "%(chains)s recent chains of %(events)s incidents, each at most 200 m and 14 days from another.",
            len(told.chains),
        )
        % values
    )


def cell(each: Cell) -> str:
    """Say what a cell holds."""
    values = {
        "where": ", ".join(each.where) or _("A cell"),
        "now": writing.number(each.now),
        "before": writing.number(each.before),
    }
    told = _("%(where)s: %(now)s in the period, %(before)s before") % values
    return f"{told} · {_('hot spot')}" if each.hot else told


def month_of_cell(each: Cell, month: str) -> str:
    """Say what a cell holds of one month."""
    values = {
        "where": ", ".join(each.where) or _("A cell"),
        "count": writing.number(each.months.get(month, 0)),
        "month": writing.month(date.fromisoformat(f"{month}-01")),
    }
    return _("%(where)s: %(count)s in %(month)s") % values


def chain(each: Chain) -> str:
    """Say what a chain is."""
    values = {
        "events": writing.number(each.events),
        "begins": writing.day(each.begins),
        "ends": writing.day(each.ends),
        "reach": writing.number(round(each.reach)),
    }
    return _("Chain of %(events)s incidents, %(begins)s to %(ends)s, within %(reach)s m") % values


def concentration(told: Concentrated) -> str:
    """Say how few places hold half, and whether that is more than few incidents make anyway."""
    half = writing.number(100 * told.told.places_for_half, 1)
    values = {
        "half": half,
        "all": writing.number(told.told.places),
        "touched": writing.number(told.touched),
        "size": told.size,
        "gini": writing.number(told.told.generalised_gini, 2),
    }
    return (
        _(
            "Half of the incidents lie in %(half)s %% of the %(all)s cells of %(size)s m; %(touched)s cells "
            "have any. Generalised Gini: %(gini)s (0: as spread out as so few incidents can be; 1: all in "
            "one cell)."
        )
        % values
    )


def week(told: Times) -> str:
    """Say when in the week most happens, and whether days differ by more than chance."""
    if told.busiest is None or not told.hours_told:
        return _("Nobody tells the hour of these incidents.")
    end = (told.busiest.hour + told.busiest.hours) % 24
    values = {
        "day": str(WEEKDAYS[told.busiest.weekday]),
        "from": f"{told.busiest.hour}:00",
        "to": f"{end}:00",
        "share": writing.number(100 * told.busiest.share),
        "hours": writing.number(told.hours_told),
        "facts": writing.number(told.facts),
    }
    said = (
        _(
            "The fullest shift is %(day)s, %(from)s to %(to)s, with %(share)s of every 100 incidents. "
            "The hour is told of %(hours)s of %(facts)s; the others are spread over their day."
        )
        % values
    )
    differ = _("Days of the week differ by more than chance.")
    alike = _("Days of the week differ no more than chance makes them differ.")
    return f"{said} {differ if told.days_p < USUAL_FALSE_ALARM else alike}"


def months(told: Times) -> str:
    """Say how the last month compares with what was to be expected of it, and what is to come."""
    counted = [each for each in told.periods if each.count is not None]
    last, coming = counted[-1], told.periods[len(counted)]
    values = {
        "month": writing.month(last.on),
        "count": writing.number(last.count),
        "low": writing.number(last.low),
        "high": writing.number(last.high),
        "next": writing.month(coming.on),
        "next_low": writing.number(coming.low),
        "next_high": writing.number(coming.high),
    }
    to_come = capfirst(_("%(next)s will most likely bring between %(next_low)s and %(next_high)s.") % values)
    if last.low is None or last.high is None or last.count is None:
        return to_come
    if last.count > last.high:
        said = _("%(month)s brought %(count)s, more than was to be expected (%(low)s to %(high)s).")
    elif last.count < last.low:
        said = _("%(month)s brought %(count)s, fewer than was to be expected (%(low)s to %(high)s).")
    else:
        said = _("%(month)s brought %(count)s, as was to be expected (%(low)s to %(high)s).")
    return f"{capfirst(said % values)} {to_come}"


def season(told: Times) -> str:
    """Say whether months of the year stand out every year."""
    if told.season is None:
        return _("No month of the year stands out every year by more than chance.")
    factors = list(told.season)
    most = max(range(len(factors)), key=factors.__getitem__)
    month = formats.date_format(date(2000, most + 1, 1), "F")
    values = {"month": month, "percent": writing.number(100 * (factors[most] - 1))}
    return _("Every year %(month)s brings the most: %(percent)s %% above the usual month.") % values
