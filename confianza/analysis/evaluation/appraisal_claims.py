"""What an appraisal says: the verdict, what the counts could see, and the cautions, as codes with numbers.

A fall is told as having fallen, never as brought about; what may be said beyond it is the guard's.
"""

from typing import Any

from confianza.analysis.evaluation import guard_words, problems
from confianza.analysis.evaluation.claims import PERCENT, Claim, percent
from confianza.analysis.evaluation.quasi_likelihood import Judged
from confianza.analysis.evaluation.sight import Sight

Numbers = dict[str, Any]

# Why no number is told.
REFUSALS = (
    "after_before_before",
    "comparison_not_agreed",
    "compared_with_itself",
    "count_of",
    "days_backwards",
    "exposure_not_positive",
    "exposures_differ",
    "gap_of",
    "one_period",
    "partial_month",
    "partial_week",
    "periods_differ",
    "sides_overlap",
    "two_a_side",
)
SENTENCES: dict[str, str] = {
    "no_evidence_of_change": "No evidence of change: %(before)s counted in %(periods_before)s periods "
    "before, %(after)s in %(periods_after)s after. That is %(percent)s %% a period, and anything between "
    "%(low)s %% and %(high)s %% fits these counts.",
    "no_evidence_beside": "No evidence of change: %(before)s counted in %(periods_before)s periods before, "
    "%(after)s in %(periods_after)s after; where it is compared %(there_before)s before, %(there_after)s "
    "after. That is %(percent)s %% a period against the comparison, and anything between %(low)s %% and "
    "%(high)s %% fits these counts.",
    "no_evidence_from_nothing": "No evidence of change: none counted in %(periods_before)s periods before, "
    "%(after)s in %(periods_after)s after. There is no percentage of nothing, and chance would do as much.",
    "too_few_to_tell": "No evidence of change: %(before)s counted in %(periods_before)s periods before, "
    "%(after)s in %(periods_after)s after. So few tell nothing, whatever became of them.",
    "too_few_compared": "No evidence of change: %(before)s counted in %(periods_before)s periods before, "
    "%(after)s in %(periods_after)s after; where it is compared %(there_before)s before, %(there_after)s "
    "after, too few to compare with.",
    "fell": "Fell: %(before)s counted in %(periods_before)s periods before, %(after)s in %(periods_after)s "
    "after. That is %(percent)s %% a period (between %(low)s %% and %(high)s %%), by more than chance. "
    "What brought it, these counts do not say.",
    "fell_beside": "Fell: %(before)s counted in %(periods_before)s periods before, %(after)s in "
    "%(periods_after)s after; where it is compared %(there_before)s before, %(there_after)s after. That is "
    "%(percent)s %% a period against the comparison (between %(low)s %% and %(high)s %%), by more than "
    "chance. What brought it, these counts do not say.",
    "rose": "Rose: %(before)s counted in %(periods_before)s periods before, %(after)s in %(periods_after)s "
    "after. That is %(percent)s %% a period (between %(low)s %% and %(high)s %%), by more than chance. "
    "What brought it, these counts do not say.",
    "rose_beside": "Rose: %(before)s counted in %(periods_before)s periods before, %(after)s in "
    "%(periods_after)s after; where it is compared %(there_before)s before, %(there_after)s after. That is "
    "%(percent)s %% a period against the comparison (between %(low)s %% and %(high)s %%), by more than "
    "chance. What brought it, these counts do not say.",
    "rose_from_nothing": "Rose: none counted in %(periods_before)s periods before, %(after)s in "
    "%(periods_after)s after, by more than chance. What brought it, these counts do not say.",
    "sees": "Of counts like these (dispersion %(dispersion)s, where 1 is chance alone) a true fall of 50 %% "
    "would be told %(half)s times in a hundred; a fall of %(smallest)s %% or more, at least 80 times.",
    "sees_little": "Of counts like these (dispersion %(dispersion)s, where 1 is chance alone) a true fall "
    "of 50 %% would be told %(half)s times in a hundred; not even the end of all cases would be told 80 "
    "times.",
    "sees_nothing": "Nothing was counted before: there is no fall that could be seen.",
    "no_comparison": "Before and after of one place: whatever else changed there, or everywhere, in these "
    "days is in it. Areas to compare with would tell.",
    "one_comparison": "One area to compare with: what happened there alone is in it too.",
    "other_season": "The days before and after lie in other parts of the year: part of the difference may be "
    "the season.",
    "other_season_compared": "The days before and after lie in other parts of the year: if the season is "
    "another here than where it is compared, part of the difference may be that.",
    "still_arriving": "The counts from %(first)s on may still grow: late reports are to come.",
    "seldom_seen": "Even a fall by half would be told less than half of the time: that no change is seen is "
    "no sign that nothing changed.",
    "was_moving": "Before, it already went up or down from period to period: part of the difference may be "
    "that it went on.",
    "stood_out": "The last periods before stood above the earlier ones: part of a fall after such a peak "
    "comes by itself.",
    **guard_words.CAUTIONS,
    **{code: problems.KINDS[code] for code in REFUSALS},
}  # fmt: skip


def of_verdict(verdict: str, told: Numbers, found: Judged | None, *, compared: bool) -> Claim:
    """Return the sentence of a verdict; `told`: the counts and periods, as written. `found`: None where so
    few were counted that nothing was computed.
    """
    if found is None:
        return Claim("too_few_compared" if compared else "too_few_to_tell", told)
    if found.ratio is None and told["before"] == "0":
        return Claim("rose_from_nothing" if verdict == "rose" else "no_evidence_from_nothing", told)
    ratio = float("inf") if found.ratio is None else found.ratio
    numbers = {"percent": percent(ratio), "low": percent(found.low), "high": percent(found.high)}
    plain = {"no_evidence_of_change": ("no_evidence_of_change", "no_evidence_beside")}
    names = plain.get(verdict, (verdict, f"{verdict}_beside"))
    return Claim(names[compared], told | numbers)


def of_sight(sight: Sight | None) -> Claim:
    """Return what these counts could see."""
    if sight is None:
        return Claim("sees_nothing")
    told = {
        "dispersion": f"{sight.dispersion:.1f}".removesuffix(".0"),
        "half": f"{PERCENT * sight.of_half:.0f}",
    }
    if sight.smallest_fall is None:
        return Claim("sees_little", told)
    return Claim("sees", told | {"smallest": f"{PERCENT * sight.smallest_fall:.0f}"})
