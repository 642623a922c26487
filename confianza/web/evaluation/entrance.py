"""What the evaluations put in the hall: did it work, and what waits for whom."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from confianza.web.design.entrances import Card, MenuEntry, Stage
from confianza.web.evaluation import permissions
from confianza.web.evaluation.queries import evaluations

MENU = (
    MenuEntry(Stage.ACCOUNT, _("Did it work?"), "evaluation:evaluations", permissions.can_read_evaluations),
)
DEEDS = {
    "evaluation.begin": _("asked whether it worked, in the evaluation"),
    "evaluation.reword": _("changed the question of the evaluation"),
    "evaluation.design": _("wrote down the design of the evaluation"),
    "evaluation.compare": _("chose the areas to compare with, in the evaluation"),
    "evaluation.starts": _("wrote down when it began in each area, in the evaluation"),
    "evaluation.register": _("registered the evaluation"),
    "evaluation.start": _("said that the programme runs, in the evaluation"),
    "evaluation.abandon": _("gave up the evaluation"),
    "evaluation.deviate": _("departed from the registration of the evaluation"),
    "evaluation.compute": _("computed the result of the evaluation"),
    "evaluation.object": _("objected to the result of the evaluation"),
    "evaluation.answer": _("answered an objection to the evaluation"),
    "evaluation.judge": _("judged the answer to an objection to the evaluation"),
    "evaluation.conclude": _("concluded the critique of the evaluation"),
    "evaluation.publish": _("published the evaluation"),
}


def home_cards(user: Any) -> list[Card]:
    """Show what waits for a person: to begin, compute, criticise, answer or publish."""
    if not permissions.can_work_on_evaluations(user):
        return []
    waiting = evaluations.waiting(
        user,
        timezone.localdate(),
        keeps=permissions.keeps,
        computes=permissions.computes,
        criticises=permissions.criticises,
    )
    if not waiting:
        return []
    return [Card(_("Did it work?"), "evaluation/cards/waiting.html", {"waiting": waiting}, order=35)]
