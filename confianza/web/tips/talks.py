"""Talks by text message: recognised by a keyed hash of the number, which stands nowhere.

Telephone numbers are few: whoever has the key and the register could try them all. A third of a second of
work for each makes that a year of one computer for a country's numbers, no more; a talk is kept for a week.
"""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from confianza.web.lib import sealing
from confianza.web.tips import keys
from confianza.web.tips.receipts import Root

KEY = "tips-gateway"
# After a week of silence, what comes from the same number is another matter.
LASTS = timedelta(days=7)
SALT, TOKEN, OPENS = "talk/salt", "talk/token", "talk/opens"
ABOUT = "tip|talk|v1"


@dataclass(frozen=True)
class Talk:
    """How the register knows a talk, and the key that opens what is kept of it."""

    token: bytes
    key: bytes = field(repr=False)


@dataclass(frozen=True)
class Kept:
    """What the gateway needs to go on: the receipt, and what it opens."""

    receipt: str = field(repr=False)
    root: Root = field(repr=False)


def of_number(folder: Path, number: str) -> Talk:
    """Return the talk of a number (E.164); `folder` is that of the keys. A third of a second, 128 MiB."""
    kept = keys.ensured(folder, KEY)
    salt = sealing.derive(kept, SALT)[: sealing.SALT_BYTES]
    root = sealing.stretch(number.encode(), salt)
    mixed = sealing.keyed_hash(kept, root)
    return Talk(sealing.derive(mixed, TOKEN), sealing.derive(mixed, OPENS))


def message_token(folder: Path, message: str) -> bytes:
    """Return by what a message is recognised that a relay brings twice."""
    return sealing.keyed_hash(keys.ensured(folder, KEY), message.encode())


def sealed(talk: Talk, kept: Kept) -> bytes:
    """Return what is kept of a talk, sealed under what only its number gives."""
    root = kept.root
    told = {
        "receipt": kept.receipt, "lookup": root.lookup.hex(), "private": root.pair.private.hex(),
        "word": root.word.hex(),
    }  # fmt: skip
    return sealing.seal(talk.key, json.dumps(told).encode(), about=ABOUT)


def opened(talk: Talk, blob: bytes) -> Kept:
    """Return what was kept of a talk. Raises CannotOpen."""
    told = json.loads(sealing.unseal(talk.key, blob, about=ABOUT))
    pair = sealing.pair_of(bytes.fromhex(told["private"]))
    root = Root(bytes.fromhex(told["lookup"]), pair, bytes.fromhex(told["word"]))
    return Kept(told["receipt"], root)
