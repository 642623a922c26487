"""Writing the account."""

from typing import Any, Protocol

from confianza.web.audit.models import Entry


class Actor(Protocol):
    """Whoever does something: a user, or COMMAND_LINE."""

    pk: Any

    @property
    def display_name(self) -> str: ...


class CommandLine:
    """The person at the command line of the machine, who has no account."""

    pk = None
    display_name = "command line"


COMMAND_LINE = CommandLine()


def record(*, by: Actor, action: str, subject: str, details: dict[str, Any] | None = None) -> Entry:
    """Write that `by` did `action` to `subject`. Call it inside the transaction of the deed itself.

    `action` is "room.verb" ("records.receive_delivery"); `subject` names the thing, never a victim.
    """
    return Entry.objects.create(
        actor_id=by.pk, actor_name=by.display_name, action=action, subject=subject, details=details or {}
    )
