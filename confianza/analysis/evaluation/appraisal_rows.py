"""From the rows of a plain table to the counts of a measure; and from written periods to its days."""

from collections.abc import Sequence
from datetime import date

from confianza.analysis.evaluation import appraisal_periods as periods
from confianza.analysis.evaluation import moments
from confianza.analysis.evaluation.appraisal import Counted, Measure
from confianza.analysis.evaluation.appraisal_periods import Days, Step
from confianza.analysis.evaluation.counts import Reals
from confianza.analysis.evaluation.problems import EvaluationRefused

MOST_NAMED = 12
Cells = dict[tuple[str, date], float]


def counted(
    measure: Measure,
    areas: Sequence[str],
    days: Sequence[date],
    counts: Sequence[float] | Reals,
    exposures: Sequence[float] | Reals | None = None,
    *,
    first_row: int = 2,
) -> Counted:
    """Return the counts of a measure from rows of area, first day of the period and count, in any order;
    rows of other areas and days are left aside.

    Raises EvaluationRefused no_area, twice_in_panel; gap_of where an area compared with was not counted.
    """
    for area in (measure.area, *measure.comparison):
        if area not in areas:
            known = ", ".join(sorted(set(areas))[:MOST_NAMED])
            raise EvaluationRefused("no_area", area=area, areas=known)
    y = _cells(areas, days, counts, measure.step, first_row)
    e = None if exposures is None else _cells(areas, days, exposures, measure.step, first_row)
    sides = [periods.starts(side, measure.step) for side in (measure.before, measure.after)]
    before, after = ([y.get((measure.area, start)) for start in side] for side in sides)
    there = [_together(y, measure, side) for side in sides] if measure.comparison else [(), ()]
    told = Counted(before, after, *there)
    if e is None:
        return told
    shares = [[e.get((measure.area, start), 1.0) for start in side] for side in sides]
    theirs = [_together(e, measure, side) for side in sides] if measure.comparison else [None, None]
    return Counted(before, after, *there, *shares, *theirs)


def days_of(text: str) -> Days:
    """Return first and last day of a time written 2024-01:2024-12 (whole months) or with days.

    Raises EvaluationRefused days_not_understood.
    """
    parts = [part.strip() for part in text.split(":")]
    days = [moments.day_of(part) for part in parts]
    if len(parts) != 2 or days[0] is None or days[1] is None:
        raise EvaluationRefused("days_not_understood", text=text[:40])
    is_month = parts[1].count("-") == 1
    return days[0], periods.last_day(days[1], "month") if is_month else days[1]


def step_of(days: Sequence[date]) -> Step:
    """Return "month" where all periods begin on the first day of one, else "week"."""
    return "month" if all(day.day == 1 for day in days) else "week"


def _cells(
    areas: Sequence[str], days: Sequence[date], values: Sequence[float] | Reals, step: Step, first_row: int
) -> Cells:
    found: Cells = {}
    for row, (area, day, value) in enumerate(zip(areas, days, values, strict=True), first_row):
        if (area, day) in found:
            raise EvaluationRefused("twice_in_panel", row=row, area=area, period=periods.name(day, step))
        found[area, day] = float(value)
    return found


def _together(cells: Cells, measure: Measure, side: Sequence[date]) -> list[float]:
    """Return the sums of the areas compared with, none of which may lack a period."""
    for area in measure.comparison:
        for start in side:
            if (area, start) not in cells:
                raise EvaluationRefused("gap_of", area=area, period=periods.name(start, measure.step))
    return [sum(cells[area, start] for area in measure.comparison) for start in side]
