"""Every write about people: accounts, invitations, grants, second factors, sessions, keyrings."""

from confianza.web.accounts.actions.grants import end_grant, give
from confianza.web.accounts.actions.invitations import (
    InvitationClosed,
    Invited,
    accept_invitation,
    invite,
    invite_anew,
)
from confianza.web.accounts.actions.keyrings import tell_opened
from confianza.web.accounts.actions.people import change_password, create_account, leave, reinstate, suspend
from confianza.web.accounts.actions.second_factors import tell_second_factor
from confianza.web.accounts.actions.sessions import (
    SOMEBODY,
    begin_session,
    end_session,
    end_sessions,
    note_session,
    rename_session,
    tell_throttled,
)

__all__ = [
    "SOMEBODY",
    "InvitationClosed",
    "Invited",
    "accept_invitation",
    "begin_session",
    "change_password",
    "create_account",
    "end_grant",
    "end_session",
    "end_sessions",
    "give",
    "invite",
    "invite_anew",
    "leave",
    "note_session",
    "reinstate",
    "rename_session",
    "suspend",
    "tell_opened",
    "tell_second_factor",
    "tell_throttled",
]
