"""What state an upload may be in, and when a delivery is late. Nothing here looks anything up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from confianza.analysis.vocabulary.problems import DeliveryRefused
from confianza.web.records.models import State

TRANSITIONS: Mapping[str, frozenset[State]] = {
    State.RECEIVED: frozenset({State.UNSURE, State.CHECKED, State.REFUSED, State.CANCELLED}),
    State.UNSURE: frozenset({State.RECEIVED, State.CANCELLED}),
    State.CHECKED: frozenset({State.RECEIVED, State.CONFIRMED, State.CANCELLED}),
    State.CONFIRMED: frozenset({State.STORING, State.CANCELLED}),
    State.STORING: frozenset({State.STORED, State.REFUSED}),
    State.STORED: frozenset(),
    State.REFUSED: frozenset(),
    State.CANCELLED: frozenset(),
}


class NotNow(DeliveryRefused):
    """The upload is in a state that does not allow this."""

    def __init__(self, state: str, wanted: str) -> None:
        super().__init__("not_now", state=state, wanted=wanted)


class NotYours(DeliveryRefused):
    """Files are brought for an area that the bringer does not reach, or for none that could be told."""


def can_become(state: str, wanted: str) -> bool:
    """Whether an upload in `state` may go to `wanted`."""
    return wanted in TRANSITIONS[state]


def check_can_become(state: str, wanted: str) -> None:
    """Raise NotNow unless an upload in `state` may go to `wanted`."""
    if not can_become(state, wanted):
        raise NotNow(state, wanted)


# Two deliveries make a gap, not a rhythm.
FEWEST_TO_KNOW_A_RHYTHM = 3
# Only the recent habit counts: an office that mended its ways is not judged by its old ones.
RECENT = 12


@dataclass(frozen=True)
class Received:
    """When one delivery came and the last day its claims speak for."""

    on: date
    period_to: date


@dataclass(frozen=True)
class Rhythm:
    """How an office usually delivers: every so many months, so many days after the period ends."""

    months: int
    days_after: int


def rhythm(deliveries: Sequence[Received]) -> Rhythm | None:
    """Return the usual rhythm of one source and office, or None where none can be told.

    Months between ends of period and days from end of period to receipt are medians over the last twelve
    distinct periods; the first receipt of a period counts, later ones correct it.
    """
    first: dict[date, date] = {}
    for delivery in deliveries:
        end = end_of_month(delivery.period_to)
        first[end] = min(delivery.on, first.get(end, delivery.on))
    ends = sorted(first)[-RECENT:]
    if len(ends) < FEWEST_TO_KNOW_A_RHYTHM:
        return None
    gaps = [months_between(earlier, later) for earlier, later in pairwise(ends)]
    return Rhythm(round(median(gaps)), round(median((first[end] - end).days for end in ends)))


def expected_on(deliveries: Sequence[Received]) -> date | None:
    """Return the day the next delivery is expected, or None where no rhythm can be told."""
    usual = rhythm(deliveries)
    if usual is None:
        return None
    last = end_of_month(max(delivery.period_to for delivery in deliveries))
    return end_of_month(last, months_later=usual.months) + timedelta(days=max(usual.days_after, 0))


def late_since(deliveries: Sequence[Received], *, today: date) -> date | None:
    """Return since when the next delivery is late, or None when it is not (or nobody can tell)."""
    due = expected_on(deliveries)
    return due if due is not None and today > due else None


def end_of_month(day: date, *, months_later: int = 0) -> date:
    """Return the last day of the month of `day`, or of the month so many months later."""
    month = day.year * 12 + day.month + months_later
    return date(month // 12, month % 12 + 1, 1) - timedelta(days=1)


def months_between(earlier: date, later: date) -> int:
    """Return how many calendar months lie between two days."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month
