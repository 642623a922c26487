"""What may become of a problem, and what each step needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

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
    if _is_back(stage, to) or (to == Stage.CLOSED and stage != Stage.ASSESS):
        if not reason.strip():
            raise StepRefused("say_why")
        return
    for code, holds in _needs(to, known):
        if not holds:
            raise StepRefused(code)


def is_stalled(*, moved_on: date, next_on: date, today: date) -> bool:
    """Say whether nobody looked at a problem when it was time, or nobody moved it for three weeks."""
    return next_on < today or today - moved_on > STALLED_AFTER


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
