"""What each town has of the evaluations: a question, one computed with objections, one criticised."""

from typing import Any

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.evaluation.actions import criticising
from confianza.web.evaluation.tests import dossiers


def build(area: Any) -> dict[str, int]:
    """Build it through the doors that an analyst goes through, but for the series, which is drawn."""
    question = dossiers.question(area, title=f"Evaluación-{area.code}")
    computed, criticised = dossiers.computed(area), dossiers.criticised(area)
    raised, answered = (
        criticising.object_to(evaluation=computed, text="Demasiado corto.", by=COMMAND_LINE) for _ in range(2)
    )
    criticising.answer(objection=answered, words="Son dos años.", by=COMMAND_LINE)
    return {
        "evaluation_question": question.pk,
        "evaluation_computed": computed.pk,
        "evaluation_criticised": criticised.pk,
        "objection": raised.pk,
        "objection_answered": answered.pk,
    }
