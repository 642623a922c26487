"""What each town has of grants: a call that the jury has put in order, and a grant of it."""

from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.plans.actions import awards, exhibits
from confianza.web.plans.models import Application, Award, CallState
from confianza.web.plans.tests import granting
from tests.matrix.planning import PICTURE


def build(area: Any, people: dict[tuple[str, str], Any], where: str) -> dict[str, Any]:
    """Build it through the actions that the pages of the room go through; nobody of the cast judges."""
    own = SimpleNamespace(
        elena=people["community_relations", where],
        mayor=people["mayor", where],
        donor=people["programme_manager", where],
    )
    story = granting.told(
        area=area, people=own, until=CallState.RANKED, named=f"-{area.code}", stands_for=f"Jurado-{area.code}"
    )
    first = Application.objects.get(call=story.call, code=story.call.ranking[0]["code"])
    award = Award.objects.create(application=first, amount=first.amount, awarded_by="matrix")
    part = awards.plan_tranche(
        award=award, amount=first.amount, due_on=timezone.localdate(), must_show="Lista", by=COMMAND_LINE
    )
    proof = awards.show(tranche=part, text="Lista", files=[PICTURE], by=COMMAND_LINE)
    shown = proof.exhibits.get()
    exhibits.show(exhibit=shown, by=COMMAND_LINE)
    return {"shown_file": shown.pk, "fund": story.call.pk, "fund_code": first.code, "funded": award.pk}
