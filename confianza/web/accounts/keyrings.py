"""A person's keys, open in the memory of one request, and the two ways in which they are sealed.

What is sealed to a person opens with nothing the installation holds: it takes the password or the printed
code. The database, its backups and whoever administers them open nothing.
"""

from dataclasses import dataclass, field
from uuid import UUID

from nacl.utils import random

from confianza.web.accounts import rules
from confianza.web.lib import sealing

# A key of its own for each use of the code, should there ever be another.
PURPOSE_OF_CODE = "keyring recovery"


@dataclass(frozen=True)
class OpenKeyring:
    """The keys of one person: what was sealed to them opens, what they say can be signed."""

    keyring_id: UUID
    person_id: int
    box: sealing.Pair = field(repr=False)
    signing: sealing.Pair = field(repr=False)

    @property
    def public_key(self) -> bytes:
        """The key that others seal to."""
        return self.box.public

    @property
    def verify_key(self) -> bytes:
        """The key that others verify signatures by."""
        return self.signing.public

    def unseal(self, blob: bytes) -> bytes:
        """Return what was sealed to this person. Raises sealing.CannotOpen."""
        return sealing.unseal_with(self.box.private, blob)

    def sign(self, message: bytes) -> bytes:
        """Return `message`, signed by this person."""
        return sealing.sign(self.signing.private, message)

    @property
    def packed(self) -> bytes:
        """Both private keys in a row, to be sealed."""
        return self.box.private + self.signing.private


@dataclass(frozen=True)
class SealedByPassword:
    """Packed keys under what a password gives, and the price that was set for guessing it."""

    blob: bytes
    salt: bytes
    cost: sealing.Cost


def new(keyring_id: UUID, person_id: int) -> OpenKeyring:
    """Return new keys for a person."""
    return OpenKeyring(keyring_id, person_id, sealing.new_pair(), sealing.new_signing_pair())


def unpacked(packed: bytes, keyring_id: UUID, person_id: int) -> OpenKeyring:
    """Return the keyring that was packed."""
    box, signing = packed[: sealing.KEY_BYTES], packed[sealing.KEY_BYTES :]
    return OpenKeyring(keyring_id, person_id, sealing.pair_of(box), sealing.signing_pair_of(signing))


def by_password(opened: OpenKeyring, password: str, cost: sealing.Cost) -> SealedByPassword:
    """Return the keys sealed under a password: slow on purpose, and never with the salt of the login."""
    salt = bytes(random(sealing.SALT_BYTES))
    key = sealing.stretch(password.encode(), salt, cost)
    return SealedByPassword(
        sealing.seal(key, opened.packed, about=_about(opened.keyring_id, opened.person_id, "password")),
        salt,
        cost,
    )


def with_password(sealed: SealedByPassword, password: str, keyring_id: UUID, person_id: int) -> OpenKeyring:
    """Return what a password opens. Raises sealing.CannotOpen."""
    key = sealing.stretch(password.encode(), sealed.salt, sealed.cost)
    about = _about(keyring_id, person_id, "password")
    return unpacked(sealing.unseal(key, sealed.blob, about=about), keyring_id, person_id)


def by_code(opened: OpenKeyring, code: str) -> bytes:
    """Return the keys sealed under a recovery code, which nobody can guess: quick."""
    return sealing.seal(
        _key_of(code), opened.packed, about=_about(opened.keyring_id, opened.person_id, "code")
    )


def with_code(blob: bytes, code: str, keyring_id: UUID, person_id: int) -> OpenKeyring:
    """Return what a recovery code opens, however it was typed. Raises sealing.CannotOpen."""
    about = _about(keyring_id, person_id, "code")
    return unpacked(sealing.unseal(_key_of(code), blob, about=about), keyring_id, person_id)


def _about(keyring_id: UUID, person_id: int, how: str) -> str:
    return f"keyring|{person_id}|{keyring_id}|{how}"


def _key_of(code: str) -> bytes:
    return sealing.derive(bytes.fromhex(rules.digest(code)), PURPOSE_OF_CODE)
