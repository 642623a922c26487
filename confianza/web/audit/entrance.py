"""What the audit puts in the hall."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from confianza.web.audit import permissions, queries, sentences
from confianza.web.design.entrances import Card, MenuEntry, Stage

MENU = (
    MenuEntry(Stage.ACCOUNT, _("Who did what"), "audit:entries", permissions.can_read_account),
    MenuEntry(Stage.ACCOUNT, _("Signed heads"), "audit:heads", permissions.can_read_account),
)
DEEDS = {
    "audit.verify": _("verified the account"),
    "audit.export_heads": _("took the signed heads off the machine"),
    "audit.export_sheet": _("took an auditor's sheet off the machine"),
}
FIRST, USUAL = 5, 40


def home_cards(user: Any) -> list[Card]:
    """Tell the auditor whether the account is whole, and what came today."""
    if not permissions.can_read_account(user):
        return []
    standing = sentences.standing(queries.last_verification())
    context = {
        "standing": standing,
        "today": queries.written_on(timezone.localdate()),
        "head": queries.signed_heads().first(),
    }
    order = USUAL if standing.kind == "good" else FIRST
    return [Card(_("The account of deeds"), "audit/cards/standing.html", context, order=order)]
