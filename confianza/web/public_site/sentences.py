"""What a page says in plain sentences. Short words, whole sentences; chance is called chance."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from confianza.analysis.indicators import change, usual
from confianza.web.design import writing
from confianza.web.public_site import words
from confianza.web.public_site.queries import MONTHS_IN_YEAR, Figure


def counted(value: float) -> str:
    """Write a count of victims or offences."""
    return writing.number(value)


def year_against_year(name: str, place: str, years: Sequence[Figure]) -> str:
    """Say how many there were in the last complete year, and whether that is a change; empty without one."""
    complete = [figure for figure in years if figure.complete and figure.told]
    if not complete:
        return ""
    last = complete[-1]
    if last.count is None:
        return _hidden_year(name, place, last)
    said = _("%(name)s in %(place)s: %(count)s in %(year)s.") % {
        "name": name, "place": place, "count": counted(last.count), "year": last.period
    }  # fmt: skip
    before = complete[-2] if len(complete) > 1 else None
    if before is None or before.count is None or int(last.period) - int(before.period) != 1:
        return said
    return f"{said} {_compared(last.count, before)}"


def _hidden_year(name: str, place: str, figure: Figure) -> str:
    return _(
        "%(name)s in %(place)s: the number of %(year)s is not shown, because it could point at a person."
    ) % {"name": name, "place": place, "year": figure.period}


def _compared(now: float, before: Figure) -> str:
    found = change.compare(now, before.count or 0)
    told = {"count": counted(before.count or 0)}
    if found.verdict == "up":
        return _("A year before it was %(count)s: it went up, by more than chance explains.") % told
    if found.verdict == "down":
        return _("A year before it was %(count)s: it went down, by more than chance explains.") % told
    return _("A year before it was %(count)s: so small a difference may be chance.") % told


def month_against_usual(place: str, months: Sequence[Figure]) -> str:
    """Say what the last month told brought, and what that month usually brings; empty without one."""
    told = [figure for figure in months if figure.told]
    if not told:
        return ""
    last = told[-1]
    if last.count is None:
        return _("In %(month)s there were so few that the number is not shown.") % {
            "month": words.period(last.period)
        }
    values = {"month": words.period(last.period), "count": counted(last.count)}
    said = ngettext(
        "In %(month)s there was %(count)s.", "In %(month)s there were %(count)s.", round(last.count)
    )
    said %= values
    found = usual_in(months, last)
    return f"{said} {_usual(last, found)}" if found else said


def latest(place: str, months: Sequence[Figure], quarters: Sequence[Figure]) -> str:
    """Say what the last month told brought; where it is not shown, what the last quarter shown did."""
    last = next((figure for figure in reversed(months) if figure.told), None)
    quarter = next(
        (figure for figure in reversed(quarters) if figure.count is not None and figure.complete), None
    )
    if last is None or not last.hidden or quarter is None or quarter.count is None:
        return month_against_usual(place, months)
    said = _("From %(period)s: %(count)s.") % {
        "period": words.period(quarter.period), "count": counted(quarter.count)
    }  # fmt: skip
    before = next((f for f in quarters if f.on == quarter.on.replace(year=quarter.on.year - 1)), None)
    if before is None or before.count is None:
        return said
    return f"{said} {_compared(quarter.count, before)}"


def _usual(last: Figure, found: usual.Usual) -> str:
    values = {"low": counted(found.low), "high": counted(found.high)}
    if (last.count or 0) > found.high:
        return _("That is more than chance explains: %(low)s to %(high)s would be usual.") % values
    if (last.count or 0) < found.low:
        return _("That is fewer than chance explains: %(low)s to %(high)s would be usual.") % values
    return _("That is as usual: chance alone moves it between %(low)s and %(high)s.") % values


def usual_in(months: Sequence[Figure], month: Figure) -> usual.Usual | None:
    """Return what is usual in a month; None where too few before it are told, or one of them is hidden."""
    import polars as pl

    rows = [(figure.on, figure.count, figure.hidden) for figure in months]
    schema = {"month": pl.Date, "count": pl.Float64, "hidden": pl.Boolean}
    return usual.of_month(pl.DataFrame(rows, schema=schema, orient="row"), month.on)


def most_told(name: str, others: Sequence[tuple[str, Figure]]) -> str:
    """Say what else is told most in the year: names with their figures, the largest first."""
    known = sorted(((f.count or 0, n, f) for n, f in others if f.count), key=lambda row: -row[0])[:2]
    if not known:
        return ""
    year = known[0][2].period
    told = _(" and ").join(f"{n.lower()} ({counted(count)})" for count, n, _figure in known)
    return _("What institutions were told of most in %(year)s: %(told)s.") % {"year": year, "told": told}


def chart_of_years(name: str, years: Sequence[Figure]) -> str:
    """Say what a chart of years shows."""
    known = [figure for figure in years if figure.count is not None and figure.complete]
    known = known or [figure for figure in years if figure.count is not None]
    if not known:
        return _("No number of these years is shown.")
    counts = [figure.count or 0 for figure in known]
    return _("Between %(first)s and %(last)s, from %(low)s to %(high)s a year.") % {
        "first": known[0].period, "last": known[-1].period,
        "low": counted(min(counts)), "high": counted(max(counts)),
    }  # fmt: skip


def chart_of_months(name: str, months: Sequence[Figure]) -> str:
    """Say what a chart of months shows."""
    known = [figure for figure in months if figure.count is not None]
    if not known:
        return _("No number of these months is shown.")
    counts = [figure.count or 0 for figure in known]
    said = _("Between %(first)s and %(last)s, from %(low)s to %(high)s a month.") % {
        "first": words.period(known[0].period), "last": words.period(known[-1].period),
        "low": counted(min(counts)), "high": counted(max(counts)),
    }  # fmt: skip
    hidden = sum(figure.hidden for figure in months)
    if not hidden:
        return said
    more = ngettext(
        "%(hidden)s month is not shown, to protect persons.",
        "%(hidden)s months are not shown, to protect persons.",
        hidden,
    ) % {"hidden": hidden}
    return f"{said} {more}"


def map_of(name: str, period: str, figures: Sequence[Figure], names: dict[str, str]) -> str:
    """Say what a map shows: where most, how many areas are not shown."""
    known = sorted((f for f in figures if f.count is not None), key=lambda f: -(f.count or 0))
    hidden = sum(figure.hidden for figure in figures)
    when = words.period(period)
    if not known:
        return _("No number of %(period)s is shown for these areas.") % {"period": when}
    said = _("In %(period)s most were told in %(area)s (%(count)s).") % {
        "period": when, "area": names[known[0].area_id], "count": counted(known[0].count or 0)
    }  # fmt: skip
    if not hidden:
        return said
    more = ngettext(
        "Of %(hidden)s area the number is not shown, to protect persons.",
        "Of %(hidden)s areas the number is not shown, to protect persons.",
        hidden,
    ) % {"hidden": hidden}
    return f"{said} {more}"


def complete_note(years: Sequence[Figure]) -> str:
    """Say which year is not over; empty where all are."""
    open_years = [figure for figure in years if figure.told and not figure.complete]
    if not open_years:
        return ""
    last = open_years[-1]
    return _("* %(year)s is not complete: %(months)s of %(all)s months are told.") % {
        "year": last.period, "months": last.months_told or 0, "all": MONTHS_IN_YEAR
    }  # fmt: skip
