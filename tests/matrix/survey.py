"""What each town has of the surveys: one with a wave whose clusters were drawn, and one that goes there again."""

from datetime import date
from typing import Any

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.fieldwork.models import Form
from confianza.web.surveys.actions import drawing, surveys, waves
from confianza.web.surveys.frames import Row
from confianza.web.surveys.queries.plans import Wish


def build(area: Any, form: int) -> dict[str, int]:
    """Build it through the doors that an analyst goes through; by a form that the town has already."""
    survey = surveys.begin(
        title="Encuesta", area=area, population=f"Población-{area.code}", form=Form.objects.get(pk=form),
        columns={"cluster": "victima"}, by=COMMAND_LINE,
    )  # fmt: skip
    rows = [Row("Todo", f"{area.code}-{n}", 20, 80) for n in range(6)]
    surveys.bring_frame(survey=survey, rows=rows, by=COMMAND_LINE)
    drawn = _wave(survey, date(2026, 3, 1))
    draw = drawing.commit(wave=drawn, announced="Dados", by=COMMAND_LINE)
    drawing.reveal(draw=draw, witnessed="6 1 2 3 4 5 5 1 2 6", by=COMMAND_LINE)
    return {
        "survey": survey.pk,
        "wave": drawn.pk,
        "sampled": drawn.sampled.order_by("place")[0].pk,
        "draw": draw.pk,
        "next_wave": _wave(survey, date(2026, 9, 1), same_clusters_as=drawn).pk,
    }


def _wave(survey: Any, begins: date, **more: Any) -> Any:
    wish = Wish(interviews=6, per_cluster=2, likeness=0.05, response=0.8, sd=2.5, method="simple")
    return waves.plan(
        survey=survey, mode="face_to_face", begins_on=begins, ends_on=begins.replace(day=28), wish=wish,
        by=COMMAND_LINE, **more,
    )  # fmt: skip
