"""People who log in, and what each of them may do where, for what and until when."""

from confianza.web.accounts.models.emergencies import EmergencyAccess
from confianza.web.accounts.models.grants import Grant, Reach
from confianza.web.accounts.models.invitations import Invitation
from confianza.web.accounts.models.keyrings import Keyring, SealedKeyring
from confianza.web.accounts.models.roles import Purpose, Role
from confianza.web.accounts.models.sessions import OpenSession
from confianza.web.accounts.models.users import State, User

__all__ = [
    "EmergencyAccess",
    "Grant",
    "Invitation",
    "Keyring",
    "OpenSession",
    "Purpose",
    "Reach",
    "Role",
    "SealedKeyring",
    "State",
    "User",
]
