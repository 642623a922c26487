"""The month in five sentences, and what stands beside charts and tables; in the reader's language."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from confianza.web.design import writing
from confianza.web.observatory import labels
from confianza.web.observatory.bulletins.figures import Cell, Contents, Ground, Series, Voice

if TYPE_CHECKING:
    from confianza.analysis.indicators.usual import Usual

# One neutral mark for every hidden figure: it does not say why it is hidden.
HIDDEN = ".."
MOST_NAMED = 3
# Rarer than once in a hundred is told as that.
SELDOM = 0.01
# Never "100 of 100": that is not what probabilities of a model mean.
SUREST = 0.99


def figure(cell: Cell, decimals: int = 0) -> str:
    """Write a count: the number, two dots where it is hidden, a dash where nobody tells it."""
    return HIDDEN if cell.hidden else writing.number(cell.count, decimals)


def rate(cell: Cell) -> str:
    """Write a rate, with the same marks."""
    return HIDDEN if cell.hidden else writing.number(cell.rate, 1)


def interval(cell: Cell) -> str:
    """Write the interval of a rate, with the same marks."""
    return HIDDEN if cell.hidden else writing.interval(cell.low, cell.high)


def span(usual: "Usual | None") -> str:
    """Write what is usual as a span; a dash where it cannot be said."""
    return writing.MISSING if usual is None else writing.interval(usual.low, usual.high, 0)


def happened(told: Contents) -> str:
    """Say what happened against what was usual, with its probability; and what else stands out."""
    if not told.monthly:
        return _("Nothing of this place is published by month.")
    first = told.monthly[0]
    return f"{_of_the_month(first, told.month)}{_standing_out(told, first)}."


def _of_the_month(series: Series, on: date) -> str:
    month = series.month
    values = {
        "indicator": series.indicator.name(labels.language()), "month": writing.month(on),
        "count": writing.number(month.cell.count), "hidden": HIDDEN,
    }  # fmt: skip
    if month.cell.hidden:
        return (
            _(
                "%(indicator)s in %(month)s: the number is not published (%(hidden)s), because it, or one "
                "beside "
                "it, is small enough to point at a person"
            )
            % values
        )
    if not month.cell.told:
        return _("%(indicator)s in %(month)s: nobody has told them yet") % values
    start = _("%(indicator)s in %(month)s: %(count)s") % values
    if month.usual is None or series.change is None:
        return _("%(start)s; there are not enough earlier months to say what is usual") % {"start": start}
    return f"{start}, {_against_usual(series)}"


def _against_usual(series: Series) -> str:
    usual, change = series.month.usual, series.change
    assert usual is not None and change is not None  # noqa: S101, PT018 - only months compared come here
    values = {"span": span(usual), "middle": writing.number(usual.middle, 1), "chance": chance(change.p)}
    if change.verdict == "up":
        return (
            _(
                "more than usual (%(span)s, on average %(middle)s): chance alone would bring so large a "
                "difference %(chance)s"
            )
            % values
        )
    if change.verdict == "down":
        return (
            _(
                "fewer than usual (%(span)s, on average %(middle)s): chance alone would bring so large a "
                "difference %(chance)s"
            )
            % values
        )
    return (
        _(
            "which is usual (%(span)s, on average %(middle)s): chance alone brings at least such a "
            "difference "
            "%(chance)s"
        )
        % values
    )


def chance(p: float) -> str:
    """Write how often chance brings something: "in 7 of 100 such months"."""
    if p < SELDOM:
        return _("in fewer than 1 of 100 such months")
    if p > SUREST:
        return _("in nearly all such months")
    return _("in %(n)s of 100 such months") % {"n": writing.number(p * 100)}


def _standing_out(told: Contents, first: Series) -> str:
    others = [each for each in told.monthly if each is not first and each.change is not None]
    if not others:
        return ""
    out = [each for each in others if each.stands_out]
    if not out:
        return ngettext(
            "; the one other offence compared did not change by more than chance",
            "; none of the %(n)s other offences compared changed by more than chance",
            len(others),
        ) % {"n": len(others)}
    named = listed([_moved(each) for each in out[:MOST_NAMED]])
    return _("; beyond chance: %(named)s") % {"named": named}


def _moved(series: Series) -> str:
    values = {
        "indicator": series.indicator.name(labels.language()).lower(),
        "count": figure(series.month.cell), "span": span(series.month.usual),
    }  # fmt: skip
    return _("%(indicator)s (%(count)s, usual %(span)s)") % values


def where(ground: Ground | None) -> str:
    """Say in which areas most is told, of those whose figure is published."""
    if ground is None:
        return _("Where: nothing smaller than the whole is published of this place.")
    shown = sorted(
        (row for row in ground.rows if row.year.count), key=lambda row: (-(row.year.count or 0), row.name)
    )
    if not shown:
        return _("The areas' own figures are hidden or not told yet, so nothing can be said of where.")
    values = {
        "indicator": ground.indicator.name(labels.language()), "span": so_far(ground),
        "areas": listed([f"{row.name} ({writing.number(row.year.count)})" for row in shown[:MOST_NAMED]]),
    }  # fmt: skip
    return (
        _(
            "%(indicator)s in %(span)s: most in %(areas)s, among the areas whose figure is published; where "
            "more "
            "people live or pass, more happens, so read the rates beside them."
        )
        % values
    )


def so_far(ground: Ground) -> str:
    """Write the months a year's figures cover: "January to September 2026"; the year where it is whole."""
    months = max((row.year.months for row in ground.rows), default=0)
    return year_so_far(ground.year, months)


def year_so_far(year: int, months: int) -> str:
    """Write a year by the months told of it, which always are its first."""
    if not 0 < months < 12:
        return str(year)
    first, last = date(year, 1, 1), date(year, months, 1)
    if months == 1:
        return writing.month(first)
    values = {"start": formats.date_format(first, "F"), "end": writing.month(last)}
    return _("%(start)s to %(end)s") % values


def unknown(told: Contents) -> str:
    """Say what is not known: hidden, not told, told by year only, and what nobody reported."""
    parts = [_hidden_areas(told.ground), _untold(told), _by_year_only(told)]
    beyond = _("what nobody reported is in no figure")
    return f"{_('Not in these pages')}: {'; '.join([*filter(None, parts), beyond])}."


def _hidden_areas(ground: Ground | None) -> str:
    hidden = sum(row.month.hidden or row.year.hidden for row in ground.rows) if ground else 0
    if not ground or not hidden:
        return ""
    values = {"n": hidden, "all": len(ground.rows), "mark": HIDDEN}
    return (
        ngettext(
            "a figure of %(n)s of the %(all)s areas, hidden (%(mark)s) so that nobody can be recognised",
            "figures of %(n)s of the %(all)s areas, hidden (%(mark)s) so that nobody can be recognised",
            hidden,
        )
        % values
    )


def _untold(told: Contents) -> str:
    silent = [each for each in told.monthly if not each.month.cell.told and not each.month.cell.hidden]
    if not silent:
        return ""
    names = listed([each.indicator.name(labels.language()).lower() for each in silent[:MOST_NAMED]])
    return _("%(names)s, not told for this month yet") % {"names": names}


def _by_year_only(told: Contents) -> str:
    if not told.yearly_only:
        return ""
    names = [each.indicator.name(labels.language()).lower() for each in told.yearly_only[:MOST_NAMED]]
    return _("the months of %(names)s, published by year only") % {"names": listed(names)}


def disagreement(voices: Sequence[Voice]) -> str:
    """Say what each source counts of the same, side by side; they are never added."""
    told = [voice for voice in voices if voice.cell.told]
    if len(told) < 2:
        return _(
            "The sources cannot be compared here: of this release no second source speaks of the same figure."
        )
    most = max(told, key=lambda voice: voice.cell.count or 0)
    least = min(told, key=lambda voice: voice.cell.count or 0)
    values = {
        "indicator": told[0].indicator.name(labels.language()),
        "span": year_so_far(told[0].year, told[0].cell.months),
        "told": listed([f"{labels.source(voice.source)} {figure(voice.cell)}" for voice in told]),
        "gap": writing.number((most.cell.count or 0) - (least.cell.count or 0)),
    }  # fmt: skip
    if most.cell.count == least.cell.count:
        return _("%(indicator)s in %(span)s: all sources tell the same number (%(told)s).") % values
    return (
        _(
            "%(indicator)s in %(span)s: %(told)s; they differ by %(gap)s and are never added, for the same "
            "victim "
            "may be in several."
        )
        % values
    )


def neighbour(number: str) -> str:
    """Say what a neighbour can do; `number` is the installation's emergency number, "" where it has none."""
    if number:
        return _(
            "In danger call %(number)s; report what you see or suffer, for only what is told is counted; and "
            "bring this page to the next meeting and ask what will be done."
        ) % {"number": number}
    return _(
        "Report what you see or suffer, for only what is told is counted; and bring this page to the next "
        "meeting of your community and ask what will be done."
    )


def verdict(series: Series) -> str:
    """Say in two or three words how the month compares with what is usual."""
    if series.month.cell.hidden:
        return _("not published")
    if not series.month.cell.told:
        return _("not told yet")
    if series.change is None:
        return _("nothing to compare with")
    words = {"up": _("more than usual"), "down": _("fewer than usual"), "no_clear_change": _("as usual")}
    return words[series.change.verdict]


def direction(series: Series) -> str:
    """Say where the whole years go, and how probable that is; empty where there are too few."""
    found, years = series.direction, series.directed
    if found is None:
        return ""
    percent = writing.number(abs(found.ratio - 1) * 100)
    values = {"first": years[0], "last": years[-1], "percent": percent}
    values["sure"] = writing.number(
        min(max(found.probability_rising, 1 - found.probability_rising), 0.99) * 100
    )
    if found.verdict == "rising":
        return (
            _("%(first)s to %(last)s: rising, about %(percent)s %% a year (probability %(sure)s of 100).")
            % values
        )
    if found.verdict == "falling":
        return (
            _("%(first)s to %(last)s: falling, about %(percent)s %% a year (probability %(sure)s of 100).")
            % values
        )
    return _("%(first)s to %(last)s: no clear direction.") % values


def month_chart(series: Series) -> str:
    """Say what the chart of the months shows, for who does not see it."""
    values = {
        "indicator": series.indicator.name(labels.language()), "first": writing.month(series.months[0].on),
        "last": writing.month(series.month.on), "count": figure(series.month.cell),
        "span": span(series.month.usual),
    }  # fmt: skip
    return (
        _(
            "%(indicator)s by month from %(first)s to %(last)s, over the band that chance alone explains. "
            "Last "
            "month: %(count)s; usual: %(span)s."
        )
        % values
    )


def year_chart(series: Series) -> str:
    """Say what the chart of the years shows, for who does not see it."""
    told = [
        f"{year.year}: {rate(year.cell) if _has_rates(series) else figure(year.cell)}"
        for year in series.years
    ]
    values = {"indicator": series.indicator.name(labels.language()), "years": "; ".join(told)}
    return _("%(indicator)s by year. %(years)s.") % values


def _has_rates(series: Series) -> bool:
    return any(year.cell.rate is not None for year in series.years)


def area_map(ground: Ground, measure: str) -> str:
    """Say what the map shows, for who does not see it."""
    values = {
        "measure": measure, "span": so_far(ground), "n": len(ground.borders),
        "areas": "; ".join(f"{row.name}: {rate(row.year)}" for row in ground.rows[:MOST_IN_ALT]),
    }  # fmt: skip
    return _("Map of %(n)s areas. %(measure)s, %(span)s. %(areas)s.") % values


# A screen reader reads it all; the table beside the map has every area.
MOST_IN_ALT = 12


def listed(names: Sequence[str]) -> str:
    """Write names as a list that ends with "and"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
