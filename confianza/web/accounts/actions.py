"""Opening accounts."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from confianza.web.accounts.models import Role, User
from confianza.web.audit import actions as audit


@transaction.atomic
def create_account(
    *, username: str, role: Role, password: str, by: audit.Actor, first_name: str = "", last_name: str = ""
) -> User:
    """Open an account for a person in one role; the password is checked and never written down.

    Raises django.core.exceptions.ValidationError for a weak password, a name in use or an unknown role.
    """
    user = User(username=username, role=role, first_name=first_name, last_name=last_name)
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    audit.record(by=by, action="accounts.create_account", subject=username, details={"role": str(role)})
    return user
