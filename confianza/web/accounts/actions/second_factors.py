"""Second factors: what is told of them, and taking them away."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from confianza.web.accounts.models import User
from confianza.web.audit import actions as audit


def tell_second_factor(*, what: str, by: User) -> None:
    """Write down what somebody did with their own second factor: added_app, removed_key, new_codes, …"""
    audit.record(by=by, action="accounts.second_factor", subject=by.username, details={"what": what})


@transaction.atomic
def remove(*, person: User, by: audit.Actor) -> None:
    """Delete a person's app, keys and recovery codes."""
    removed, _ = Authenticator.objects.filter(user=person).delete()
    if removed:
        audit.record(
            by=by,
            action="accounts.remove_second_factor",
            subject=person.username,
            details={"pieces": removed},
        )
