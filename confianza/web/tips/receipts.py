"""Receipts: twenty digits, shown once, by which somebody who told something comes back to it.

Digits, because they can be dictated in any language and typed on any telephone. Nineteen are random (63
bits), the last is a check digit, so that a slip of the hand is told at once and costs nothing.
"""

import re
import secrets
from dataclasses import dataclass, field

from confianza.web.lib import sealing
from confianza.web.tips.keys import IntakeKeys

DIGITS = 20
GROUP = 4
# The quasigroup of H. M. Damm, Total anti-symmetrische Quasigruppen (Marburg, 2004), order 10: it notices
# every single wrong digit and every swap of neighbours.
DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
LOOKUP, PRIVATE, BINDING = "tip/lookup/v1", "tip/x25519/v1", "tip/binding/v1"


class Mistyped(Exception):
    """These are not the digits of any receipt; no other guess was spent on it."""


def new() -> str:
    """Return a new receipt, 20 digits."""
    return with_check(f"{secrets.randbelow(10 ** (DIGITS - 1)):0{DIGITS - 1}d}")


def with_check(digits: str) -> str:
    """Return digits with their check digit."""
    return digits + str(_check(digits))


def read(text: str) -> str:
    """Return the receipt somebody typed, whatever they put between its digits. Raises Mistyped."""
    digits = re.sub(r"[\s.\-·]", "", text)
    if not re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits) or _check(digits):
        raise Mistyped
    return digits


def grouped(receipt: str) -> str:
    """Return a receipt as it is shown and read aloud: five groups of four."""
    return " ".join(receipt[start : start + GROUP] for start in range(0, len(receipt), GROUP))


def holds_one(text: str) -> bool:
    """Say whether a text holds what could be a receipt: whoever reads it could then speak for the teller."""
    runs = re.findall(r"[0-9](?:[\s.\-·]?[0-9])+", text)
    return any(_has_receipt(re.sub(r"\D", "", run)) for run in runs)


def _has_receipt(digits: str) -> bool:
    starts = range(len(digits) - DIGITS + 1)
    return any(not _check(digits[start : start + DIGITS]) for start in starts)


def _check(digits: str) -> int:
    state = 0
    for digit in digits:
        state = int(DAMM[state][int(digit)])
    return state


@dataclass(frozen=True)
class Root:
    """What a receipt opens: where its tip is found, the teller's key pair, and the key of their word."""

    lookup: bytes
    pair: sealing.Pair
    word: bytes = field(repr=False)


def root_of(receipt: str, keys: IntakeKeys) -> Root:
    """Return what a receipt opens: a third of a second of work and 128 MiB, whether such a tip exists or not.

    The lookup needs the pepper as well, which is not in the register: a stolen register alone cannot be
    searched by guessing receipts.
    """
    root = sealing.stretch(receipt.encode(), keys.salt)
    return Root(
        lookup=sealing.keyed_hash(keys.pepper, sealing.derive(root, LOOKUP)),
        pair=sealing.pair_of(sealing.derive(root, PRIVATE)),
        word=sealing.derive(root, BINDING),
    )
