"""What may be said of a comparison of counts, in words: a change is told, never an effect.

A claim is a code with the numbers of its sentence. Whether more may be said (an effect, of what, on whom) is
for `analysis.evaluation.guard`, which asks for comparison areas, earlier years and placebos.
"""

from dataclasses import dataclass, field
from typing import Any

from confianza.analysis.evaluation.counts import Comparison, Ratio, Relative

PERCENT = 100

SENTENCES: dict[str, str] = {
    "within_chance": "From %(before)s to %(after)s: %(percent)s %%, and anything between %(low)s %% and "
    "%(high)s %% fits these counts. The change cannot be told from chance.",
    "within_bunching": "From %(before)s to %(after)s: %(percent)s %% (between %(low)s %% and %(high)s %% if "
    "every case were independent of the others). Crime comes in bunches; if it varies four times as much as "
    "chance, between %(wide_low)s %% and %(wide_high)s %%, and then the change cannot be told from chance. "
    "Bring the counts of earlier periods: they say how much they vary.",
    "fell": "From %(before)s to %(after)s: %(percent)s %% (between %(low)s %% and %(high)s %%). A fall of "
    "more than chance. It is a change, not an effect: without comparison areas and earlier years, these "
    "counts do not say what brought it; and where a bad year was why the place was chosen, part of a fall "
    "comes by itself.",
    "rose": "From %(before)s to %(after)s: %(percent)s %% (between %(low)s %% and %(high)s %%). A rise of "
    "more than chance. It is a change, not an effect: without comparison areas and earlier years, these "
    "counts do not say what brought it.",
    "nothing_before": "From 0 to %(after)s: there is no percentage of nothing. The change cannot be told "
    "from chance.",
    "something_from_nothing": "From 0 to %(after)s: there is no percentage of nothing. More than chance; "
    "why, these counts do not say.",
    "nothing_at_all": "Nothing was counted, before or after: there is nothing to compare.",
    "no_counts": "%(percent)s %%, and no interval: percentages do not say how many cases they stand on, so "
    "nobody can tell whether chance alone would do this. Bring the counts of both periods.",
}  # fmt: skip


@dataclass(frozen=True)
class Claim:
    """The strongest sentence that counts alone carry, as code and numbers; see SENTENCES."""

    code: str
    details: dict[str, Any] = field(default_factory=dict)


def of_comparison(found: Comparison) -> Claim:
    """Return what may be said of two counts, or two short series of them."""
    told = found.told
    if told.before + told.after == 0:
        return Claim("nothing_at_all")
    if told.ratio is None:
        code = "something_from_nothing" if found.survives_bunching else "nothing_before"
        return Claim(code, {"after": _count(told.after, told.exposures[1])})
    return Claim(_code(found, told.ratio), _numbers(found, told.ratio))


def _code(found: Comparison, ratio: float) -> str:
    if not found.told.is_more_than_chance:
        return "within_chance"
    if not found.survives_bunching:
        return "within_bunching"
    return "fell" if ratio < 1 else "rose"


def _numbers(found: Comparison, ratio: float) -> dict[str, str]:
    told = found.told
    widest: Ratio = found.bunched[-1] if found.bunched else told
    return {
        "before": _count(told.before, told.exposures[0]),
        "after": _count(told.after, told.exposures[1]),
        "percent": percent(ratio),
        "low": percent(told.low),
        "high": percent(told.high),
        "wide_low": percent(widest.low),
        "wide_high": percent(widest.high),
    }


def of_relative(found: Relative) -> Claim:
    """Return what may be said of percentages without counts: that they have no interval."""
    return Claim("no_counts", {"percent": percent(found.ratio)})


def percent(ratio: float) -> str:
    """Write a ratio as percent more (+) or fewer (−)."""
    change = (ratio - 1) * PERCENT
    return f"{change:+.1f}".replace("-", "−") if abs(change) < float("inf") else "+∞"


def _count(value: float, exposure: float) -> str:
    """Write a count, and what it is divided by where that is not one."""
    return f"{value:.0f}" if exposure == 1 else f"{value:g}/{exposure:g}"
