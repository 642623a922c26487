"""From a frozen series and a frozen design to the answer: the same each time, whoever asks."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from confianza.web.evaluation import rules
from confianza.web.evaluation.models import Evaluation, Highness, Result
from confianza.web.evaluation.queries import delivered, freezing
from confianza.web.evaluation.queries.delivered import Asked

if TYPE_CHECKING:
    from confianza.analysis.evaluation.counted import Series
    from confianza.analysis.evaluation.registration import Registration

HIGH = {Highness.YES: True, Highness.NO: False, Highness.UNKNOWN: None}


@dataclass(frozen=True)
class Recomputed:
    """Whether the stored series and result are what their digests say, and whether computing the answer
    again gives the same.
    """

    series_intact: bool
    result_intact: bool
    same: bool

    @property
    def all_well(self) -> bool:
        return self.series_intact and self.result_intact and self.same


def carried_out(evaluation: Evaluation) -> "Registration":
    """Return the registration of an evaluation with its deviations."""
    rows = evaluation.deviations.values("field", "value")
    changes = [{"field": row["field"], "value": row["value"]["value"]} for row in rows]
    return freezing.carried_out(evaluation.registration.content, changes)


def asked(evaluation: Evaluation, done: "Registration", as_of: date) -> Asked:
    """Return what a design, as it is carried out, asks of the store as known on a day."""
    last_on = delivered.start_of(done.last_day, evaluation.step)
    return delivered.asked_by(evaluation, others=tuple(done.comparison), last_on=last_on, as_of=as_of)


def design_as_plain(evaluation: Evaluation, done: "Registration") -> dict[str, Any]:
    """Return the design that an answer was computed by: its method, and what only people know."""
    departed = evaluation.deviations.count()
    return {
        "method": done.method,
        "last_day": done.last_day.isoformat(),
        "comparison": list(done.comparison),
        "starts": dict(evaluation.starts),
        "around": list(evaluation.around),
        # The series is of the very areas in which the programme is said to be.
        "same_area": True,
        "chosen_high": evaluation.chosen_high,
        "registered": rules.counts_as_registered(evaluation.registration.timing, departed),
        "deviations": departed,
    }


def answer(series: dict[str, Any], design: dict[str, Any]) -> dict[str, Any]:
    """Return the answer as plain values, or {"cannot": code, "details": …} where the data carry none."""
    from confianza.analysis.evaluation import designs, recorded
    from confianza.analysis.evaluation.problems import EvaluationRefused

    known = designs.Circumstances(
        same_area=design["same_area"],
        selected_for_being_high=HIGH[Highness(design["chosen_high"])],
        registered=design["registered"],
    )
    try:
        return recorded.answer(designs.answer(recorded.read_series(series), design["method"], known))
    except EvaluationRefused as refused:
        return {"cannot": refused.code, "details": refused.details}


def recompute(result: Result) -> Recomputed:
    """Compute a result again from what was stored, and compare."""
    again = answer(result.vintage.series, result.design)
    return Recomputed(
        series_intact=digest(result.vintage.series) == result.vintage.sha256,
        result_intact=digest(result.content) == result.sha256,
        same=digest(again) == result.sha256,
    )


def series_as_plain(series: "Series") -> dict[str, Any]:
    """Return a series as JSON takes it."""
    from confianza.analysis.evaluation import recorded

    return recorded.series(series)


def canonical(content: Any) -> bytes:
    """Return plain values as they are hashed."""
    from confianza.analysis.evaluation import recorded

    return recorded.canonical(content)


def digest(content: Any) -> str:
    """Return the SHA-256 of plain values."""
    from confianza.analysis.evaluation import recorded

    return recorded.digest(content)
