"""What the fieldwork puts in the hall: forms, telephones, and what waits to be reviewed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from confianza.web.design.entrances import Banner, Card, MenuEntry, Stage
from confianza.web.fieldwork import permissions
from confianza.web.fieldwork.models import Standing
from confianza.web.fieldwork.queries import submissions

MENU = (
    MenuEntry(Stage.LISTEN, _("Field cards"), "fieldwork:cards", permissions.can_fill_cards),
    MenuEntry(Stage.LISTEN, _("Field forms"), "fieldwork:forms", permissions.can_keep_forms),
    MenuEntry(
        Stage.LISTEN, _("What came from the field"), "fieldwork:submissions", permissions.can_keep_forms
    ),
    MenuEntry(Stage.SETUP, _("Telephones"), "fieldwork:telephones", permissions.can_keep_telephones),
)
DEEDS = {
    "fieldwork.add_version": _("brought a version of the form"),
    "fieldwork.close_form": _("closed the form"),
    "fieldwork.open_form": _("opened the form again:"),
    "fieldwork.give_key": _("gave a key to telephone"),
    "fieldwork.revoke_key": _("took back the key of telephone"),
    "fieldwork.receive": _("sent the filled form"),
    "fieldwork.set_aside": _("sent what was kept aside as"),
    "fieldwork.judge": _("judged the filled form"),
    "fieldwork.correct": _("corrected the filled form"),
    "fieldwork.resolve": _("decided what becomes of what was kept aside as"),
    "fieldwork.read_answers": _("read the answers of"),
    "fieldwork.export": _("took along the answers to the form"),
}


def home_cards(user: Any) -> list[Card]:
    """Show whoever reviews what waits; nothing where nothing does."""
    if not permissions.can_keep_forms(user):
        return []
    waiting = submissions.submissions(user, standing=Standing.WAITING).count()
    aside = submissions.aside(user).count()
    if not waiting and not aside:
        return []
    told = {"waiting": waiting, "aside": aside}
    return [Card(_("From the field"), "fieldwork/cards/waiting.html", told, order=25)]


def banners(user: Any) -> list[Banner]:
    """Ask whoever fills in cards before they log out of a browser where some still wait."""
    return [Banner("fieldwork/banners/leaving.html")] if permissions.can_fill_cards(user) else []
