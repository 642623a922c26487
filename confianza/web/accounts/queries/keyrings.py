"""Reads about keyrings: whose keys are whose, how a person's own stands, and what a password opens."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from confianza.web.accounts import keyrings
from confianza.web.accounts.models import Keyring, SealedKeyring, User
from confianza.web.lib import sealing, walls

# Digits to compare by voice: 66 bits, in groups of five.
DIGITS, DIGITS_IN_A_GROUP = 20, 5
PURPOSE_OF_FINGERPRINT = b"keyring fingerprint".ljust(sealing.KEY_BYTES, b"\0")


class Standing(StrEnum):
    """How a person's keyring stands: none was made, the password opens it, or only the printed code does."""

    NONE = "none"
    AT_LOGIN = "at_login"
    BY_CODE = "by_code"


class NoKeyring(Exception):
    """The person has none."""


def public_keys(people: Iterable[Any]) -> dict[int, bytes]:
    """Return the keys to seal to of those of `people` (or their numbers) who have one and an open account."""
    return {ring.person_id: bytes(ring.public_key) for ring in _current(people)}


def verify_keys(people: Iterable[Any]) -> dict[int, bytes]:
    """Return the keys by which signatures of `people` (or their numbers) are verified, as they stand now."""
    return {ring.person_id: bytes(ring.verify_key) for ring in _current(people)}


def current(person: Any) -> Keyring | None:
    """Return the keyring a person uses now."""
    return Keyring.objects.filter(person=person.pk, retired_at=None).first()


def standing(person: User) -> Standing:
    """Say how a person's own keyring stands."""
    sealed = sealed_of(person)
    if sealed is None:
        return Standing.NONE
    return Standing.AT_LOGIN if sealed.by_password else Standing.BY_CODE


def sealed_of(person: User) -> SealedKeyring | None:
    """Return a person's private keys as they are kept; only that person's visit may ask for them."""
    with walls.raised_for(person):
        return SealedKeyring.objects.filter(person=person, keyring__retired_at=None).first()


def opened_with(person: User, password: str) -> keyrings.OpenKeyring:
    """Return what a person's password opens: a third of a second, on purpose.

    Raises NoKeyring, and sealing.CannotOpen for another password than the one it was sealed with.
    """
    sealed = sealed_of(person)
    if sealed is None:
        raise NoKeyring
    if not sealed.by_password:
        raise sealing.CannotOpen
    cost = sealing.Cost(sealed.passes, sealed.memory_kib, sealed.lanes)
    kept = keyrings.SealedByPassword(bytes(sealed.by_password), bytes(sealed.salt), cost)
    return keyrings.with_password(kept, password, sealed.keyring_id, person.pk)


def fingerprint(public_key: bytes) -> str:
    """Return 20 digits by which two people compare a public key by voice."""
    number = int.from_bytes(sealing.keyed_hash(PURPOSE_OF_FINGERPRINT, bytes(public_key)), "big")
    digits = f"{number % 10**DIGITS:0{DIGITS}d}"
    starts = range(0, DIGITS, DIGITS_IN_A_GROUP)
    return " ".join(digits[start : start + DIGITS_IN_A_GROUP] for start in starts)


def _current(people: Iterable[Any]) -> Iterable[Keyring]:
    numbers = [getattr(person, "pk", person) for person in people]
    return Keyring.objects.current().filter(person__in=numbers)
