"""What the community room puts in the hall: bodies, requests, juntas; and what is due."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from confianza.web.community import permissions
from confianza.web.community.queries import bodies
from confianza.web.design.entrances import Card, MenuEntry, Stage

AHEAD = timedelta(days=7)
MENU = (
    MenuEntry(Stage.LISTEN, _("Community bodies"), "community:bodies", permissions.can_see_bodies),
    MenuEntry(Stage.LISTEN, _("Meetings"), "community:meetings", permissions.can_see_bodies),
    MenuEntry(Stage.LISTEN, _("What is asked for"), "community:requests", permissions.can_see_bodies),
    MenuEntry(Stage.LISTEN, _("Security juntas"), "community:juntas", permissions.can_oversee),
)
DEEDS = {
    "community.found": _("wrote down the body"),
    "community.change_state": _("changed the state of the body"),
    "community.give_seat": _("gave a seat to"),
    "community.end_seat": _("ended the seat of"),
    "community.add_member": _("added a member to the body"),
    "community.renew_member": _("kept a member of the body"),
    "community.remove_member": _("removed a member of the body"),
    "community.read_members": _("read the members of the body"),
    "community.call": _("called the meeting"),
    "community.close_meeting": _("closed the meeting"),
    "community.keep_attendance": _("kept the list of the meeting"),
    "community.read_attendance": _("read the list of the meeting"),
    "community.expire": _("destroyed lists whose day had come, on"),
    "community.ask": _("wrote down the request"),
    "community.step": _("took further the request"),
    "community.tell": _("told those who asked, of the request"),
    "community.publish_request": _("decided what the public site says of the request"),
    "community.register_junta": _("registered the junta"),
    "community.give_officer": _("named the officer of the junta"),
    "community.visit_junta": _("visited the junta"),
    "community.lend": _("lent something to the junta"),
    "community.take_back": _("took something back from the junta"),
    "community.miss": _("missed something lent to the junta"),
}


def home_cards(user: Any) -> list[Card]:
    """Show what a person answers for, and the meetings of the week; nothing where there is nothing."""
    if not permissions.can_see_bodies(user):
        return []
    today = timezone.localdate()
    own = bodies.requests(user).open().filter(owner=user)
    soon = timezone.now() + AHEAD
    told = {
        "late": own.filter(due_on__lt=today).count(),
        "due": own.filter(due_on__gte=today, due_on__lte=today + AHEAD).count(),
        "meetings": list(bodies.meetings_ahead(user).filter(starts_at__lte=soon)[:5]),
        "unassigned": bodies.requests(user).filter(state="asked").count()
        if permissions.can_keep_bodies(user)
        else 0,
    }
    if not any(told.values()):
        return []
    return [Card(_("From the community"), "community/cards/due.html", told, order=15)]
