"""What each town works on: a problem with a sign and a page of the analysis kept for it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from confianza.web.accounts.models import User
from confianza.web.plans.actions import problems
from confianza.web.plans.models import Evidence, Page
from confianza.web.plans.queries import evidence
from confianza.web.plans.rules.problems import Seen

CONTENT = {
    "asked": {"indicator": "homicide"},
    "said": {"es": "Uno.", "en": "One."},
    "titles": {"es": "Mes a mes", "en": "Month by month"},
    "figures": [["2026-01", 1]],
}


def build(area: Any) -> dict[str, int]:
    """Build it through the actions that the pages of the room go through."""
    leader = User.objects.create_user(f"problema-{area.code}")
    problem = problems.open_problem(
        title=f"Problema-{area.code}",
        area=area,
        offence="homicide",
        leader=leader,
        next_on=timezone.localdate() + timedelta(days=7),
        seen=Seen("other", "Se ve de noche"),
        by=leader,
    )
    kept = Evidence.objects.create(
        problem=problem,
        page=Page.MONTHS,
        title="Mes a mes",
        address="/observatorio/delito/homicide/",
        content={**CONTENT, "asked": {"indicator": "homicide", "area": area.stable_id}},
        sha256=evidence.digest({**CONTENT, "asked": {"indicator": "homicide", "area": area.stable_id}}),
        taken_by="problema",
    )
    problems.publish(problem=problem, title="Robos en una parada", by=leader)
    return {"trouble": problem.pk, "kept_page": kept.pk}
