"""Writing the account, signing it, and taking it off the machine."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from django.conf import settings

from confianza.web.audit import queries
from confianza.web.audit.chain import appending, keys, links, sheets, verification
from confianza.web.audit.models import Chain, Entry, Kind


class Actor(Protocol):
    """Whoever does something: a user, or COMMAND_LINE. One with `roles_held` is written down with them."""

    @property
    def pk(self) -> Any: ...

    @property
    def display_name(self) -> str: ...


@dataclass(frozen=True)
class Named:
    """An actor told apart by number and name only: the command line, or whoever queued a task."""

    pk: int | None
    display_name: str
    roles_held: tuple[str, ...] = ()


# The person at the command line of the machine, who has no account.
COMMAND_LINE = Named(None, "command line")


def record(
    *,
    by: Actor,
    action: str,
    subject: str,
    details: dict[str, Any] | None = None,
    kind: Kind = Kind.WROTE,
    purpose: str = "",
) -> Entry:
    """Write that `by` did `action` to `subject`. Call it last, inside the transaction of the deed itself.

    `action` is "room.verb" ("records.receive_delivery"), worded in the DEEDS of the room's entrance;
    `subject` names the thing, never a victim; `details` are counts and codes. Whoever reads, searches,
    exports or prints what is confidential says so with `kind`. Until the transaction ends every other deed
    waits.
    """
    return appending.entry(
        actor_id=by.pk,
        actor_name=links.text(by.display_name, 150),
        actor_roles=links.text(_roles(by), 300),
        kind=Kind(kind).value,
        action=links.text(action, 100),
        subject=links.text(subject, 200),
        purpose=links.text(purpose, 200),
        details=links.storable(details or {}),
    )


def sign() -> None:
    """Sign where the account stands now; nothing happens if nothing was written since the last head."""
    appending.head()


def export_heads(*, by: Actor) -> str:
    """Sign, this deed included, and return all heads as the text that leaves the machine."""
    record(by=by, action="audit.export_heads", subject="", kind=Kind.EXPORTED)
    sign()
    return queries.exported_heads()


def export_sheet(*, by: Actor, write: Callable[[str], None]) -> None:
    """Hand the auditor's sheet to `write`: with it the mac of every later entry can be checked."""
    # The entry comes first, so that the account tells of the sheet even if writing it fails.
    record(by=by, action="audit.export_sheet", subject="", kind=Kind.EXPORTED)
    chain = Chain.objects.get()
    state = keys.read(settings.WORKSPACE.keys, chain.account)
    if state is None:
        raise FileNotFoundError(settings.WORKSPACE.keys / f"{keys.NAME}-{chain.account}")
    write(sheets.as_text(sheets.of(state)))


def verify(*, by: Actor) -> verification.Verdict:
    """Verify the whole account because somebody asked, and write down what was found."""
    verdict = verification.verify()
    details = {
        "ok": verdict.ok,
        "entries": verdict.entries,
        **(asdict(verdict.fault) if verdict.fault else {}),
    }
    record(by=by, action=queries.VERIFY, subject="", details=details, kind=Kind.READ)
    return verdict


def _roles(by: Actor) -> str:
    return ", ".join(getattr(by, "roles_held", ()))
