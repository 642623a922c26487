"""docs/states: what may become of what, drawn from the tables that the rules themselves read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation

Table = Mapping[Any, frozenset[Any]]


@dataclass(frozen=True)
class Machine:
    """A table of steps under the names people know, and the states in the order of the diagram."""

    title_es: str
    title_en: str
    where: str
    states: Any
    table: Callable[[], Table]


def machines() -> tuple[Machine, ...]:
    """Return every table of steps in the house, in the order of the cycle."""
    from confianza.web.community import models as community
    from confianza.web.community.rules import standing
    from confianza.web.evaluation import models as evaluation
    from confianza.web.evaluation import rules as evaluating
    from confianza.web.fieldwork import models as fieldwork
    from confianza.web.fieldwork import rules as field

    return (
        Machine(
            "Envío del campo, al revisarlo", "Filled form, under review",
            "confianza/web/fieldwork/rules.py", fieldwork.Standing, lambda: field.VERDICTS,
        ),
        Machine(
            "Organización de la comunidad", "Body of the community",
            "confianza/web/community/rules/standing.py", community.BodyState, lambda: standing.BODIES,
        ),
        Machine(
            "Reunión", "Meeting",
            "confianza/web/community/rules/standing.py", community.MeetingState, lambda: standing.MEETINGS,
        ),
        Machine(
            "Solicitud", "Request",
            "confianza/web/community/rules/standing.py", community.RequestState, lambda: standing.REQUESTS,
        ),
        *_planned(),
        Machine(
            "Evaluación", "Evaluation",
            "confianza/web/evaluation/rules.py", evaluation.State, lambda: evaluating.STATES,
        ),
        Machine(
            "Objeción", "Objection",
            "confianza/web/evaluation/rules.py", evaluation.Standing, lambda: evaluating.OBJECTIONS,
        ),
    )  # fmt: skip


def _planned() -> tuple[Machine, ...]:
    from confianza.web.plans import models as plans
    from confianza.web.plans.rules import commitments, coordination, grants, prevention
    from confianza.web.plans.rules import problems as problem_rules

    return (
        Machine(
            "Compromiso", "Promise",
            "confianza/web/plans/rules/commitments.py", plans.Standing, lambda: commitments.COMMITMENTS,
        ),
        Machine(
            "Reunión semanal", "Weekly meeting",
            "confianza/web/plans/rules/coordination.py", plans.CoordinationState,
            lambda: coordination.COORDINATIONS,
        ),
        Machine(
            "Plan de prevención", "Prevention plan",
            "confianza/web/plans/rules/prevention.py", plans.PlanState, lambda: prevention.PLANS,
        ),
        Machine(
            "Convocatoria de fondos", "Call for grants",
            "confianza/web/plans/rules/grants.py", plans.CallState, lambda: grants.CALLS,
        ),
        Machine(
            "Propuesta a una convocatoria", "Application to a call",
            "confianza/web/plans/rules/grants.py", plans.ApplicationState, lambda: grants.APPLICATIONS,
        ),
        Machine(
            "Puesto en un jurado", "Place in a jury",
            "confianza/web/plans/rules/grants.py", plans.JurorState, lambda: grants.JURORS,
        ),
        Machine(
            "Parte de un fondo", "Part of a grant",
            "confianza/web/plans/rules/grants.py", plans.TrancheState, lambda: grants.TRANCHES,
        ),
        Machine(
            "Problema", "Problem",
            "confianza/web/plans/rules/problems.py", plans.Stage, lambda: problem_rules.PROBLEMS,
        ),
    )  # fmt: skip


def page(generated: str) -> str:
    """Return the page of all tables."""
    lines = [generated, "# Estados · States\n", "Qué puede pasar con qué. · What may become of what.\n"]
    for machine in machines():
        lines += [f"## {machine.title_es} · {machine.title_en}\n", f"`{machine.where}`\n", *_drawn(machine)]
    return "\n".join(lines) + "\n"


def _drawn(machine: Machine) -> list[str]:
    table, labels = machine.table(), _labels(machine.states)
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{label}" as {state}' for state, label in labels.items()]
    steps = (
        (str(state), str(to))
        for state in machine.states
        for to in machine.states
        if to in table.get(state, ())
    )
    lines += [f"    {state} --> {to}" for state, to in steps]
    return [*lines, "```\n"]


def _labels(states: Any) -> dict[str, str]:
    told: dict[str, list[str]] = {}
    for language in ("es", "en"):
        with translation.override(language):
            for state in states:
                told.setdefault(str(state), []).append(str(state.label))
    return {state: " · ".join(both) for state, both in told.items()}
