"""The counts that a measure asks for, and what the analysis says of them: computed, never typed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from math import isfinite
from typing import TYPE_CHECKING, Any

from confianza.web.observatory import permissions as observatory
from confianza.web.observatory import queries
from confianza.web.plans.models import Measure, Origin, Problem
from confianza.web.territory.models import Area

if TYPE_CHECKING:
    from confianza.analysis.evaluation import appraisal

# Signs of this kind mean that a problem was taken up because its numbers were high: the next months would be
# lower by themselves.
SEEN_BY_NUMBERS = (Origin.HOT_SPOT, Origin.INCIDENTS)
Monthly = dict[date, float | None]


@dataclass(frozen=True)
class Counts:
    """Every month of a measure with what was counted in the area and where it is compared (None: nobody
    told), by one `source`; `complete_until` is the last day that later deliveries no longer change.
    """

    source: str
    area: Monthly
    comparison: Monthly | None
    complete_until: date | None

    def of(self, months: list[date]) -> list[float | None]:
        """Return the counts of the area in some months."""
        return [self.area.get(month) for month in months]

    def compared(self, months: list[date]) -> list[float | None]:
        """Return the counts of the comparison in some months; nothing where there is none."""
        return [] if self.comparison is None else [self.comparison.get(month) for month in months]


def counts(user: Any, measure: Measure) -> Counts:
    """Return the counts of a measure as the person may see them: of less than a town where they work."""
    source, area = _monthly(user, measure.indicator, measure.area)
    compared = None
    if measure.comparison is not None:
        _source, compared = _monthly(user, measure.indicator, measure.comparison, source)
    told = [month for month, count in area.items() if count is not None]
    # The newest month is told again, fuller, by the next delivery.
    complete = max(told) - timedelta(days=1) if told else None
    return Counts(source, area, compared, complete)


def appraised(user: Any, measure: Measure) -> dict[str, Any]:
    """Return what became of a measure, ready to be kept: the whole appraisal, the months and the source."""
    from confianza.analysis.evaluation import appraisal

    found = counts(user, measure)
    before, after = sides(measure)
    told = appraisal.appraise(
        _asked(measure),
        appraisal.Counted(found.of(before), found.of(after), found.compared(before), found.compared(after)),
        complete_until=found.complete_until,
    )
    months = [
        [f"{month:%Y-%m}", found.area.get(month), (found.comparison or {}).get(month)]
        for month in [*before, *after]
    ]
    return {**_plain(asdict(told)), "months": months, "source": found.source, "digest": measure.digest}


def foreseen(user: Any, measure: Measure) -> dict[str, Any] | None:
    """Return what a measure will be able to see, learnt from the months before; None where they lack."""
    from confianza.analysis.evaluation import appraisal
    from confianza.analysis.evaluation.problems import EvaluationRefused

    found, (before, _after) = counts(user, measure), sides(measure)
    try:
        sight = appraisal.foresee(_asked(measure), found.of(before), found.compared(before))
    except EvaluationRefused:
        return None
    plain: dict[str, Any] = _plain(asdict(sight))
    return plain


def sides(measure: Measure) -> tuple[list[date], list[date]]:
    """Return the months before and after."""
    return (
        _months(measure.before_from, measure.before_until),
        _months(measure.after_from, measure.after_until),
    )


def chosen_for_being_high(problem: Problem) -> bool | None:
    """Say whether a problem was taken up because numbers were high; None: nobody can say it was not."""
    return True if problem.signs.filter(origin__in=SEEN_BY_NUMBERS).exists() else None


def _asked(measure: Measure) -> "appraisal.Measure":
    from django.utils import timezone

    from confianza.analysis.evaluation import appraisal

    opened = timezone.localdate(measure.problem.opened_at)
    return appraisal.Measure(
        indicator=measure.indicator,
        area=measure.area.stable_id,
        before=(measure.before_from, measure.before_until),
        after=(measure.after_from, measure.after_until),
        comparison=(measure.comparison.stable_id,) if measure.comparison else (),
        agreed_on=timezone.localdate(measure.agreed_at),
        chosen_for_being_high=chosen_for_being_high(measure.problem),
        choice_left_out=measure.before_until < opened < measure.after_from,
    )


def _monthly(user: Any, indicator: str, area: Area, source: str = "") -> tuple[str, Monthly]:
    question = queries.Question(
        indicator_id=indicator,
        geography=area.geography,
        area=area.stable_id,
        level=queries.WHOLE,
        source=source,
    )
    try:
        asked = queries.permitted(question, queries.horizon(observatory.reach(user)))
    except queries.UnknownArea:
        return source, {}
    settled, told = queries.monthly(asked)
    # Another voice would compare what two offices count, not two places.
    return (settled.source, dict(told)) if source in ("", settled.source) else (source, {})


def _months(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [
        date(first.year + (first.month - 1 + each) // 12, (first.month - 1 + each) % 12 + 1, 1)
        for each in range(count)
    ]


def _plain(value: Any) -> Any:
    """Write what the analysis returns as JSON can hold it: days as text, what has no end as nothing."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not isfinite(value):
        return None
    return value
