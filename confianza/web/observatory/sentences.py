"""What the figures say, in words: what changed, and whether that is more than chance."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from confianza.web.design import writing
from confianza.web.observatory import labels
from confianza.web.observatory.queries import Answer, AreaFigure
from confianza.web.observatory.queries.figures import Month, Split

if TYPE_CHECKING:
    from confianza.analysis.indicators.change import Change
    from confianza.analysis.indicators.direction import Direction

MOST_NAMED = 3


def period(first: date | None, last: date | None) -> str:
    """Write months as people say them: "January to June 2026"."""
    if first is None or last is None:
        return ""
    if (first.year, first.month) == (last.year, last.month) or first.year != last.year:
        return writing.period(first, last)
    return _("%(start)s to %(end)s") % {"start": formats.date_format(first, "F"), "end": writing.month(last)}


def headline(answer: Answer, *, named: bool = True) -> str:
    """Say how many there were, and how that compares with the same months a year before.

    Unless `named`, what and where are told above it already, and it begins with the months.
    """
    if answer.figure.count is None:
        return _("Nobody tells of this in the months chosen.")
    values = {
        "indicator": labels.indicator(answer.question.indicator_id),
        "place": answer.place.name or _("all areas"),
        "period": period(answer.question.first, answer.question.last),
        "count": writing.number(answer.figure.count),
    }
    pattern = _("%(indicator)s in %(place)s, %(period)s: %(count)s") if named else "%(period)s: %(count)s"
    start = capfirst(pattern % values)
    if answer.change is None:
        told = _("%(start)s. The same months of the year before are not complete, so there is no comparison.")
        return told % {"start": start}
    judged = f" {verdict(answer.change)}" if answer.change.difference else ""
    return f"{start}, {_difference(answer.change)}{judged}"


def _difference(change: "Change") -> str:
    """Continue a sentence: how many more or fewer than before."""
    values = {
        "difference": writing.number(abs(change.difference)),
        "before": writing.number(change.before),
    }
    if change.difference > 0:
        return _("%(difference)s more than in the same months a year before (%(before)s).") % values
    if change.difference < 0:
        return _("%(difference)s fewer than in the same months a year before (%(before)s).") % values
    return _("as many as in the same months a year before.")


def verdict(change: "Change") -> str:
    """Say whether a difference is more than chance."""
    if change.verdict == "no_clear_change":
        return _("A difference like this can be chance.")
    return _("That is more than chance would explain.")


def last_month(months: Sequence[Month]) -> str:
    """Say how the last month told compares with the same month of the years before."""
    told = [month for month in months if month.count is not None]
    if not told:
        return ""
    last = told[-1]
    values = {"month": writing.month(last.on), "count": writing.number(last.count)}
    if last.low is None or last.high is None or last.count is None:
        return (
            _("In %(month)s there were %(count)s. There are not yet three earlier years to compare with.")
            % values
        )
    values |= {"low": writing.number(last.low), "high": writing.number(last.high)}
    return (_above_or_below(last) or _within()) % values


def _above_or_below(month: Month) -> str:
    if (month.count or 0) > (month.high or 0):
        return _(
            "In %(month)s there were %(count)s, more than that month brought in any of the five years "
            "before (%(low)s to %(high)s)."
        )
    if (month.count or 0) < (month.low or 0):
        return _(
            "In %(month)s there were %(count)s, fewer than that month brought in any of the five years "
            "before (%(low)s to %(high)s)."
        )
    return ""


def _within() -> str:
    return _(
        "In %(month)s there were %(count)s, within what that month brought in the five years before "
        "(%(low)s to %(high)s)."
    )


def direction(answer: Answer) -> str:
    """Say whether the whole years rise or fall, and how sure that is; empty where there are too few."""
    found = answer.direction
    if found is None:
        return ""
    return f"{_verdict(found, answer.years)} {_how_sure(found, answer.direction_of_rate)}"


def _how_sure(number: "Direction", rate: "Direction | None") -> str:
    values = {"number": _chance(number.probability_rising)}
    if rate is None:
        return _("Probability that it rises: %(number)s.") % values
    values["rate"] = _chance(rate.probability_rising)
    return _("Probability that it rises: %(number)s; that the rate does: %(rate)s.") % values


def _chance(probability: float) -> str:
    """Write a probability in whole per cent; none is ever 0 or 100."""
    percent = min(max(round(probability * 100), 1), 99)
    sign = "" if 0.01 <= probability <= 0.99 else "< " if probability < 0.5 else "> "
    return f"{sign}{writing.number(percent)} %"


def _verdict(found: "Direction", years: Sequence[int]) -> str:
    values = {"first": years[0], "last": years[-1], "percent": writing.number(abs(found.ratio - 1) * 100)}
    if found.verdict == "rising":
        return _("From %(first)s to %(last)s the yearly number rose by about %(percent)s %% a year.") % values
    if found.verdict == "falling":
        return _("From %(first)s to %(last)s the yearly number fell by about %(percent)s %% a year.") % values
    return _("From %(first)s to %(last)s the yearly number shows no clear direction.") % values


def areas(rows: Sequence[AreaFigure]) -> str:
    """Say which areas changed by more than chance when all are judged together."""
    compared = [row for row in rows if row.change is not None]
    if not compared:
        return ""
    out = sorted(
        (row for row in compared if row.stands_out), key=lambda row: row.change.p if row.change else 1
    )
    if not out:
        return ngettext(
            "The %(n)s area compared did not change by more than chance.",
            "None of the %(n)s areas compared changed by more than chance.",
            len(compared),
        ) % {"n": len(compared)}
    told = ", ".join(_moved(row) for row in out[:MOST_NAMED])
    return _("Of %(n)s areas compared, these changed by more than chance: %(areas)s.") % {
        "n": len(compared),
        "areas": told,
    }


def _moved(row: AreaFigure) -> str:
    change = row.change
    assert change is not None  # noqa: S101 - only areas that were compared are told
    values = {"name": row.place.name, "n": writing.number(abs(change.difference))}
    return (_("%(name)s (%(n)s more)") if change.difference > 0 else _("%(name)s (%(n)s fewer)")) % values


def highest(answer: Answer) -> str:
    """Say where the map is darkest."""
    by_rate = answer.question.measure == "rate" and any(row.figure.rate is not None for row in answer.areas)
    told = [row for row in answer.areas if (row.figure.rate if by_rate else row.figure.count)]
    if not told:
        return ""
    top = max(told, key=lambda row: (row.figure.rate if by_rate else row.figure.count) or 0)
    values = {
        "name": top.place.name,
        "count": writing.number(top.figure.count),
        "rate": writing.number(top.figure.rate, 1),
        "low": writing.number(top.figure.rate_low, 1),
        "high": writing.number(top.figure.rate_high, 1),
    }
    if by_rate:
        return _("Highest rate: %(name)s, %(rate)s (between %(low)s and %(high)s), from %(count)s.") % values
    return _("Highest number: %(name)s, %(count)s.") % values


def elsewhere(answer: Answer) -> str:
    """Say how many could not be placed in any of the areas shown."""
    if not answer.elsewhere:
        return ""
    values = {"n": writing.number(answer.elsewhere)}
    return _("%(n)s more are counted in the whole but were told without a precise place.") % values


def split(dimension: str, told: Split) -> str:
    """Say which kind is the most frequent among those that are told, and how many do not tell it."""
    known = [share for share in told.shares if share.code is not None]
    if not known:
        return ""
    top, of = max(known, key=lambda share: share.count), sum(share.count for share in known)
    values = {
        "kind": labels.kind(dimension, top.code),
        "count": writing.number(top.count),
        "known": writing.number(of),
        "percent": writing.number(top.count / of * 100),
    }
    most = _("Most frequent: %(kind)s, %(count)s of the %(known)s that tell it (%(percent)s %%).") % values
    silent = sum(share.count for share in told.shares if share.code is None)
    return f"{most} {_('%(n)s do not tell it.') % {'n': writing.number(silent)}}" if silent else most


def voices(answer: Answer) -> str:
    """Say what each source says, side by side, and that they are never added."""
    if len(answer.voices) < 2:
        return _("Only one source tells of this. A second one would show what the first does not see.")
    told = "; ".join(
        f"{labels.source(voice.source)}: {writing.number(voice.count)}" for voice in answer.voices
    )
    return _(
        "%(told)s. The same victim may be in several sources: their figures are never added together."
    ) % {"told": told}


def population(answer: Answer) -> str:
    """Say where the denominator comes from, and how sure it is."""
    kinds = {
        "given": _("given"),
        "interpolated": _("between two known years"),
        "extrapolated": _("carried on from the last known years"),
    }
    told = sorted({(kinds.get(row["kind"], row["kind"]), row["source"]) for row in answer.populations})
    return "; ".join(f"{source} ({kind})" for kind, source in told)
