"""What the observatory puts in the hall: its door, and on the home page of those who plan the figure of
today.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from confianza.web.design.entrances import Card, MenuEntry, Stage
from confianza.web.observatory import pages, permissions

MENU = (
    MenuEntry(Stage.DIAGNOSE, _("What happens"), "observatory:overview", permissions.can_see_figures),
    MenuEntry(Stage.DIAGNOSE, _("What no source saw"), "observatory:unseen", permissions.can_see_figures),
    MenuEntry(
        Stage.DIAGNOSE, _("Quality of the sources"), "observatory:quality", permissions.can_read_quality
    ),
    MenuEntry(
        Stage.DIAGNOSE, _("Where sources disagree"), "observatory:discrepancies", permissions.can_read_quality
    ),
)
DEEDS = {
    "observatory.answer_criterion": _("answered a criterion of quality"),
    "observatory.publish": _("published"),
}


def home_cards(user: Any) -> list[Card]:
    """Show how many homicides there were, and whether that is a change; nothing before the first delivery."""
    if not permissions.can_see_figures(user):
        return []
    told = pages.today(user)
    return [Card(_("Homicides"), "observatory/cards/today.html", {"told": told}, order=40)] if told else []
