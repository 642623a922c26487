"""Sealing bytes so that only the holder of the workspace's key can read them, or notice that they were
altered.

XChaCha20-Poly1305 as libsodium's secretstream
(https://doc.libsodium.org/secret-key_cryptography/secretstream): pieces cannot be removed, reordered,
repeated or cut off at the end without notice. Each sealed file is bound to a `context` (what it is and
whose), so that one sealed file cannot stand in for another.
"""

import os
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, Protocol

from nacl import bindings
from nacl.exceptions import CryptoError

from confianza.store import durable

MAGIC = b"confianza-sealed-1\n"
KEY_BYTES: int = bindings.crypto_secretstream_xchacha20poly1305_KEYBYTES
HEADER_BYTES: int = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
OVERHEAD_BYTES: int = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
MESSAGE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
FINAL = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
FINGERPRINT_BYTES = 8

# Memory held while sealing or opening, whatever the size of the file.
PIECE_BYTES = 1024 * 1024


class VaultError(Exception):
    """The vault cannot do what was asked; the message is one sentence that says what to do."""


class WrongKey(VaultError):
    """The bytes were sealed with another key."""


class Altered(VaultError):
    """The sealed bytes are not what was written, or not what they are said to be."""


def key(keys: Path) -> bytes:
    """Return the vault key kept in the folder `keys`; raises VaultError where there is none."""
    try:
        secret = (keys / "vault").read_bytes()
    except FileNotFoundError:
        raise VaultError(f"The vault key is missing; put it back as {keys / 'vault'}.") from None
    if len(secret) != KEY_BYTES:
        raise VaultError(f"{keys / 'vault'} is no vault key; put the right file back.")
    return secret


def ensure_key(keys: Path) -> bytes:
    """Return the vault key, creating one that only the owner can read where there is none yet."""
    if not (keys / "vault").exists():
        durable.folder(keys)
        durable.keep_first(keys / "vault", os.urandom(KEY_BYTES))
    return key(keys)


class Into(Protocol):
    """Where sealed bytes can be written."""

    def write(self, content: bytes, /) -> int: ...


class Sealer:
    """Seals bytes as they come, holding one piece at most; what was written opens only after `finish`."""

    def __init__(self, into: Into, *, secret: bytes, context: str) -> None:
        self._into, self._bound = into, context.encode()
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        header = bindings.crypto_secretstream_xchacha20poly1305_init_push(self._state, secret)
        into.write(MAGIC + _fingerprint(secret) + header)
        self._held = bytearray()

    def write(self, content: bytes | memoryview) -> None:
        """Seal some more."""
        rest = memoryview(content)
        while rest:
            # A full piece waits until more comes: the last one must be marked as the last.
            if len(self._held) == PIECE_BYTES:
                self._push(MESSAGE)
            room = PIECE_BYTES - len(self._held)
            self._held += rest[:room]
            rest = rest[room:]

    def finish(self) -> None:
        """Write what is held, marked as the end."""
        self._push(FINAL)

    def _push(self, tag: int) -> None:
        piece = bytes(self._held)
        self._into.write(
            bindings.crypto_secretstream_xchacha20poly1305_push(self._state, piece, self._bound, tag)
        )
        self._held.clear()


def seal(content: bytes | memoryview, into: BinaryIO, *, secret: bytes, context: str) -> None:
    """Write `content` sealed into `into`, a piece at a time."""
    sealer = Sealer(into, secret=secret, context=context)
    sealer.write(content)
    sealer.finish()


def opened(sealed: BinaryIO, *, secret: bytes, context: str) -> Iterator[bytes]:
    """Yield the content piece by piece; raises WrongKey, or Altered when a piece is not as it was written."""
    state = _begin(sealed, secret)
    tag = MESSAGE
    while piece := sealed.read(PIECE_BYTES + OVERHEAD_BYTES):
        if tag == FINAL:
            raise _altered(context)
        try:
            content, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, piece, context.encode())
        except (CryptoError, ValueError):
            raise _altered(context) from None
        yield content
    if tag != FINAL:
        raise _altered(context)


def read(path: Path, *, secret: bytes, context: str) -> bytes:
    """Return the content of a sealed file whole."""
    with path.open("rb") as sealed:
        return b"".join(opened(sealed, secret=secret, context=context))


def _begin(sealed: BinaryIO, secret: bytes) -> object:
    beginning = sealed.read(len(MAGIC) + FINGERPRINT_BYTES + HEADER_BYTES)
    if not beginning.startswith(MAGIC):
        raise Altered("This file is not sealed, or its beginning was altered.")
    if len(beginning) < len(MAGIC) + FINGERPRINT_BYTES + HEADER_BYTES:
        raise Altered("This sealed file was cut off.")
    if beginning[len(MAGIC) : -HEADER_BYTES] != _fingerprint(secret):
        raise WrongKey("This file was sealed with another vault key; put the key of that workspace back.")
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, beginning[-HEADER_BYTES:], secret)
    return state


def _fingerprint(secret: bytes) -> bytes:
    return blake2b(secret, digest_size=FINGERPRINT_BYTES, person=b"confianza-vault").digest()


def _altered(context: str) -> Altered:
    return Altered(f"The sealed bytes of {context} were altered or cut off; restore them from a backup.")
