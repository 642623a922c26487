"""What each town tells of its surveys: results that were published, and an assessment."""

from datetime import date
from typing import Any

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.fieldwork.models import Form
from confianza.web.surveys import telling, weights
from confianza.web.surveys.actions import assessments
from confianza.web.surveys.models import Publication, Wave, Weighting


def build(area: Any, wave: int) -> dict[str, int]:
    """Publish a wave of which nothing can be told, and begin an assessment."""
    forms = {
        prong: Form.objects.create(form_id=f"{prong}-{area.code}", title=prong, area=area)
        for prong in ("citizens", "justice", "officers")
    }
    begun = assessments.begin(
        title=f"Evaluación-{area.code}", area=area, begins_on=date(2026, 3, 1), ends_on=date(2026, 4, 1),
        by=COMMAND_LINE, **forms,
    )  # fmt: skip
    return {"publication": _published(area, Wave.objects.get(pk=wave)).pk, "assessment": begun.pk}


def _published(area: Any, wave: Wave) -> Publication:
    told = telling.Survey(
        title="Encuesta", population="Todos", area=area.stable_id, place="", wave=wave.number,
        begins_on=wave.begins_on.isoformat(), ends_on=wave.ends_on.isoformat(), mode=wave.mode, interviews=0,
        clusters=0, margin=0.1, response_rate=None, unreached=(), earlier=None, known_on="2026-04-01",
    )  # fmt: skip
    weighting = Weighting.objects.create(
        wave=wave, sha256=weights.keep(weights.Weighed((), (), ())), made_by="Ana"
    )
    content = {"told": telling.plain(told), "kept": {}}
    return Publication.objects.create(wave=wave, weighting=weighting, content=content, made_by="Ana")
