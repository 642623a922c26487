"""A design as a registration: what is written down, what was done in the end, and where the two part."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from confianza.web.evaluation.models import Evaluation
from confianza.web.evaluation.queries import delivered

if TYPE_CHECKING:
    from confianza.analysis.evaluation.registration import Deviation as Departure
    from confianza.analysis.evaluation.registration import Registration

COMPARED = ("panel", "synthetic")
# differences.FEWEST_WITHOUT: how far areas differ by themselves is not learnt from fewer.
FEWEST_COMPARED = 4
# What the author says of how it is to work stands beside the question, in the author's words and no other.
THEORY = ("does", "hopes", "because", "wrong_if")


def needs_comparison(method: str) -> bool:
    """Say whether a method compares with other areas."""
    return method in COMPARED


def lacks_comparison(evaluation: Evaluation) -> bool:
    """Say whether a design compares with too few areas for its method."""
    return needs_comparison(evaluation.method) and len(evaluation.comparison) < FEWEST_COMPARED


def registration(evaluation: Evaluation) -> "Registration":
    """Return the design of an evaluation as it is frozen."""
    from confianza.analysis.evaluation.registration import Registration, checked

    asked = delivered.asked_by(evaluation)
    return checked(
        Registration(
            hypothesis=evaluation.question,
            outcome=_outcome(evaluation),
            area=", ".join(evaluation.treated),
            begins_on=evaluation.begins_on,
            first_day=asked.first_on,
            last_day=asked.ends_on,
            method=evaluation.method,
            comparison=tuple(sorted(evaluation.comparison)),
            direction=evaluation.direction,
            settings=_settings(evaluation),
            smallest_effect=evaluation.smallest_effect,
        )
    )


def written(told: "Registration") -> str:
    """Return the canonical writing of a registration."""
    from confianza.analysis.evaluation.registration import canonical

    return canonical(told).decode()


def digest(told: "Registration") -> str:
    """Return the SHA-256 of the canonical writing."""
    from confianza.analysis.evaluation import registration as frozen

    return frozen.digest(told)


def carried_out(content: str, changes: Sequence[Mapping[str, Any]]) -> "Registration":
    """Return the registration with what is done otherwise; `changes`: {"field", "value"}, the last counts."""
    from dataclasses import replace

    from confianza.analysis.evaluation.registration import read

    told = read(content.encode())
    for change in changes:
        told = replace(told, **{change["field"]: _value(change["field"], change["value"])})
    return told


def departed(before: "Registration", field: str, value: Any) -> "Departure | None":
    """Return how another value departs from a design, both written out; None where it is the same.

    Raises EvaluationRefused where the days contradict each other.
    """
    from dataclasses import replace

    from confianza.analysis.evaluation.registration import checked, deviations

    other = checked(replace(before, **{field: _value(field, value)}))
    return next(iter(deviations(before, other)), None)


def _value(field: str, value: Any) -> Any:
    if field == "last_day":
        return date.fromisoformat(value)
    return tuple(value) if field == "comparison" else value


def _settings(evaluation: Evaluation) -> tuple[tuple[str, str], ...]:
    """Return what else was fixed, by names that no language changes: choices by their codes, areas by their
    identities, and the theory of change in its author's words.
    """
    told = [("chosen_high", evaluation.chosen_high), ("step", evaluation.step)]
    told += [(name, getattr(evaluation, name)) for name in THEORY]
    if evaluation.starts:
        told.append(("starts", " ".join(f"{area}={day}" for area, day in sorted(evaluation.starts.items()))))
    if evaluation.around:
        told.append(("around", " ".join(sorted(evaluation.around))))
    return tuple(told)


def _outcome(evaluation: Evaluation) -> str:
    from confianza.analysis.indicators import registry

    definition = registry.get(evaluation.indicator)
    return f"{definition.id} v{definition.version} · {evaluation.source}"
