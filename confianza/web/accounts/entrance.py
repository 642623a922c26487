"""What the accounts put in the hall: people, and emergency access, above every page as well."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from confianza.web.accounts import permissions, second_factors
from confianza.web.accounts.queries import emergencies, people
from confianza.web.design.entrances import Banner, Card, MenuEntry, Stage

MENU = (
    MenuEntry(Stage.SETUP, _("People"), "accounts:people", permissions.can_administer_people),
    MenuEntry(Stage.ACT, _("Emergency access"), "accounts:emergencies", permissions.can_see_emergencies),
)
# How each deed is told to the auditor.
DEEDS = {
    "accounts.create_account": _("opened an account with a password"),
    "accounts.open_account": _("opened an account"),
    "accounts.invite": _("made an invitation"),
    "accounts.accept_invitation": _("came in by an invitation"),
    "accounts.give": _("gave a role"),
    "accounts.end_grant": _("ended a role"),
    "accounts.suspend": _("suspended an account"),
    "accounts.reinstate": _("reinstated an account"),
    "accounts.leave": _("closed an account for good"),
    "accounts.log_in": _("logged in"),
    "accounts.end_session": _("ended a session"),
    "accounts.end_sessions": _("ended the sessions of a person"),
    "accounts.throttle": _("guessed so often that the account made them wait"),
    "accounts.change_password": _("changed their password"),
    "accounts.second_factor": _("changed their second factor"),
    "accounts.remove_second_factor": _("removed a second factor"),
    "accounts.enrol_keyring": _("made their keyring"),
    "accounts.unlock_keyring": _("opened their keyring"),
    "accounts.rewrap_keyring": _("put their keyring under a new password"),
    "accounts.forget_keyring_password": _("left a keyring to its recovery code"),
    "accounts.recover_keyring": _("recovered their keyring with the printed code"),
    "accounts.renew_keyring_code": _("printed a new recovery code for their keyring"),
    "accounts.retire_keyring": _("retired a keyring"),
    "accounts.ask_emergency": _("asked for emergency access"),
    "accounts.open_emergency": _("opened emergency access without waiting"),
    "accounts.approve_emergency": _("approved an emergency access"),
    "accounts.refuse_emergency": _("refused an emergency access"),
    "accounts.end_emergency": _("ended an emergency access"),
    "accounts.run_out_emergency": _("wrote down that an emergency access ran out"),
    "accounts.lapse_emergency": _("wrote down that nobody answered a request for emergency access"),
    "accounts.review_emergency": _("reviewed an emergency access"),
    "accounts.read_emergency": _("read a request for emergency access"),
    "accounts.read_in_emergency": _("opened a page under emergency access"),
}


def banners(user: Any) -> list[Banner]:
    """Tell who works under an emergency access until when, and who can answer one that somebody waits."""
    open_now, waiting = emergencies.open_for(user), emergencies.waiting_for(user)
    told = [Banner("accounts/banners/open.html", {"shown": one}) for one in _shown(open_now)]
    return [*told, *([Banner("accounts/banners/waiting.html", {"waiting": waiting})] if waiting else [])]


def home_cards(user: Any) -> list[Card]:
    """Show what waits for an answer or a verdict, and what is to do about accounts."""
    return [*_emergency_cards(user), *_people_cards(user)]


def _people_cards(user: Any) -> list[Card]:
    """Ask everybody for a second factor; show the administrator who has not come in and which roles end."""
    cards = []
    # In a real installation nobody gets here without one.
    if settings.FICTIONAL_DATA and not second_factors.is_set_up(user):
        cards.append(Card(_("Set up your second factor"), "accounts/cards/second_factor.html", order=60))
    if permissions.can_administer_people(user):
        ending, invited = people.ending_soon(user), people.waiting_invitations(user)
        if ending:
            cards.append(Card(_("Roles that end soon"), "accounts/cards/ending.html", {"grants": ending}, 15))
        if invited:
            told = {"people": invited}
            cards.append(Card(_("Invited, not come in yet"), "accounts/cards/invitations.html", told, 16))
    return cards


def _emergency_cards(user: Any) -> list[Card]:
    if not permissions.can_see_emergencies(user):
        return []
    cards = [
        (_("Emergency: waiting for your answer"), "waiting", emergencies.waiting_for(user), 0),
        (_("Emergency: somebody must act"), "alerts", emergencies.standing_alerts(user), 0),
        (_("Emergency access to review"), "review", _quiet(emergencies.to_review(user)), 5),
        (_("Your emergency access"), "own", _mine(user), 0),
    ]
    return [
        Card(title, f"accounts/cards/emergency_{name}.html", {"rows": rows}, order=order)
        for title, name, rows, order in cards
        if rows
    ]


def _quiet(rows: list[emergencies.Shown]) -> list[emergencies.Shown]:
    return [one for one in rows if not one.is_loud]


def _mine(user: Any) -> list[emergencies.Shown]:
    found = emergencies.under_way(user, timezone.now())
    return [found] if found else []


def _shown(access: Any) -> list[emergencies.Shown]:
    return emergencies.shown([access]) if access else []
