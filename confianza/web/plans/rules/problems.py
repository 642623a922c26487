"""What may become of a problem, and what each step needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from confianza.web.plans.models import Asks, Stage
from confianza.web.plans.rules.refusals import StepRefused

# Nobody has moved it for so long: the weekly meeting asks why.
STALLED_AFTER = timedelta(days=21)

# Forward one step at a time, back to whatever turned out not to be understood; closed ones come back whole.
PROBLEMS: Mapping[str, frozenset[str]] = {
    Stage.SCAN: frozenset({Stage.ANALYSE, Stage.CLOSED}),
    Stage.ANALYSE: frozenset({Stage.RESPOND, Stage.SCAN, Stage.CLOSED}),
    Stage.RESPOND: frozenset({Stage.ASSESS, Stage.ANALYSE}),
    Stage.ASSESS: frozenset({Stage.CLOSED, Stage.RESPOND, Stage.ANALYSE}),
    Stage.CLOSED: frozenset({Stage.ANALYSE}),
}
# An analysis that cannot say these answers nothing.
MUST_BE_KNOWN = (Asks.WHO, Asks.WHERE, Asks.WHEN)


@dataclass(frozen=True)
class Seen:
    """By what a problem was seen: in words, with the address that leads back, or the request it came from."""

    origin: str
    text: str
    address: str = ""
    request: Any = None


@dataclass(frozen=True)
class Known:
    """What a problem has by now: signs, answered questions, commitments, a measure, results."""

    signs: int = 0
    answered: frozenset[str] = frozenset()
    open_commitments: int = 0
    commitments: int = 0
    has_measure: bool = False
    assessed: bool = False


def check_step(stage: str, to: str, known: Known, reason: str) -> None:
    """Raise StepRefused unless a problem may go from `stage` to `to` with what is known of it."""
    if to not in PROBLEMS[stage]:
        raise StepRefused("not_from_here")
    if needs_reason(stage, to):
        if not reason.strip():
            raise StepRefused("say_why")
        return
    for code, holds in _needs(to, known):
        if not holds:
            raise StepRefused(code)


def check_lesson(stage: str, to: str, lesson: str) -> None:
    """Raise StepRefused say_lesson where what was assessed is closed without what others should know."""
    if to == Stage.CLOSED and stage == Stage.ASSESS and not lesson.strip():
        raise StepRefused("say_lesson")


def steps_from(stage: str) -> tuple[Stage, ...]:
    """Return to which stages a problem may go: forward first, then back or out."""
    possible = [each for each in Stage if each in PROBLEMS[stage]]
    return tuple(sorted(possible, key=lambda to: needs_reason(stage, to)))


def lacks(stage: str, to: str, known: Known) -> tuple[str, ...]:
    """Return the codes of all that a step forward still waits for; a step back or out needs only a reason."""
    if needs_reason(stage, to):
        return ()
    return tuple(code for code, holds in _needs(to, known) if not holds)


def needs_reason(stage: str, to: str) -> bool:
    """Say whether a step has to be explained: back, or out before it was assessed."""
    return _is_back(stage, to) or (to == Stage.CLOSED and stage != Stage.ASSESS)


def is_stalled(*, moved_on: date, next_on: date, today: date) -> bool:
    """Say whether nobody looked at a problem when it was time, or nobody moved it for three weeks."""
    return next_on < today or today - moved_on > STALLED_AFTER


def why_stalled(*, moved_on: date, next_on: date, late: int, today: date) -> tuple[str, ...]:
    """Return what keeps a problem: nobody looked when it was time, nobody moved it, promises are late."""
    reasons = (
        ("not_looked", next_on < today),
        ("not_moved", today - moved_on > STALLED_AFTER),
        ("promises_late", late > 0),
    )
    return tuple(code for code, holds in reasons if holds)


def _is_back(stage: str, to: str) -> bool:
    order = list(Stage)
    return to != Stage.CLOSED and order.index(Stage(to)) < order.index(Stage(stage))


def _needs(to: str, known: Known) -> tuple[tuple[str, bool], ...]:
    if to == Stage.ANALYSE:
        return (("say_by_what", known.signs > 0),)
    if to == Stage.RESPOND:
        return (
            ("analysis_open", known.answered.issuperset(MUST_BE_KNOWN)),
            ("measure_first", known.has_measure),
        )
    if to == Stage.ASSESS:
        return (("nothing_done", known.commitments > 0), ("commitments_open", known.open_commitments == 0))
    return (("not_assessed", known.assessed),)
