"""What a measure must be before anybody agrees on it, and the mark by which it is known again."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from confianza.web.plans.models import Stage
from confianza.web.plans.rules.refusals import StepRefused

# Fewer months on a side say too little about how much months differ by themselves.
FEWEST_MONTHS = 3
# Once people act on it, the goal stands; who wants another goes back first, with the reason in the history.
OPEN_IN = (Stage.SCAN, Stage.ANALYSE)


@dataclass(frozen=True)
class Goal:
    """What is agreed: an indicator, an area, one compared with ("" none), whole months before and after."""

    indicator: str
    area: str
    comparison: str
    before_from: date
    before_until: date
    after_from: date
    after_until: date

    @property
    def digest(self) -> str:
        """SHA-256 of the whole, as 64 hexadecimal digits."""
        told = {name: str(value) for name, value in vars(self).items()}
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def check(stage: str, goal: Goal, *, overlap: bool, earlier: str, because: str) -> None:
    """Raise StepRefused unless a goal may be agreed on now.

    `overlap`: the area compared with has a part in the other; `earlier`: the digest agreed before, "" none.
    """
    if stage not in OPEN_IN:
        raise StepRefused("measure_stands")
    if not goal.before_from < goal.before_until < goal.after_from < goal.after_until:
        raise StepRefused("months_run_forward", after=_month(max(goal.before_from, goal.before_until), 1))
    least = [_month(first, FEWEST_MONTHS - 1) for first in (goal.before_from, goal.after_from)]
    if goal.before_until < least[0] or goal.after_until < least[1]:
        raise StepRefused("months_too_few", before=least[0], after=least[1])
    if overlap:
        raise StepRefused("compared_with_itself")
    if earlier == goal.digest:
        raise StepRefused("agreed_already")
    if earlier and not because.strip():
        raise StepRefused("say_why")


def check_over(after_until: date, today: date) -> None:
    """Raise StepRefused months_ahead while the months that a measure looks at are not over."""
    if today <= after_until:
        raise StepRefused("months_ahead", until=after_until)


def _month(day: date, later: int) -> date:
    """Return the first day of the month so many months later."""
    months = day.year * 12 + day.month - 1 + later
    return date(months // 12, months % 12 + 1, 1)
