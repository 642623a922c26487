"""What the observatory puts in the hall: its door, and on the home page of those who plan the figure of
today.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from confianza.web.design.entrances import Card, MenuEntry, Stage
from confianza.web.observatory import pages, permissions

MENU = (
    MenuEntry(Stage.DIAGNOSE, _("What happens"), "observatory:overview", permissions.can_see_figures),
    MenuEntry(Stage.DIAGNOSE, _("This week"), "observatory:week", permissions.can_see_places),
    MenuEntry(Stage.DIAGNOSE, _("Crime map"), "observatory:crime_map", permissions.can_see_places),
    MenuEntry(Stage.DIAGNOSE, _("When it happens"), "observatory:times", permissions.can_see_figures),
    MenuEntry(
        Stage.DIAGNOSE, _("How concentrated it is"), "observatory:concentration", permissions.can_see_places
    ),
    MenuEntry(Stage.DIAGNOSE, _("What is expected"), "observatory:forecast", permissions.can_see_places),
    MenuEntry(Stage.DIAGNOSE, _("What crimes weigh"), "observatory:harm_weights", permissions.can_see_places),
    MenuEntry(Stage.DIAGNOSE, _("What no source saw"), "observatory:unseen", permissions.can_see_figures),
    MenuEntry(
        Stage.DIAGNOSE, _("Perception beside records"), "observatory:perception", permissions.can_see_figures
    ),
    MenuEntry(
        Stage.DIAGNOSE, _("Quality of the sources"), "observatory:quality", permissions.can_read_quality
    ),
    MenuEntry(
        Stage.DIAGNOSE, _("Where sources disagree"), "observatory:discrepancies", permissions.can_read_quality
    ),
    MenuEntry(Stage.ACCOUNT, _("Publish figures"), "observatory:releases", permissions.can_see_figures),
    MenuEntry(Stage.ACCOUNT, _("Bulletins"), "observatory:bulletins", permissions.can_see_figures),
    MenuEntry(
        Stage.DIAGNOSE, _("Network of observatories"), "observatory:network", permissions.can_see_network
    ),
)
DEEDS = {
    "observatory.decide_weights": _("decided what crimes weigh"),
    "observatory.answer_criterion": _("answered a criterion of quality"),
    "observatory.publish": _("published"),
    "observatory.describe_own": _("said who this observatory is in the network"),
    "observatory.propose_node": _("wrote down another observatory"),
    "observatory.confirm_node": _("compared the fingerprint of another observatory"),
    "observatory.move_node": _("wrote down the address of another observatory"),
    "observatory.replace_key": _("gave another observatory a new key"),
    "observatory.rekey_own": _("made this observatory a new key"),
    "observatory.agree": _("agreed on what is sent to another observatory"),
    "observatory.end_agreement": _("ended an agreement with another observatory"),
    "observatory.send_package": _("signed a package for another observatory"),
    "observatory.hand_over": _("fetched a package that was meant for it"),
    "observatory.receive_package": _("received a package of another observatory"),
    "observatory.refuse_package": _("brought a package that was refused"),
    "observatory.decide_package": _("decided on a package in quarantine"),
}


def home_cards(user: Any) -> list[Card]:
    """Show how many homicides there were, and whether that is a change; nothing before the first delivery."""
    if not permissions.can_see_figures(user):
        return []
    told = pages.today(user)
    return [Card(_("Homicides"), "observatory/cards/today.html", {"told": told}, order=40)] if told else []
