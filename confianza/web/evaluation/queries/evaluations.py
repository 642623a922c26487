"""Evaluations as they stand: lists, the last result, who had a hand in it, and what waits for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from confianza.web.evaluation.models import (
    Critique,
    Evaluation,
    Objection,
    Publication,
    Registration,
    Result,
    Standing,
    State,
)
from confianza.web.evaluation.queries import answering, delivered, freezing


@dataclass(frozen=True)
class Dossier:
    """All that a person may see of an evaluation. `result` and what follows from it: None where it is not for
    them yet, or there is none.
    """

    evaluation: Evaluation
    registration: Registration | None
    deviations: Sequence[Any]
    result: Result | None
    objections: Sequence[Objection]
    critique: Critique | None
    publications: Sequence[Publication]


@dataclass(frozen=True)
class Waiting:
    """What waits: evaluations to begin, to compute, to criticise, to publish; objections to answer."""

    to_start: Sequence[Evaluation]
    to_compute: Sequence[Evaluation]
    to_criticise: Sequence[Evaluation]
    to_publish: Sequence[Evaluation]
    to_answer: Sequence[Objection]

    def __bool__(self) -> bool:
        return any((self.to_start, self.to_compute, self.to_criticise, self.to_publish, self.to_answer))


def visible(person: Any) -> Any:
    """Return the evaluations a person reads, the last begun first."""
    return Evaluation.objects.visible_to(person).select_related("area")


def dossier(evaluation: Evaluation, person: Any) -> Dossier:
    """Return what a person may see of an evaluation."""
    result = Result.objects.visible_to(person).filter(evaluation=evaluation).first()
    return Dossier(
        evaluation=evaluation,
        registration=registration_of(evaluation),
        deviations=list(evaluation.deviations.all()),
        result=result,
        objections=list(result.objections.all()) if result else [],
        critique=Critique.objects.filter(result=result).first() if result else None,
        publications=list(evaluation.publications.latest_first()),
    )


def registration_of(evaluation: Evaluation) -> Registration | None:
    """Return the registration of an evaluation, None before there is one."""
    return Registration.objects.filter(evaluation=evaluation).first()


def latest_result(evaluation: Evaluation) -> Result | None:
    """Return the last result that was computed, whoever may see it."""
    found: Result | None = evaluation.results.order_by("-computed_at", "-pk").first()
    return found


def authors(evaluation: Evaluation) -> set[int]:
    """Return the numbers of the people who designed it or computed a result of it."""
    hands = {evaluation.author_id, *evaluation.results.values_list("computer_id", flat=True)}
    return {each for each in hands if each is not None}


def carried_out(evaluation: Evaluation) -> Any:
    """Return the registered design with its deviations; before it is registered, the design as it stands."""
    if registration_of(evaluation) is None:
        return freezing.registration(evaluation)
    return answering.carried_out(evaluation)


def waiting(person: Any, today: date, *, keeps: Any, computes: Any, criticises: Any) -> Waiting:
    """Return what waits for a person; the three say of an evaluation what the person may do with it."""
    own = list(Evaluation.objects.worked_on_by(person).exclude(state__in=(State.ABANDONED, State.PUBLISHED)))
    running = [each for each in own if each.state == State.RUNNING and computes(person, each)]
    computed = [each for each in own if each.state == State.COMPUTED]
    return Waiting(
        to_start=[each for each in _begun(own, today) if keeps(person, each)],
        to_compute=[each for each in running if _is_over(each, today)],
        to_criticise=[each for each in computed if criticises(person, each)],
        to_publish=[each for each in own if each.state == State.CRITICISED and computes(person, each)],
        to_answer=_unanswered([each for each in computed if keeps(person, each)], person),
    )


def _begun(own: Sequence[Evaluation], today: date) -> list[Evaluation]:
    return [each for each in own if each.state == State.REGISTERED and each.begins_on <= today]


def _is_over(evaluation: Evaluation, today: date) -> bool:
    """Say whether the last day that is asked about has passed."""
    if evaluation.last_on is None:
        return False
    return bool(delivered.end_of(evaluation.last_on, evaluation.step) < today)


def _unanswered(computed: Sequence[Evaluation], person: Any) -> list[Objection]:
    waits = Objection.objects.visible_to(person).filter(
        standing=Standing.RAISED, result__evaluation__in=computed
    )
    return list(waits.exclude(critic=person).select_related("result__evaluation"))
