"""What the records put in the hall: doors, and on home pages what waits and what is late."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from confianza.web.design.entrances import Card, MenuEntry, Stage
from confianza.web.records import permissions, queries

MENU = (
    MenuEntry(Stage.LISTEN, _("Deliveries"), "records:deliveries", permissions.can_read_deliveries),
    MenuEntry(Stage.LISTEN, _("Upload a delivery"), "records:bring", permissions.can_upload),
    MenuEntry(Stage.SETUP, _("Layouts"), "records:sources", permissions.can_read_deliveries),
)
DEEDS = {
    "records.bring": _("brought files"),
    "records.read_again": _("asked to read a delivery again"),
    "records.choose_source": _("chose the layout of an upload"),
    "records.confirm": _("confirmed an upload"),
    "records.cancel": _("gave up an upload"),
    "records.refuse": _("had an upload refused"),
    "records.begin_storing": _("began to store"),
    "records.receive_delivery": _("received a delivery"),
    "records.retry_delivery": _("read a delivery again"),
    "records.read_records": _("read single records of"),
    "records.open_identities": _("opened names kept in the vault for"),
    "records.link_workspace": _("linked all records victim by victim as"),
}
LAST_DELIVERIES = 5


def home_cards(user: Any) -> list[Card]:
    """Show the analyst what waits, what is late and the last deliveries; others what is late."""
    if not permissions.can_read_deliveries(user):
        return []
    sight = queries.sight(user)
    late = Card(_("What is late"), "records/cards/late.html", {"late": queries.late(sight)}, order=20)
    if not permissions.can_upload(user):
        return [late] if late.context["late"] else []
    open_uploads = {"uploads": queries.open_uploads(user)}
    waiting = Card(_("Uploads not finished"), "records/cards/uploads.html", open_uploads, order=10)
    last = queries.rows(sight)[:LAST_DELIVERIES]
    recent = Card(_("Last deliveries"), "records/cards/recent.html", {"rows": last}, order=30, wide=True)
    return [card for card in (waiting, late, recent) if any(card.context.values()) or card is recent]
