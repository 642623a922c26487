"""Sealing: the only place that calls the cipher. Libsodium's own constructions, and nothing made at home.

Every blob begins with a byte that says how the rest was made, so that a later way of sealing can stand beside
this one. Keys are 32 bytes. What a blob is *about* is bound into it: moved to another row it does not open.
"""

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import nacl.utils
from argon2.low_level import Type, hash_secret_raw
from nacl import bindings
from nacl.exceptions import BadSignatureError, CryptoError
from nacl.public import Box, PrivateKey, PublicKey, SealedBox
from nacl.secret import Aead
from nacl.signing import SigningKey, VerifyKey

VERSION = b"\x01"
KEY_BYTES = 32
SALT_BYTES = 16
# Texts are of three sizes; what is longer fills several of the largest.
TEXT_BUCKETS = (4096, 16384, 65536)
# Files are sealed in pieces of this size, and no file looks smaller than one.
PIECE = 64 * 1024
# BLAKE2b's field for what a key is for.
LONGEST_PURPOSE = hashlib.blake2b.PERSON_SIZE
# Each stretching takes 128 MiB: two at once, so that a crowd at the door waits instead of filling the memory.
STRETCHED_AT_ONCE = 2

# Libsodium's secretstream (XChaCha20-Poly1305), as it calls its parts.
_SEAL_BYTES = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
_HEADER_BYTES = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_GOES_ON = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_CONTENT_ENDS = bindings.crypto_secretstream_xchacha20poly1305_TAG_PUSH
_LAST = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
# After the content stands this sign, then nothing but zeros (ISO/IEC 7816-4).
_END = b"\x80"

_stretching = threading.BoundedSemaphore(STRETCHED_AT_ONCE)


class CannotOpen(Exception):
    """Another key, another subject, a changed or broken blob: which of them, nobody is told."""


class Forged(Exception):
    """The signature is not of this key, or what was signed has been changed."""


@dataclass(frozen=True)
class Pair:
    """A public key and its private half, 32 bytes each."""

    public: bytes
    private: bytes = field(repr=False)


@dataclass(frozen=True)
class Cost:
    """What one guess of a secret costs: Argon2id's passes, KiB of memory and lanes."""

    passes: int
    memory_kib: int
    lanes: int


# The reference design's: about a third of a second on a small server (RFC 9106 asks for 64 MiB at least).
COST = Cost(passes=4, memory_kib=128 * 1024, lanes=1)


def new_key() -> bytes:
    """Return 32 random bytes."""
    return bytes(nacl.utils.random(KEY_BYTES))


# --- with one key ------------------------------------------------------------------------------------


def seal(key: bytes, plaintext: bytes, *, about: str) -> bytes:
    """Return `plaintext` sealed (XChaCha20-Poly1305) under `key` and bound to what it is `about`."""
    return VERSION + bytes(Aead(key).encrypt(plaintext, about.encode()))


def unseal(key: bytes, blob: bytes, *, about: str) -> bytes:
    """Return what was sealed. Raises CannotOpen under any other key, subject or blob."""
    try:
        return bytes(Aead(key).decrypt(body_of(blob), about.encode()))
    except (CryptoError, ValueError) as problem:
        raise CannotOpen from problem


# --- to a public key ---------------------------------------------------------------------------------


def new_pair() -> Pair:
    """Return a new pair (X25519) to seal to and open with."""
    private = PrivateKey.generate()
    return Pair(bytes(private.public_key), bytes(private))


def pair_of(private: bytes) -> Pair:
    """Return the pair of a private key that was derived or opened."""
    return Pair(bytes(PrivateKey(private).public_key), private)


def seal_to(public: bytes, plaintext: bytes) -> bytes:
    """Return `plaintext` sealed so that only the holder of the private half opens it; nobody signs it."""
    return VERSION + bytes(SealedBox(PublicKey(public)).encrypt(plaintext))


def unseal_with(private: bytes, blob: bytes) -> bytes:
    """Return what was sealed to the public half of `private`. Raises CannotOpen."""
    try:
        return bytes(SealedBox(PrivateKey(private)).decrypt(body_of(blob)))
    except (CryptoError, ValueError, TypeError) as problem:
        raise CannotOpen from problem


def seal_between(private: bytes, public: bytes, plaintext: bytes) -> bytes:
    """Return `plaintext` sealed by the holder of `private` to `public`: only one of the two did it."""
    return VERSION + bytes(Box(PrivateKey(private), PublicKey(public)).encrypt(plaintext))


def unseal_between(private: bytes, public: bytes, blob: bytes) -> bytes:
    """Return what the holder of `public`'s private half sealed to that of `private`. Raises CannotOpen."""
    try:
        return bytes(Box(PrivateKey(private), PublicKey(public)).decrypt(body_of(blob)))
    except (CryptoError, ValueError) as problem:
        raise CannotOpen from problem


# --- signatures --------------------------------------------------------------------------------------


def new_signing_pair() -> Pair:
    """Return a new pair (Ed25519) to sign with and verify by."""
    private = SigningKey.generate()
    return Pair(bytes(private.verify_key), bytes(private))


def signing_pair_of(private: bytes) -> Pair:
    """Return the pair of a private key to sign with that was opened."""
    return Pair(bytes(SigningKey(private).verify_key), private)


def sign(private: bytes, message: bytes) -> bytes:
    """Return `message` with its signature before it."""
    return VERSION + bytes(SigningKey(private).sign(message))


def verified(public: bytes, signed: bytes) -> bytes:
    """Return the message that `public`'s private half signed. Raises Forged."""
    try:
        return bytes(VerifyKey(public).verify(body_of(signed)))
    except (BadSignatureError, CannotOpen, ValueError) as problem:
        raise Forged from problem


# --- keys from secrets -------------------------------------------------------------------------------


def stretch(secret: bytes, salt: bytes, cost: Cost = COST) -> bytes:
    """Return 32 bytes from a secret that somebody could guess (Argon2id), at the price of `cost` a guess.

    `salt` has 16 bytes. Waits while two others of this process are at it.
    """
    with _stretching:
        return bytes(
            hash_secret_raw(secret, salt, cost.passes, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID)
        )


def derive(root: bytes, purpose: str) -> bytes:
    """Return 32 bytes from a key for one `purpose` of at most 16 letters.

    Keyed BLAKE2b as in libsodium's crypto_kdf, subkey 0, whose contexts have 8 letters.
    """
    told = purpose.encode()
    if not 0 < len(told) <= LONGEST_PURPOSE or len(root) != KEY_BYTES:
        raise ValueError(f"a key of {KEY_BYTES} bytes and a purpose of 1 to {LONGEST_PURPOSE} letters")
    return hashlib.blake2b(key=root, person=told, digest_size=KEY_BYTES).digest()


def keyed_hash(key: bytes, message: bytes) -> bytes:
    """Return 32 bytes by which whoever holds `key`, and nobody else, recognises `message` (BLAKE2b)."""
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key of {KEY_BYTES} bytes")
    return hashlib.blake2b(message, key=key, digest_size=KEY_BYTES).digest()


# --- sizes that do not tell --------------------------------------------------------------------------


def pad(text: bytes, buckets: tuple[int, ...] = TEXT_BUCKETS) -> bytes:
    """Return `text` filled up to the smallest bucket that holds it, past the last to several of the last."""
    fits = next((bucket for bucket in buckets if len(text) < bucket), buckets[-1])
    return bytes(bindings.sodium_pad(text, fits))


def unpad(padded: bytes) -> bytes:
    """Return the text that was filled up. Raises CannotOpen where it was not."""
    try:
        return bytes(bindings.sodium_unpad(padded, len(padded)))
    except (CryptoError, ValueError) as problem:
        raise CannotOpen from problem


def padme(size: int) -> int:
    """Return the size to fill `size` bytes up to: at most 12 % more, and of few sizes to choose from.

    Padmé: Nikitin, Barman, Lueks, Underwood, Hubaux and Ford (2019), Reducing Metadata Leakage from Encrypted
    Files and Communication with PURBs, PoPETs 2019(4), algorithm 1.
    """
    if size < 2:
        return size
    exponent = size.bit_length() - 1
    free = exponent - exponent.bit_length()
    mask = (1 << free) - 1
    return (size + mask) & ~mask


# --- files -------------------------------------------------------------------------------------------


class FileSealer:
    """Seals a file piece by piece into `into` as it arrives, filled up at the end to a Padmé size.

    The plaintext is never whole in memory, and never on disk. Without `finish` it does not open.
    """

    def __init__(self, into: BinaryIO, key: bytes, about: str) -> None:
        self._into, self._about = into, about.encode()
        self._stream = bindings.crypto_secretstream_xchacha20poly1305_state()
        header = bindings.crypto_secretstream_xchacha20poly1305_init_push(self._stream, key)
        self._waiting = bytearray()
        self.size = 0
        into.write(VERSION + header)

    def write(self, content: bytes) -> None:
        """Seal what has arrived; up to one piece of it waits for the rest."""
        self.size += len(content)
        self._waiting += content
        # One piece is held back: the last one is marked, and only `finish` knows which it is.
        while len(self._waiting) > PIECE:
            self._push(self._take(), _GOES_ON)

    def finish(self) -> None:
        """Fill up and seal the end. The caller closes `into`."""
        self._waiting += _END
        # The sign of the end may itself open a new piece.
        if len(self._waiting) > PIECE:
            self._push(self._take(), _GOES_ON)
        filling = padme(max(self.size + len(_END), PIECE)) - self.size - len(_END)
        end_piece = min(filling, PIECE - len(self._waiting))
        self._waiting += bytes(end_piece)
        self._push(self._take(), _CONTENT_ENDS if filling > end_piece else _LAST)
        for left in range(filling - end_piece, 0, -PIECE):
            self._push(bytes(min(left, PIECE)), _GOES_ON if left > PIECE else _LAST)

    def _take(self) -> bytes:
        piece = bytes(self._waiting[:PIECE])
        del self._waiting[:PIECE]
        return piece

    def _push(self, piece: bytes, tag: int) -> None:
        push = bindings.crypto_secretstream_xchacha20poly1305_push
        self._into.write(push(self._stream, piece, self._about, tag))


def opened_file(sealed: BinaryIO, key: bytes, about: str) -> Iterator[bytes]:
    """Yield the content of a sealed file in pieces, each of them genuine.

    Raises CannotOpen at the first piece that is not, and at the end where the end is missing: what came
    before is then not the whole file.
    """
    content_over = False
    for piece, tag in _pieces(sealed, key, about.encode()):
        if not content_over:
            content_over = tag != _GOES_ON
            yield _content(piece) if content_over else piece


def _pieces(sealed: BinaryIO, key: bytes, about: bytes) -> Iterator[tuple[bytes, int]]:
    stream, tag = bindings.crypto_secretstream_xchacha20poly1305_state(), _GOES_ON
    pull = bindings.crypto_secretstream_xchacha20poly1305_pull
    header = body_of(sealed.read(len(VERSION) + _HEADER_BYTES))
    try:
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(stream, header, key)
        while tag != _LAST:
            piece, tag = pull(stream, sealed.read(PIECE + _SEAL_BYTES), about)
            yield piece, tag
    except (CryptoError, ValueError) as problem:
        raise CannotOpen from problem
    if sealed.read(1):
        raise CannotOpen


def _content(piece: bytes) -> bytes:
    content, end, zeros = piece.rpartition(_END)
    if not end or zeros.strip(b"\0"):
        raise CannotOpen
    return content


def body_of(blob: bytes) -> bytes:
    """Return a blob without its first byte. Raises CannotOpen for a way of sealing not known here."""
    if blob[:1] != VERSION:
        raise CannotOpen
    return blob[1:]
