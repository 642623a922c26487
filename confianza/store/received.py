"""Is a package what it says, from whom it says, for us, and new? Nothing of it is believed before.

The order of questions is fixed: form and size, who sends it, is the signature theirs, is every file as
signed, is it for us, have we had it, is it too old. Each refusal has a code; `signing.Refused` carries it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from confianza.store import durable, signing
from confianza.store.signing import Refused, Sealed

SCHEMA_VERSION = 1
# A stick may wait for the next meeting of the network; what is older than a quarter is asked for anew.
OLDEST = timedelta(days=100)
# Clocks of two machines without network time may differ by minutes, not by a day.
CLOCKS_DIFFER = timedelta(minutes=15)


@dataclass(frozen=True)
class Sender:
    """A node that a person registered, and what came from it so far (all of it, whatever became of it)."""

    name: str
    key: str
    retired_keys: frozenset[str] = frozenset()
    last_sequence: int = 0
    last_made_at: datetime | None = None
    last_as_of: date | None = None
    seen: frozenset[str] = field(default=frozenset(), repr=False)


def verify(data: bytes, *, senders: Sequence[Sender], own_key: str, now: datetime) -> tuple[Sealed, Sender]:
    """Return the package and who sent it. Raises signing.Refused at the first thing that is not right.

    Codes, in the order asked: too_large, no_package, damaged, too_many_files, compressed, leads_out,
    other_format, no_manifest, altered, unknown_node, retired_key, other_key, forged, tampered,
    other_recipient, replayed, out_of_order, from_the_future, too_old, older_than_last, other_schema.
    """
    sealed = signing.unsealed(data)
    sender = _sender(sealed, senders)
    _check_signature(sealed, sender)
    _check_files(sealed)
    if sealed.manifest.recipient != own_key:
        raise Refused("other_recipient", sender=sender.name)
    _check_new(sealed, sender)
    _check_age(sealed, sender, now)
    if sealed.manifest.schema_version != SCHEMA_VERSION:
        theirs = sealed.manifest.schema_version
        raise Refused("other_schema", sender=sender.name, theirs=theirs, ours=SCHEMA_VERSION)
    return sealed, sender


def place(root: Path, way: str, key: str, sequence: int) -> Path:
    """Return where the workspace keeps one package; `way` is "received" or "sent", `key` the other's."""
    return root / "network" / way / key[:16] / f"{sequence:09}{signing.SUFFIX}"


def keep(file: Path, data: bytes) -> None:
    """Write an archive as it came, and see it onto the disk."""
    durable.folder(file.parent)
    aside = file.with_name(f".{file.name}")
    aside.write_bytes(data)
    durable.flush(aside)
    durable.publish(aside, file)


def _sender(sealed: Sealed, senders: Sequence[Sender]) -> Sender:
    """Find the sender by key; a known name with another key is told apart from a stranger."""
    told = sealed.manifest
    for sender in senders:
        if sender.key == told.key:
            return sender
    print_ = signing.fingerprint(told.key)
    for sender in senders:
        if told.key in sender.retired_keys:
            raise Refused("retired_key", sender=sender.name)
        if sender.name.casefold() == told.node.casefold():
            raise Refused("other_key", sender=sender.name, fingerprint=print_)
    raise Refused("unknown_node", sender=told.node, fingerprint=print_)


def _check_signature(sealed: Sealed, sender: Sender) -> None:
    if not signing.verifies(sender.key, signing.content_signed(sealed.manifest), sealed.signature):
        raise Refused("forged", sender=sender.name)


def _check_files(sealed: Sealed) -> None:
    told = {file.name: (file.size, file.sha256) for file in sealed.manifest.files}
    for name in sorted(told.keys() | sealed.files.keys()):
        there = sealed.files.get(name)
        found = None if there is None else (len(there), hashlib.sha256(there).hexdigest())
        if found is None or told.get(name) != found:
            raise Refused("tampered", name=name[:100])


def _check_new(sealed: Sealed, sender: Sender) -> None:
    told = sealed.manifest
    if sealed.sha256 in sender.seen:
        raise Refused("replayed", sender=sender.name, sequence=told.sequence)
    if told.sequence <= sender.last_sequence:
        last = sender.last_sequence
        raise Refused("out_of_order", sender=sender.name, sequence=told.sequence, last=last)


def _check_age(sealed: Sealed, sender: Sender, now: datetime) -> None:
    told = sealed.manifest
    made = {"sender": sender.name, "made_at": told.made_at}
    if told.made_at > now + CLOCKS_DIFFER:
        raise Refused("from_the_future", now=now, **made)
    if told.made_at < now - OLDEST:
        raise Refused("too_old", days=OLDEST.days, **made)
    earlier = sender.last_made_at is not None and told.made_at < sender.last_made_at
    if earlier or (sender.last_as_of is not None and told.as_of < sender.last_as_of):
        raise Refused("older_than_last", as_of=told.as_of, last=sender.last_as_of, **made)
