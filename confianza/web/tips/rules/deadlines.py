"""By when something is to be done about a tip. Days, never hours: the register knows no finer."""

from dataclasses import dataclass
from datetime import date, timedelta

from confianza.web.tips.models import State

# Whoever told something looks again after a few days; silence longer than that reads as nobody cares.
FIRST_ANSWER = timedelta(days=3)
# Danger is taken up on the day on which it is told.
DANGER = timedelta(days=0)
# An answered tip that nothing comes of any more is closed, so that its time of keeping begins.
CLOSING = timedelta(days=30)


@dataclass(frozen=True)
class Due:
    """What is due (take_up, answer, reply, close) on which day."""

    what: str
    on: date


def due(
    state: str,
    received_on: date,
    moved_on: date,
    *,
    is_danger: bool,
    teller_waits_since: date | None = None,
) -> Due | None:
    """Return what is due next for a tip in `state`: nothing where it is closed and nobody waits."""
    within = DANGER if is_danger else FIRST_ANSWER
    if teller_waits_since and state in (State.ANSWERED, State.CLOSED):
        return Due("reply", teller_waits_since + FIRST_ANSWER)
    match state:
        case State.NEW:
            return Due("take_up" if is_danger else "answer", received_on + within)
        case State.TRIAGED | State.ASSIGNED:
            return Due("answer", received_on + within)
        case State.ANSWERED:
            return Due("close", moved_on + CLOSING)
    return None
