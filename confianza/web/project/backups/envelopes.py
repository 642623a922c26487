"""Who can open the keys of a backup: whoever knows its passphrase, or whoever holds a rescue key.

    envelope = mark, kind, strength and salt of the passphrase | number of slots, slot …

A passphrase becomes a key by Argon2id; a slot is a key sealed to one person's X25519 rescue key (libsodium's
sealed box). The envelope is bound into the sealed stream that follows it, so no byte of it can be exchanged.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import BinaryIO

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.pwhash import argon2id

from confianza.store.vault import KEY_BYTES
from confianza.web.project.backups.refusals import Refused

MARK = b"confianza-llaves-1\n"
BY_PASSPHRASE, BY_RESCUE_KEYS = b"P", b"R"
SLOT_BYTES = KEY_BYTES + 48
MOST_SLOTS = 32

# Rounds and memory of Argon2id, by the byte written for them. The first is for tests only; half a second and
# 256 MiB are what libsodium calls moderate.
STRENGTHS = {
    0: (argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN),
    1: (argon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE),
}
USUAL_STRENGTH = 1

PUBLIC, SECRET = "confianza-rescue-", "CONFIANZA-RESCUE-SECRET-"
CHECK_BYTES = 4


@dataclass(frozen=True)
class Lock:
    """How the keys of a backup are to be locked: by a passphrase, or for the holders of rescue keys."""

    passphrase: str = ""
    recipients: Sequence[PublicKey] = ()


@dataclass(frozen=True)
class Opener:
    """What somebody opens a backup with."""

    passphrase: str = ""
    rescue_key: PrivateKey | None = None


def seal(into: BinaryIO, lock: Lock) -> tuple[bytes, str]:
    """Write the envelope; return the key of what follows it and the context that binds them together."""
    if lock.recipients:
        secret = os.urandom(KEY_BYTES)
        slots = [SealedBox(recipient).encrypt(secret) for recipient in lock.recipients]
        envelope = MARK + BY_RESCUE_KEYS + bytes([len(slots)]) + b"".join(slots)
    else:
        salt = os.urandom(argon2id.SALTBYTES)
        secret = _derived(lock.passphrase, salt, USUAL_STRENGTH)
        envelope = MARK + BY_PASSPHRASE + bytes([USUAL_STRENGTH]) + salt
    into.write(envelope)
    return secret, _context(envelope)


def open_(sealed: BinaryIO, opener: Opener) -> tuple[bytes, str]:
    """Read the envelope; return the key of what follows it and its context. Raises Refused."""
    beginning = sealed.read(len(MARK) + 2)
    if len(beginning) < len(MARK) + 2 or not beginning.startswith(MARK):
        raise Refused("no_keys_archive")
    kind, number = beginning[len(MARK) : -1], beginning[-1]
    if kind == BY_PASSPHRASE and number in STRENGTHS:
        rest = sealed.read(argon2id.SALTBYTES)
        return _by_passphrase(opener, rest, number), _context(beginning + rest)
    if kind == BY_RESCUE_KEYS and 0 < number <= MOST_SLOTS:
        rest = sealed.read(number * SLOT_BYTES)
        return _by_rescue_key(opener, rest), _context(beginning + rest)
    raise Refused("altered_backup")


def wants_rescue_key(sealed: BinaryIO) -> bool:
    """Say whether a rescue key opens it; a passphrase does where not."""
    return sealed.read(len(MARK) + 1) == MARK + BY_RESCUE_KEYS


def public_text(key: PublicKey) -> str:
    """Write a public rescue key as people pass it on; a mistyped one is noticed."""
    return PUBLIC + _checked(bytes(key))


def secret_text(key: PrivateKey) -> str:
    return SECRET + _checked(bytes(key))


def public_key(text: str) -> PublicKey:
    """Return the public rescue key somebody passed on. Raises Refused."""
    return PublicKey(_unchecked(text.strip(), PUBLIC))


def private_key(text: str) -> PrivateKey:
    """Return the secret rescue key in the text of its file. Raises Refused."""
    return PrivateKey(_unchecked(text.strip(), SECRET))


def _by_passphrase(opener: Opener, salt: bytes, strength: int) -> bytes:
    if len(salt) != argon2id.SALTBYTES:
        raise Refused("altered_backup")
    if not opener.passphrase:
        raise Refused("passphrase_needed")
    return _derived(opener.passphrase, salt, strength)


def _by_rescue_key(opener: Opener, slots: bytes) -> bytes:
    if opener.rescue_key is None:
        raise Refused("rescue_key_needed")
    box = SealedBox(opener.rescue_key)
    for start in range(0, len(slots), SLOT_BYTES):
        try:
            return bytes(box.decrypt(slots[start : start + SLOT_BYTES]))
        except (CryptoError, ValueError):
            continue
    raise Refused("wrong_opener")


def _derived(passphrase: str, salt: bytes, strength: int) -> bytes:
    rounds, memory = STRENGTHS[strength]
    return bytes(argon2id.kdf(KEY_BYTES, passphrase.encode(), salt, opslimit=rounds, memlimit=memory))


def _context(envelope: bytes) -> str:
    return f"confianza backup keys {blake2b(envelope, digest_size=32).hexdigest()}"


def _checked(key: bytes) -> str:
    return (key + _check(key)).hex()


def _unchecked(text: str, mark: str) -> bytes:
    try:
        content = bytes.fromhex(text.removeprefix(mark))
    except ValueError:
        raise Refused("no_rescue_key") from None
    key, check = content[:-CHECK_BYTES], content[-CHECK_BYTES:]
    if not text.startswith(mark) or len(key) != KEY_BYTES or check != _check(key):
        raise Refused("no_rescue_key")
    return key


def _check(key: bytes) -> bytes:
    return blake2b(key, digest_size=CHECK_BYTES, person=b"confianza-rescue").digest()
