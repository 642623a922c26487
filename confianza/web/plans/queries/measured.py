"""What an objective's indicator counts: twelve months at a time, as known today, from the observatory."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from confianza.web.observatory import memory
from confianza.web.observatory.queries import answers, ground
from confianza.web.observatory.queries.figures import Figure, figure
from confianza.web.observatory.queries.ground import Ground
from confianza.web.observatory.queries.question import WHOLE, Question
from confianza.web.territory.models import Area

if TYPE_CHECKING:
    from confianza.analysis.indicators.change import Change

MONTHS = 12


@dataclass(frozen=True)
class Count:
    """What was counted in the months from `first` to `last`, with the 95 % interval that chance alone leaves;
    `value` is None where nobody tells it, and where a source skipped one of the months.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    first: date | None = None
    last: date | None = None
    source: str = ""

    def kept(self) -> dict[str, Any]:
        """Return it as a record keeps it."""
        told = vars(self).copy()
        for name in ("first", "last"):
            told[name] = told[name].isoformat() if told[name] else ""
        return told


def year_before(area: Area, indicator_id: str, day: date) -> Count:
    """Return what was counted in the twelve whole months before a day; where those are not told yet, in the
    last twelve that are.
    """
    from confianza.analysis.indicators.periods import shifted

    latest = last_year(area, indicator_id)
    before = shifted(day.replace(day=1), -1)
    if latest.last is None or latest.last <= before:
        return latest
    return _remembered(area, indicator_id, before)


def last_year(area: Area, indicator_id: str) -> Count:
    """Return what was counted in the last twelve months that are told of an area."""
    return _remembered(area, indicator_id, None)


def change(now: Count, told: Any) -> "Change | None":
    """Compare a count with a baseline as it was kept (`Count.kept`): exactly, as two counts of a year.

    None where either is unknown, or where both are of months they share: those would be compared with
    themselves.
    """
    from confianza.analysis.indicators.change import compare

    before, until = told.get("value"), told.get("last")
    if now.value is None or now.first is None or before is None or not until:
        return None
    if now.first <= date.fromisoformat(until):
        return None
    return compare(now.value, before)


def _remembered(area: Area, indicator_id: str, last: date | None) -> Count:
    key = f"measured|{ground.state(None)}|{area.stable_id}|{indicator_id}|{last}"
    return memory.remembered(key, lambda: _counted(area, indicator_id, last))


def _counted(area: Area, indicator_id: str, last: date | None) -> Count:
    from confianza.analysis.indicators import registry
    from confianza.analysis.indicators.periods import shifted

    asked = Question(
        indicator_id=indicator_id, geography=area.geography, area=area.stable_id, level=WHOLE, last=last
    )
    try:
        settled = answers.settled(asked)
    except (answers.UnknownArea, registry.UnknownIndicator):
        return Count()
    if settled.last is None:
        return Count()
    over = settled.but(first=shifted(settled.last, 1 - MONTHS))
    found = figure(next(Ground(None).table(over).iter_rows(named=True), None))
    return _count(over, found)


def _count(over: Question, found: Figure) -> Count:
    if found.count is None or found.months < MONTHS:
        return Count(first=over.first, last=over.last, source=over.source)
    return Count(found.count, found.count_low, found.count_high, over.first, over.last, over.source)
