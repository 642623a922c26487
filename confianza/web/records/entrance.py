"""What the records put in the hall: doors, and on home pages what waits and what is late."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from confianza.web.design.entrances import Card, MenuEntry, Stage
from confianza.web.records import permissions, queries
from confianza.web.records.queries import reviews
from confianza.web.records.queries.linkage import latest_linkage

MENU = (
    MenuEntry(Stage.LISTEN, _("Deliveries"), "records:deliveries", permissions.can_read_deliveries),
    MenuEntry(Stage.LISTEN, _("Upload a delivery"), "records:bring", permissions.can_upload),
    MenuEntry(Stage.LISTEN, _("Pairs to look at"), "records:reviews", permissions.can_review),
    MenuEntry(Stage.LISTEN, _("Cases"), "records:cases", permissions.can_read_cases),
    MenuEntry(Stage.LISTEN, _("Validation meetings"), "records:meetings", permissions.can_hold_meetings),
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
    "records.read_cases": _("read what sources say of single cases:"),
    "records.decide_pair": _("said whether two records are of one victim:"),
    "records.settle_pair": _("wrote down what a meeting decided of"),
    "records.undo_decision": _("took back a decision on"),
    "records.prepare_meeting": _("prepared a validation meeting:"),
    "records.settle_case": _("wrote down what was made of a case at"),
    "records.undo_outcome": _("took back what was made of a case at"),
    "records.keep_minutes": _("wrote the minutes of"),
    "records.close_meeting": _("closed the minutes of"),
    "records.ask_linkage": _("asked to link everything again:"),
    "records.open_identities": _("opened names kept in the vault for"),
    "records.link_workspace": _("linked all records victim by victim as"),
}
LAST_DELIVERIES = 5


def home_cards(user: Any) -> list[Card]:
    """Show the analyst what waits, what is late and the last deliveries; others what is late."""
    reviewed = _reviews(user) if permissions.can_review(user) else []
    if not permissions.can_read_deliveries(user):
        return reviewed
    sight = queries.sight(user)
    late = Card(_("What is late"), "records/cards/late.html", {"late": queries.late(sight)}, order=20)
    if not permissions.can_upload(user):
        return [*reviewed, late] if late.context["late"] else reviewed
    open_uploads = {"uploads": queries.open_uploads(user)}
    waiting = Card(_("Uploads not finished"), "records/cards/uploads.html", open_uploads, order=10)
    last = queries.rows(sight)[:LAST_DELIVERIES]
    recent = Card(_("Last deliveries"), "records/cards/recent.html", {"rows": last}, order=30, wide=True)
    return [
        *reviewed,
        *(card for card in (waiting, late, recent) if any(card.context.values()) or card is recent),
    ]


def _reviews(user: Any) -> list[Card]:
    """Show how many pairs wait for this person's word; nothing where none does."""
    linkage = latest_linkage()
    waiting = reviews.waiting_for(user, reviews.queue(user, linkage))
    if not waiting:
        return []
    told = {"waiting": len(waiting), "first": waiting[0]}
    return [Card(_("Pairs to look at"), "records/cards/reviews.html", told, order=15)]
