"""Do the groups of a population, taken one by one, say the same as all of them together?"""

from collections.abc import Mapping
from dataclasses import replace

from confianza.analysis.undercount import estimation
from confianza.analysis.undercount.estimation import Undercount
from confianza.analysis.undercount.findings import finding
from confianza.analysis.undercount.histories import Histories
from confianza.analysis.vocabulary.problems import Problem


def estimate(groups: Mapping[str, Histories], **how: int | None) -> dict[str, Undercount]:
    """Estimate every group by itself; `how` as in `estimation.estimate`."""
    return {name: estimation.estimate(table, **how) for name, table in groups.items()}  # type: ignore[arg-type]


def judged(whole: Undercount, parts: Mapping[str, Undercount], by: str) -> Undercount:
    """Return the estimate of the whole, refused where its groups contradict it.

    People of one group who are easier to see than those of another, by every source, make the whole come out
    too small (Sekar and Deming 1949, JASA 44:101-115). The whole is refused where what the groups that may
    speak add up to lies outside its range, those that may not being counted with their share of the whole.
    """
    told = _findings(whole, parts, by)
    if whole.range is None or not any(each.code == "strata_disagree" for each in told):
        return replace(whole, warnings=(*whole.warnings, *told))
    return replace(whole, range=None, refused=(*told, *whole.refused))


def _findings(whole: Undercount, parts: Mapping[str, Undercount], by: str) -> list[Problem]:
    silent = [name for name, part in parts.items() if part.range is None]
    found = []
    if silent:
        names = ", ".join(silent[:5]) + (" …" if len(silent) > 5 else "")
        found.append(
            finding("stratum_refused", groups=len(parts), by=by, count=len(silent), names=names, column=by)
        )
    if whole.range is None or len(silent) == len(parts):
        return found
    low, high = whole.range
    summed = sum(_total(part, whole) for part in parts.values())
    if not low <= summed <= high:
        found.insert(
            0, finding("strata_disagree", column=by, sum=round(summed), low=round(low), high=round(high))
        )
    return found


def _total(part: Undercount, whole: Undercount) -> float:
    """Return what the chosen model says of a group, or its share of the whole where it may not speak."""
    if part.range is not None and part.chosen is not None:
        return part.chosen.estimate
    return whole.chosen.estimate * part.observed / whole.observed if whole.chosen else float(part.observed)
