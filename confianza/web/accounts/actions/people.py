"""Opening accounts."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from confianza.web.accounts.actions import grants
from confianza.web.accounts.models import Role, User
from confianza.web.audit import actions as audit
from confianza.web.territory.models import Area


@transaction.atomic
def create_account(
    *,
    username: str,
    password: str,
    by: audit.Actor,
    role: Role | None = None,
    first_name: str = "",
    last_name: str = "",
    area: Area | None = None,
) -> User:
    """Open an account; the password is checked and never written down. With a role, give it in `area`.

    Raises django.core.exceptions.ValidationError for a weak password, a name in use or an unknown role.
    """
    user = User(username=username, first_name=first_name, last_name=last_name)
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    audit.record(by=by, action="accounts.create_account", subject=username)
    if role:
        grants.give(person=user, role=role, area=area, by=by)
    return user
