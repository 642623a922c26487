"""What the pages of analysis say in words: how many, how sure, where more than chance."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from confianza.web.design import writing
from confianza.web.observatory import labels
from confianza.web.observatory.queries.gatherings import Chain, Gathering
from confianza.web.observatory.queries.harm import Weighing
from confianza.web.observatory.queries.incidents import Incidents
from confianza.web.observatory.queries.patterns import HARM, KINDS, Cell, Concentrated, Mapped
from confianza.web.observatory.queries.timing import Times

if TYPE_CHECKING:
    from confianza.analysis.hotspots.changes import Sureness

# Chances this small or large are said as words: no model of ours is surer than that.
NEARLY_NONE, NEARLY_ALL = 0.01, 0.99
USUAL_FALSE_ALARM = 0.05
CERTAIN_OF_NOTHING = 0.5
# Fewer quarters tell no kinds of hot spots (`hotspots.classes.LEAST_PERIODS`).
FEWEST_QUARTERS = 3
MOST_NAMED = 5


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


def kind(code: str) -> str:
    """Name a kind of hot spot over time."""
    names = {
        "persistent": pgettext("a hot spot", "persistent"),
        "emerging": pgettext("a hot spot", "emerging"),
        "intermittent": pgettext("a hot spot", "intermittent"),
        "former": pgettext("a hot spot", "former"),
    }
    return names.get(code, "")


def explained_kind(code: str) -> str:
    """Name a kind of hot spot over time, and say what it is."""
    told = {
        "persistent": _("Persistent: hot in four of every five quarters or more"),
        "emerging": _("Emerging: hot in the last quarters and not before"),
        "intermittent": _("Intermittent: comes and goes, and is back"),
        "former": _("Former: was hot and is no longer"),
    }
    return told[code]


def over_time(told: Mapped) -> str:
    """Say what kinds of hot spots the last quarters told."""
    counted = Counter(cell.kind for cell in told.cells if cell.kind)
    if told.quarters < FEWEST_QUARTERS:
        return _("Which hot spots are new and which stay can be told after three whole quarters.")
    values = {"quarters": writing.number(told.quarters)}
    if not counted:
        return _("In none of the last %(quarters)s quarters was any cell a hot spot.") % values
    listed = ", ".join(f"{kind(code)} {writing.number(counted[code])}" for code in KINDS if counted[code])
    values["kinds"] = listed
    return _("Cells that were hot spots in the last %(quarters)s quarters: %(kinds)s.") % values


def only(chosen: str) -> str:
    """Say which cells alone are shown; empty where all are."""
    if not chosen:
        return ""
    name = _("hot spots of the period") if chosen == "hot" else explained_kind(chosen)
    return _("Shown are only these cells: %(name)s.") % {"name": name}


def gatherings(told: Mapped) -> str:
    """Say whether incidents gathered somewhere for some weeks, and how sure that is."""
    if told.scan is None or not told.scan.gatherings:
        return _("The incidents are of too few weeks to say whether they gathered somewhere for a while.")
    strongest, sure = told.scan.gatherings[0], told.scan.sure
    if not sure:
        values = {"p": probability(strongest.p)}
        return (
            _(
                "Nowhere did incidents gather for some weeks more than place and season explain: chance "
                "alone shows a gathering as strong as the strongest in %(p)s of such maps."
            )
            % values
        )
    values = {"count": writing.number(len(sure)), "first": gathering(strongest)}
    said = ngettext(
        "In %(count)s place incidents gathered for some weeks more than place and season explain: %(first)s.",
        "In %(count)s places incidents gathered for some weeks more than place and season explain. The "
        "strongest: %(first)s.",
        len(sure),
    )
    return said % values


def gathering(each: Gathering) -> str:
    """Say what a gathering is."""
    values = {
        "events": writing.number(each.events),
        "expected": writing.number(each.expected, 1),
        "days": days(each.begins, each.ends),
        "p": writing.number(each.p, 3),
    }
    return _("%(events)s incidents where %(expected)s were to be expected, %(days)s (p = %(p)s)") % values


def weighing(told: Weighing | None) -> str:
    """Say why a map that was to show harm counts incidents instead; empty where it does show harm."""
    if told is None or told.complete:
        return ""
    if told.wrong:
        return _("The file of weights cannot be read (%(wrong)s), so incidents are counted.") % {
            "wrong": told.wrong
        }
    if told.weights is None:
        return _("Nobody has decided yet what a crime weighs here, so incidents are counted.")
    lacking = ", ".join(labels.offence(code) for code in told.lacking[:MOST_NAMED])
    values = {"lacking": lacking}
    return _("No weight was decided for: %(lacking)s. Until there is one, incidents are counted.") % values


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


def where(areas: Sequence[str]) -> str:
    """Name where a cell lies."""
    return ", ".join(areas) or _("A cell")


def cell(each: Cell, measure: str) -> str:
    """Say what a cell holds, and what it is."""
    values = {
        "where": where(each.where),
        "now": writing.number(each.now),
        "before": writing.number(each.before),
    }
    told = [_("%(where)s: %(now)s in the period, %(before)s before") % values]
    if measure == HARM:
        told.append(_("weighs %(weight)s") % {"weight": writing.number(each.weighs)})
    if each.hot:
        told.append(_("hot spot"))
    return " · ".join([*told, *filter(None, [kind(each.kind)])])


def month_of_cell(each: Cell, month: str, measure: str) -> str:
    """Say what a cell holds of one month."""
    values = {
        "where": where(each.where),
        "count": writing.number(each.months.get(month, 0)),
        "month": writing.month(date.fromisoformat(f"{month}-01")),
    }
    if measure == HARM:
        return _("%(where)s: what happened in %(month)s weighs %(count)s") % values
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
    values = {
        "half": writing.number(100 * told.told.places_for_half, 1),
        "all": writing.number(told.told.places),
        "touched": writing.number(told.touched),
        "size": told.size,
        "gini": writing.number(told.told.generalised_gini, 2),
        "plain": writing.number(told.told.gini, 2),
    }
    if told.cut.measure == HARM:
        said = _(
            "Half of the harm lies in %(half)s %% of the %(all)s cells of %(size)s m; %(touched)s cells have "
            "any. Gini: %(plain)s (0: as much in each cell; 1: all in one)."
        )
        return said % values
    said = _(
        "Half of the incidents lie in %(half)s %% of the %(all)s cells of %(size)s m; %(touched)s cells "
        "have any. Generalised Gini: %(gini)s (0: as spread out as so few incidents can be; 1: all in "
        "one cell)."
    )
    return said % values


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
