"""What state an upload, a pair of records or a meeting may be in, and when a delivery is late. Nothing here
looks anything up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from confianza.analysis.vocabulary.problems import DeliveryRefused
from confianza.web.records.models import Outcome, PairState, RunState, State, Verdict

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


# --- pairs of records ---------------------------------------------------------------------------------


class ReviewRefused(Exception):
    """A step about a pair, a case or a meeting is not to be taken; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


# How many different people must say the same before a pair is decided.
PEOPLE_WHO_AGREE = 2


@dataclass(frozen=True)
class Said:
    """What one person (its number) said of a pair, or a validation meeting."""

    by: int
    verdict: str
    at_meeting: bool = False


def pair_state(said: Iterable[Said]) -> PairState:
    """Return where a pair stands, from what was said of it and not taken back.

    Two different people who say the same, and nobody who says the opposite, decide. Whoever cannot tell
    supports nobody; two people who do not agree leave the pair to a validation meeting, which decides alone.
    """
    heard = list(said)
    people = {(each.by, each.verdict) for each in heard if not each.at_meeting}
    votes = {verdict: {by for by, told in people if told == verdict} for verdict in Verdict}
    for meeting in (each for each in heard if each.at_meeting):
        if meeting.verdict in AGREED:
            return AGREED[meeting.verdict]
    for verdict, opposite in ((Verdict.SAME, Verdict.DIFFERENT), (Verdict.DIFFERENT, Verdict.SAME)):
        if len(votes[verdict]) >= PEOPLE_WHO_AGREE and not votes[opposite]:
            return AGREED[verdict]
    opinions = len({by for by, _ in people})
    if opinions >= PEOPLE_WHO_AGREE:
        return PairState.DISPUTED
    return PairState.ONE_OPINION if opinions else PairState.WAITING


AGREED: Mapping[str, PairState] = {
    Verdict.SAME: PairState.AGREED_SAME,
    Verdict.DIFFERENT: PairState.AGREED_DIFFERENT,
}
# Somebody who has not spoken yet may speak; a disputed pair is the meeting's.
OPEN_TO_PEOPLE = frozenset({PairState.WAITING, PairState.ONE_OPINION})


def why_not_decide(said: Sequence[Said], person: int) -> str:
    """Return why a person may not say what a pair is: a code, or "" where nothing stands against it."""
    state = pair_state(said)
    if state not in OPEN_TO_PEOPLE:
        return "pair_for_the_meeting" if state == PairState.DISPUTED else "pair_decided"
    spoke = any(each.by == person and not each.at_meeting for each in said)
    return "pair_spoken_already" if spoke else ""


def can_decide(said: Sequence[Said], person: int) -> bool:
    """Whether a person may say now what a pair is."""
    return not why_not_decide(said, person)


def check_can_decide(said: Sequence[Said], person: int) -> None:
    """Raise ReviewRefused unless a person may say now what a pair is."""
    if code := why_not_decide(said, person):
        raise ReviewRefused(code)


# --- meetings -----------------------------------------------------------------------------------------

# A case is open to the values of a field's sources only where the meeting says so.
CHOOSES_VALUES = frozenset({Outcome.VALIDATED, Outcome.SETTLED})


def check_outcome(outcome: str, *, values: Mapping[str, str], series: str) -> None:
    """Raise ReviewRefused where an outcome and what is said with it do not belong together."""
    if values and outcome not in CHOOSES_VALUES:
        raise ReviewRefused("values_without_outcome")
    if outcome == Outcome.SETTLED and not values:
        raise ReviewRefused("settled_without_values")
    if outcome == Outcome.NOT_OF_SERIES and not series:
        raise ReviewRefused("series_not_said")
    if series and outcome != Outcome.NOT_OF_SERIES:
        raise ReviewRefused("series_without_outcome")


def check_can_change(*, closed: bool) -> None:
    """Raise ReviewRefused for what is added to a meeting whose minutes are final."""
    if closed:
        raise ReviewRefused("meeting_closed")


def check_can_undo(*, undone: bool) -> None:
    """Raise ReviewRefused for what was taken back already."""
    if undone:
        raise ReviewRefused("undone_already")


# --- linkages -----------------------------------------------------------------------------------------

RUNS: Mapping[str, frozenset[RunState]] = {
    RunState.WAITING: frozenset({RunState.LINKING, RunState.FAILED}),
    # A worker that was killed takes the run up again.
    RunState.LINKING: frozenset({RunState.LINKING, RunState.DONE, RunState.FAILED}),
    RunState.DONE: frozenset(),
    RunState.FAILED: frozenset(),
}


def can_run_become(state: str, wanted: str) -> bool:
    """Whether a linkage that somebody asked for may go from `state` to `wanted`."""
    return wanted in RUNS[state]
