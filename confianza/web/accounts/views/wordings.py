"""How the steps of an account are asked for and told."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from confianza.web.accounts.models import State


@dataclass(frozen=True)
class Wording:
    """A question, what will happen, the word on the button, and what is said afterwards."""

    title: Any
    text: Any
    action: Any
    done: Any = ""
    grave: bool = True


SUSPEND = Wording(
    _("Suspend the account of %(name)s?"),
    _("The person is logged out at once and cannot log in until you reinstate the account. Roles stay."),
    _("Suspend"),
    _("The account of %(name)s is suspended."),
)
REINSTATE = Wording(
    _("Reinstate the account of %(name)s?"),
    _("The person can log in again with the same password, and holds the roles that have not ended."),
    _("Reinstate"),
    _("The account of %(name)s is open again."),
    grave=False,
)
LEAVE = Wording(
    _("Close the account of %(name)s for good?"),
    _(
        "For somebody who leaves. Sessions, roles, password and second factor end at once and cannot be "
        "brought back; the name stays in the account of who did what."
    ),
    _("Close for good"),
    _("The account of %(name)s is closed."),
)
END_GRANT = Wording(
    _("End this role of %(name)s?"),
    _("What it opened is shut at the next click. That the person held it stays written."),
    _("End the role"),
)
INVITE_ANEW = Wording(
    _("A new invitation for %(name)s?"),
    _(
        "For a lost code or a forgotten password. The code handed out before stops working; the present "
        "password works until the person chooses another."
    ),
    _("Make the code"),
    grave=False,
)
STATE_SENTENCES = {
    State.INVITED: _("Has not come in yet."),
    State.ACTIVE: _("Can log in."),
    State.SUSPENDED: _("Cannot log in until the account is reinstated."),
    State.LEFT: _("Has left; the account is closed for good."),
}
