"""Vouchers: twelve digits that are worth money, and the word of its owner that goes with them.

The code is told to the teller alone, sealed to their key. The register knows it only as a keyed hash of what
a third of a second of work makes of it, so that whoever has the register and its key cannot try them all.
"""

import json
import re
import secrets
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from confianza.web.lib import sealing
from confianza.web.tips import keys, receipts
from confianza.web.tips.rules.rewards import Term

KEY = "tips-vouchers"
DIGITS, GROUP = 12, 4
COST = sealing.COST
SHORTEST_WORD, LONGEST_WORD = 4, 60
SIZES = (512,)
SALT, LOOKUP, WAITING = "voucher/salt", "voucher/lookup", "voucher/waiting"


class Mistyped(Exception):
    """These are not the digits of any voucher."""


@dataclass(frozen=True)
class Voucher:
    """What its owner is told: the code, its band and term, and under what the register knows it."""

    code: str = field(repr=False)
    lookup: bytes = field(repr=False)
    band: str
    term: Term


@dataclass(frozen=True)
class Waiting:
    """What the register will be told of a voucher once it goes out, and since when that waits."""

    lookup: bytes = field(repr=False)
    band: str
    term: Term
    since: date


def new(folder: Path, band: str, term: Term) -> Voucher:
    """Return a new voucher; `folder` is that of the keys."""
    code = receipts.with_check(f"{secrets.randbelow(10 ** (DIGITS - 1)):0{DIGITS - 1}d}")
    return Voucher(code, lookup(folder, code), band, term)


def read(text: str) -> str:
    """Return the code somebody typed, whatever they put between its digits. Raises Mistyped."""
    digits = re.sub(r"[\s.\-·]", "", text)
    if not re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits) or receipts.with_check(digits[:-1]) != digits:
        raise Mistyped
    return digits


def grouped(code: str) -> str:
    """Return a code as it is shown and read aloud: three groups of four."""
    return " ".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def lookup(folder: Path, code: str) -> bytes:
    """Return under what the register knows a code."""
    key = keys.ensured(folder, KEY)
    salt = sealing.derive(key, SALT)[: sealing.SALT_BYTES]
    return sealing.keyed_hash(sealing.derive(key, LOOKUP), sealing.stretch(code.encode(), salt, COST))


# --- sealed to its owner, and sealed until it goes out -----------------------------------------------


def for_owner(voucher: Voucher, teller: bytes) -> bytes:
    """Return a voucher sealed to the teller's public key."""
    told = {"code": voucher.code, "lookup": voucher.lookup.hex(), **_plain(voucher.band, voucher.term)}
    return sealing.seal_to(teller, _packed(told))


def of_owner(private: bytes, sealed: bytes) -> Voucher:
    """Return the voucher that was sealed to the owner of `private`. Raises CannotOpen."""
    told = _unpacked(sealing.unseal_with(private, sealed))
    return Voucher(told["code"], bytes.fromhex(told["lookup"]), told["band"], _term(told))


def to_wait(folder: Path, voucher: Voucher, case: UUID, since: date) -> bytes:
    """Return what the register will be told, sealed under a key that is not in it."""
    told = {"lookup": voucher.lookup.hex(), "since": since.isoformat()}
    told |= _plain(voucher.band, voucher.term)
    return sealing.seal(_waiting_key(folder), _packed(told), about=_about(case))


def that_waits(folder: Path, sealed: bytes, case: UUID) -> Waiting:
    """Return what waits for a case. Raises CannotOpen."""
    told = _unpacked(sealing.unseal(_waiting_key(folder), sealed, about=_about(case)))
    since = date.fromisoformat(told["since"])
    return Waiting(bytes.fromhex(told["lookup"]), told["band"], _term(told), since)


# --- the word ----------------------------------------------------------------------------------------


def hidden(word: str) -> str:
    """Return a word as the register keeps it (Argon2id): what was said can be compared, not read."""
    salt = secrets.token_bytes(sealing.SALT_BYTES)
    return f"{salt.hex()}${_stretched(word, salt)}"


def matches(word: str, kept: str) -> bool:
    """Say whether this is the word; where none is kept it takes as long, and is not."""
    salt, _, stretched = (kept or f"{'00' * sealing.SALT_BYTES}$").partition("$")
    return secrets.compare_digest(_stretched(word, bytes.fromhex(salt)), stretched)


def plainly(word: str) -> str:
    """Return a word as it is compared: without accents of the keyboard, capitals and blanks at the ends."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    return " ".join("".join(each for each in letters if not unicodedata.combining(each)).split())


def _stretched(word: str, salt: bytes) -> str:
    return sealing.stretch(plainly(word).encode(), salt, COST).hex()


def _waiting_key(folder: Path) -> bytes:
    return sealing.derive(keys.ensured(folder, KEY), WAITING)


def _about(case: UUID) -> str:
    return f"tip|voucher|{case}|v1"


def _plain(band: str, term: Term) -> dict[str, str]:
    return {"band": band, "from": term.valid_from.isoformat(), "until": term.valid_until.isoformat()}


def _term(told: dict[str, Any]) -> Term:
    return Term(date.fromisoformat(told["from"]), date.fromisoformat(told["until"]))


def _packed(told: dict[str, Any]) -> bytes:
    return sealing.pad(json.dumps(told).encode(), SIZES)


def _unpacked(padded: bytes) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(sealing.unpad(padded))
    return told
