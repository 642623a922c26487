"""What the tests of emergency access share besides their fixtures."""

from confianza.web.accounts.models import User

REASON = "La oficial está de licencia y una víctima corre peligro."


def anew(person: User) -> User:
    """The same person, as the next request reads it."""
    return User.objects.get(pk=person.pk)
