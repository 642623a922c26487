"""How what is told is sealed, to whom, and how it is opened again: sealing.py put together for tips.

A tip has a key pair of its own. Its private half is wrapped for each unit (or person) that may read it; the
bodies of messages and entries are sealed under keys that are sealed to its public half. The teller's pair is
derived from the receipt (receipts.py) and kept nowhere. Nothing here reads or writes the register.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from confianza.web.lib import sealing

# What the teller reads of a unit's reply, and what makes a key of a unit genuine, is signed under these.
REPLY, DIRECTORY, BINDING = "reply", "directory", "binding"
ENTRY, MESSAGE, ATTACHMENT = "entry", "message", "attachment"
VERSION = "v1"
PRIVATE_BYTES = 32


@dataclass(frozen=True)
class Sealed:
    """A body and its key: sealed to the tip's public half and, in a message, to the teller's."""

    body: bytes
    for_tip: bytes
    for_tipster: bytes = b""


# --- the keys of a tip and of a unit -----------------------------------------------------------------


@dataclass(frozen=True)
class UnitKeys:
    """The private halves of a unit's keys, as they are granted: what is sealed to it, what it signs with."""

    box: bytes
    signing: bytes

    def packed(self) -> bytes:
        """Return both as one, for a grant."""
        return self.box + self.signing

    @classmethod
    def of(cls, packed: bytes) -> "UnitKeys":
        """Return them from a grant. Raises CannotOpen where it does not hold two keys."""
        if len(packed) != 2 * PRIVATE_BYTES:
            raise sealing.CannotOpen
        return cls(packed[:PRIVATE_BYTES], packed[PRIVATE_BYTES:])


def binding(word: bytes, tip: UUID, public: bytes) -> bytes:
    """Return the teller's word that a tip's public key is the one they saw; they alone can give it."""
    return sealing.keyed_hash(word, _told(BINDING, tip) + public)


def directory_line(unit: UUID, epoch: int, public: bytes, verify: bytes) -> bytes:
    """Return what the root key signs about the keys of a unit in an epoch."""
    return _told(DIRECTORY, unit, epoch) + public + verify


def vouch(root_private: bytes, unit: UUID, epoch: int, public: bytes, verify: bytes) -> bytes:
    """Return the root key's signature on the keys of a unit."""
    return sealing.sign(root_private, directory_line(unit, epoch, public, verify))


def check_vouched(
    root_public: bytes, signed: bytes, unit: UUID, epoch: int, public: bytes, verify: bytes
) -> None:
    """Raise Forged unless the root key vouches for exactly these keys of this unit."""
    if sealing.verified(root_public, signed) != directory_line(unit, epoch, public, verify):
        raise sealing.Forged


# --- messages ------------------------------------------------------------------------------------------


def told_by_tipster(
    told: Mapping[str, Any], *, tip: UUID, place: int, teller: sealing.Pair, tip_public: bytes
) -> Sealed:
    """Seal what the teller says so that the tip's readers, and the teller, can open it.

    Inside, it is boxed between the teller's key and the tip's: whoever can write in the register, but holds
    neither, cannot speak for the teller.
    """
    inner = sealing.seal_between(teller.private, tip_public, sealing.pad(_json(told)))
    return _sealed(inner, _told(MESSAGE, tip, place), tip_public, teller.public)


def opened_by_reader(sealed: Sealed, *, tip: UUID, place: int, tip_private: bytes, teller: bytes) -> Any:
    """Return what the teller said, to whoever holds the tip's key. Raises CannotOpen, also where it is not
    the teller (public key `teller`) who said it.
    """
    inner = _opened(sealed.body, sealed.for_tip, tip_private, _told(MESSAGE, tip, place))
    return _read(sealing.unseal_between(tip_private, teller, inner))


def opened_by_tipster(
    sealed: Sealed, *, tip: UUID, place: int, teller: sealing.Pair, tip_public: bytes
) -> Any:
    """Return to the teller what they said themselves. Raises CannotOpen."""
    inner = _opened(sealed.body, sealed.for_tipster, teller.private, _told(MESSAGE, tip, place))
    return _read(sealing.unseal_between(teller.private, tip_public, inner))


def told_by_unit(
    told: Mapping[str, Any], *, tip: UUID, place: int, signing: bytes, tip_public: bytes, teller: bytes
) -> Sealed:
    """Seal and sign what a unit answers, to the tip's readers and to the teller's public key."""
    line = _told(REPLY, tip, place)
    signed = sealing.sign(signing, line + sealing.pad(_json(told)))
    return _sealed(signed, line, tip_public, teller)


def reply(sealed: Sealed, *, tip: UUID, place: int, private: bytes, verify: bytes, is_teller: bool) -> Any:
    """Return what a unit answered, to the teller or to a reader who holds the tip's key.

    Raises CannotOpen, and Forged where the unit whose key `verify` is did not sign it for this place of this
    tip. Whether that key is the unit's is asked of the directory first (check_vouched).
    """
    line = _told(REPLY, tip, place)
    key = sealed.for_tipster if is_teller else sealed.for_tip
    signed = sealing.verified(verify, _opened(sealed.body, key, private, line))
    if not signed.startswith(line):
        raise sealing.Forged
    return _read(signed[len(line) :])


# --- entries and what is known of attachments ------------------------------------------------------------


def entry(told: Mapping[str, Any], *, tip: UUID, place: int, tip_public: bytes) -> Sealed:
    """Seal a line of the units' own account to the tip's readers; the teller cannot open it."""
    return _sealed(sealing.pad(_json(told)), _told(ENTRY, tip, place), tip_public)


def opened_entry(sealed: Sealed, *, tip: UUID, place: int, tip_private: bytes) -> Any:
    """Return a line of the account. Raises CannotOpen."""
    return _read(_opened(sealed.body, sealed.for_tip, tip_private, _told(ENTRY, tip, place)))


def about_attachment(told: Mapping[str, Any], *, tip: UUID, attachment: UUID, tip_public: bytes) -> Sealed:
    """Seal what is known of a file (name, kind, size, keys) to the tip's readers."""
    return _sealed(sealing.pad(_json(told)), _told(ATTACHMENT, tip, attachment), tip_public)


def opened_attachment(sealed: Sealed, *, tip: UUID, attachment: UUID, tip_private: bytes) -> Any:
    """Return what is known of a file. Raises CannotOpen."""
    return _read(_opened(sealed.body, sealed.for_tip, tip_private, _told(ATTACHMENT, tip, attachment)))


def halves(key: bytes) -> tuple[bytes, bytes]:
    """Return two halves of a key, each of them noise; `joined` makes the key of both."""
    one = sealing.new_key()
    return one, joined(one, key)


def joined(one: bytes, other: bytes) -> bytes:
    """Return the key of which these are the halves."""
    return bytes(left ^ right for left, right in zip(one, other, strict=True))


# --- how ---------------------------------------------------------------------------------------------


def _sealed(content: bytes, line: bytes, tip_public: bytes, teller: bytes | None = None) -> Sealed:
    key = sealing.new_key()
    body = sealing.seal(key, content, about=line.decode())
    return Sealed(
        body, sealing.seal_to(tip_public, key), sealing.seal_to(teller, key) if teller is not None else b""
    )


def _opened(body: bytes, sealed_key: bytes, private: bytes, line: bytes) -> bytes:
    return sealing.unseal(sealing.unseal_with(private, bytes(sealed_key)), bytes(body), about=line.decode())


def _told(what: str, *parts: UUID | int) -> bytes:
    """Return what a blob is about, unmistakably: "tip|what|…|v1|"."""
    return "|".join(("tip", what, *map(str, parts), VERSION, "")).encode()


def _json(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _read(padded: bytes) -> Any:
    return json.loads(sealing.unpad(padded))
