"""What is done on a machine without a network: the root key, the holders' keys, signing, opening together.

Files go there and back on a stick. None but the key files holds a secret, and a key can also be kept as 24
words on paper. Nothing here reads or writes a register.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import UUID

from confianza.web.audit.chain import words
from confianza.web.lib import sealing
from confianza.web.tips import envelopes, escrow

ONLY_I_READ, ANYBODY_READS = 0o600, 0o644
# 24 words of 11 bits hold 32 bytes and 8 bits by which a wrong word is noticed.
WORDS, CHECK_BITS = 24, 8
VERSION = 1


@dataclass
class CeremonyRefused(Exception):
    """What was brought does not do; `code` says why (sentences.py of the command line), `told` where."""

    code: str
    told: str = ""


@dataclass(frozen=True)
class KeyFile:
    """A pair that lives outside of every installation, and whose it is."""

    kind: str
    pair: sealing.Pair
    institution: str = ""
    contact: str = ""


ROOT, HOLDER = "confianza-root-key", "confianza-escrow-key"
ROOT_PUBLIC, HOLDER_PUBLIC = "confianza-root-public", "confianza-escrow-holder"
REQUEST, VOUCHING = "confianza-key-request", "confianza-key-vouching"
ESCROW_REQUEST, ESCROW_ANSWER = "confianza-escrow-request", "confianza-escrow-answer"


# --- keys on paper and stick -------------------------------------------------------------------------


def make_root(folder: Path) -> KeyFile:
    """Make the key that vouches for the keys of units: `root.key`, secret, and `root.pub` for the workspace.

    Raises CeremonyRefused where one is there already.
    """
    made = KeyFile(ROOT, sealing.new_signing_pair())
    _write_key(folder / "root.key", made)
    _write(folder / "root.pub", {"kind": ROOT_PUBLIC, "public": made.pair.public.hex()})
    return made


def make_holder(folder: Path, institution: str, contact: str = "") -> KeyFile:
    """Make the key of one who holds escrow: `holder.key`, secret, and `holder.pub` for the workspace.

    Raises CeremonyRefused where one is there already.
    """
    made = KeyFile(HOLDER, sealing.new_pair(), institution, contact)
    _write_key(folder / "holder.key", made)
    _write(folder / "holder.pub", {**_named(made), "kind": HOLDER_PUBLIC, "public": made.pair.public.hex()})
    return made


def read_key(file: Path, kind: str) -> sealing.Pair:
    """Return the pair of a key file, or of a text file with its 24 words. Raises CeremonyRefused."""
    text = text_of(file)
    is_file = text.lstrip().startswith("{")
    private = _bytes(_parsed(text, kind, str(file)), "private", file) if is_file else unspelt(text)
    return sealing.signing_pair_of(private) if kind == ROOT else sealing.pair_of(private)


def read_root_public(file: Path) -> bytes:
    """Return the public root key of `root.pub`. Raises CeremonyRefused."""
    return _bytes(_read(file, ROOT_PUBLIC), "public", file)


def read_holder(file: Path) -> tuple[str, str, bytes]:
    """Return institution, contact and public key of a holder's public file. Raises CeremonyRefused."""
    told = _read(file, HOLDER_PUBLIC)
    return str(told.get("institution", "")), str(told.get("contact", "")), _bytes(told, "public", file)


def spelt(private: bytes) -> str:
    """Return a private key of 32 bytes as 24 words, to be written on paper."""
    known = words.vocabulary()
    number = int.from_bytes(private + _check(private), "big")
    return " ".join(known[number >> words.BITS * place & len(known) - 1] for place in reversed(range(WORDS)))


def unspelt(text: str) -> bytes:
    """Return the key that 24 words spell. Raises CeremonyRefused for a word that is none, or a wrong one."""
    places = {word: place for place, word in enumerate(words.vocabulary())}
    typed = text.lower().split()
    if len(typed) != WORDS:
        raise CeremonyRefused("words_count", str(len(typed)))
    if unknown := next((word for word in typed if word not in places), ""):
        raise CeremonyRefused("words_unknown", unknown)
    number = 0
    for word in typed:
        number = number << words.BITS | places[word]
    told = number.to_bytes(sealing.KEY_BYTES + CHECK_BITS // 8, "big")
    private, check = told[: sealing.KEY_BYTES], told[sealing.KEY_BYTES :]
    if check != _check(private):
        raise CeremonyRefused("words_wrong")
    return private


def compared(public: bytes) -> str:
    """Return the twelve words by which people compare a public key by voice."""
    return words.of(public)


# --- vouching for keys of units ----------------------------------------------------------------------


def sign(request: Path, root: sealing.Pair, out: Path) -> list[Mapping[str, Any]]:
    """Sign the keys of a request with the root key, and return what was signed, to be looked at.

    Raises CeremonyRefused.
    """
    asked = _units(request)
    signed = [
        {"unit": one["unit"], "epoch": one["epoch"], "signed": _vouched(one, root, request).hex()}
        for one in asked
    ]
    _write(out, {"kind": VOUCHING, "signed": signed})
    return asked


def look_at(request: Path) -> list[Mapping[str, Any]]:
    """Return the units of a request with their members, as whoever keeps the root key reads them."""
    return _units(request)


def write_request(out: Path, units: Sequence[Mapping[str, Any]]) -> None:
    """Write which keys wait to be vouched for."""
    _write(out, request_told(units))


def request_told(units: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what stands in a request, for whoever hands it out another way."""
    return {"version": VERSION, "kind": REQUEST, "units": list(units)}


def read_vouching(text: str, named: str = "") -> dict[tuple[UUID, int], bytes]:
    """Return the signatures of a file by unit and epoch. Raises CeremonyRefused."""
    told = _parsed(text, VOUCHING, named)
    try:
        return {
            (UUID(one["unit"]), int(one["epoch"])): bytes.fromhex(one["signed"]) for one in told["signed"]
        }
    except (KeyError, TypeError, ValueError):
        raise CeremonyRefused("broken_file", named) from None


def _units(request: Path) -> list[Mapping[str, Any]]:
    units = _read(request, REQUEST).get("units")
    if not isinstance(units, list) or not units:
        raise CeremonyRefused("empty_request", str(request))
    return units


def _vouched(one: Mapping[str, Any], root: sealing.Pair, file: Path) -> bytes:
    try:
        unit, epoch = UUID(one["unit"]), int(one["epoch"])
    except (KeyError, TypeError, ValueError):
        raise CeremonyRefused("broken_file", str(file)) from None
    keys = _bytes(one, "public", file), _bytes(one, "verify", file)
    return envelopes.vouch(root.private, unit, epoch, *keys)


# --- opening from escrow -----------------------------------------------------------------------------


def write_escrow_request(out: Path, told: Mapping[str, Any], shares: Iterable[escrow.Share]) -> None:
    """Write what holders need to open a unit's key for somebody, and why."""
    listed = [{"holders": [key.hex() for key in one.holders], "sealed": one.sealed.hex()} for one in shares]
    _write(out, {"kind": ESCROW_REQUEST, **told, "shares": listed})


def open_together(request: Path, keys: Sequence[sealing.Pair], out: Path) -> Mapping[str, Any]:
    """Open a unit's key with the keys of three holders and seal it at once to the person it is for.

    The key itself is written nowhere. Raises CeremonyRefused, where three keys do not open it above all.
    """
    asked = _read(request, ESCROW_REQUEST)
    shares = _shares(asked, request)
    try:
        packed = escrow.opened(shares, [key.private for key in keys])
    except escrow.NotThree:
        raise CeremonyRefused("not_three") from None
    unit_public = _bytes(asked, "unit_public", request)
    if sealing.pair_of(envelopes.UnitKeys.of(packed).box).public != unit_public:
        raise CeremonyRefused("another_key", str(request))
    sealed = sealing.seal_to(_bytes(asked, "person_public", request), packed)
    told = {name: asked[name] for name in ("unit", "epoch", "person", "reason")}
    _write(out, {"kind": ESCROW_ANSWER, **told, "holders": _used(shares, keys), "sealed": sealed.hex()})
    return asked


def read_escrow_answer(file: Path) -> dict[str, Any]:
    """Return unit, epoch, person, reason, holders (public keys), sealed key. Raises CeremonyRefused."""
    told = _read(file, ESCROW_ANSWER)
    try:
        return {
            "unit": UUID(told["unit"]),
            "epoch": int(told["epoch"]),
            "person": int(told["person"]),
            "reason": str(told["reason"]),
            "holders": [bytes.fromhex(one) for one in told["holders"]],
            "sealed": bytes.fromhex(told["sealed"]),
        }
    except (KeyError, TypeError, ValueError):
        raise CeremonyRefused("broken_file", str(file)) from None


def _shares(asked: Mapping[str, Any], file: Path) -> list[escrow.Share]:
    try:
        return [
            escrow.Share(tuple(bytes.fromhex(key) for key in one["holders"]), bytes.fromhex(one["sealed"]))
            for one in asked["shares"]
        ]
    except (KeyError, TypeError, ValueError):
        raise CeremonyRefused("broken_file", str(file)) from None


def _used(shares: Sequence[escrow.Share], keys: Sequence[sealing.Pair]) -> list[str]:
    held = {key.public for key in keys}
    return next([key.hex() for key in one.holders] for one in shares if set(one.holders) <= held)


# --- files -------------------------------------------------------------------------------------------


def _write_key(file: Path, key: KeyFile) -> None:
    told = {
        **_named(key),
        "kind": key.kind,
        "private": key.pair.private.hex(),
        "public": key.pair.public.hex(),
    }
    _write(file, told, mode=ONLY_I_READ)


def _named(key: KeyFile) -> dict[str, str]:
    told = {"institution": key.institution, "contact": key.contact}
    return {name: value for name, value in told.items() if value}


def _write(file: Path, told: Mapping[str, Any], mode: int = ANYBODY_READS) -> None:
    """Write a new file; one that is there is never replaced."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        raise CeremonyRefused("file_exists", str(file)) from None
    with open(descriptor, "w", encoding="utf-8") as written:
        json.dump({"version": VERSION, **told}, written, ensure_ascii=False, indent=1)
        written.write("\n")
        written.flush()
        os.fsync(written.fileno())


def _read(file: Path, kind: str) -> Mapping[str, Any]:
    return _parsed(text_of(file), kind, str(file))


def text_of(file: Path) -> str:
    """Return the text of a file that somebody brought. Raises CeremonyRefused."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise CeremonyRefused("unreadable", str(file)) from None


def _parsed(text: str, kind: str, named: str) -> Mapping[str, Any]:
    try:
        told = json.loads(text)
    except ValueError:
        raise CeremonyRefused("broken_file", named) from None
    if not isinstance(told, dict) or told.get("kind") != kind or told.get("version") != VERSION:
        raise CeremonyRefused("another_kind", named)
    return told


def _bytes(told: Mapping[str, Any], name: str, file: Path) -> bytes:
    try:
        value = bytes.fromhex(told[name])
    except (KeyError, TypeError, ValueError):
        raise CeremonyRefused("broken_file", str(file)) from None
    if len(value) != sealing.KEY_BYTES:
        raise CeremonyRefused("broken_file", str(file))
    return value


def _check(private: bytes) -> bytes:
    return blake2b(private, digest_size=CHECK_BITS // 8, person=b"confianza-paper").digest()
