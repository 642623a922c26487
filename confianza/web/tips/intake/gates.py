"""Against floods, without asking who somebody is: a telephone works a little, or a person takes their time.

A form carries a nonce. With JavaScript the browser looks for a number that, hashed with it, begins with so
many zero bits (Hashcash: Back, 1997); without, the form must be half a minute old. Both are always open, a
nonce is good once, and when many come at once both ask for more. What to do in danger is never behind it.
"""

import hashlib
import secrets
from dataclasses import asdict, dataclass
from typing import Any

from django.core.cache import cache

from confianza.web.tips.intake import tokens

# About a second of a cheap telephone's script, and the time it takes anyway to answer two questions.
BITS, WAIT_SECONDS = 16, 30
# So many an hour are served at the lowest price; each time they double it costs one bit and ten seconds more.
AN_HOUR, SEATS = 3600, 600
HARDEST, LONGEST_WAIT = 22, 120
MORE_WAIT = 10
# A nonce is remembered for as long as its form is taken.
REMEMBERED = 2 * 3600
LONGEST_WORK = 20


@dataclass(frozen=True)
class Gate:
    """What one form must show before it costs us anything."""

    nonce: str
    since: int
    bits: int
    wait: int

    def told(self) -> dict[str, Any]:
        return asdict(self)

    def seconds_left(self) -> int:
        """Return how long the form must still wait if its browser does no work."""
        return max(0, self.since + self.wait - tokens.now())

    def lets_in(self, work: str) -> bool:
        """Say whether the work was done, or the time has passed."""
        return self.seconds_left() == 0 or self.is_worked(work)

    def is_worked(self, work: str) -> bool:
        if len(work) > LONGEST_WORK or not work.isascii():
            return False
        digest = hashlib.sha256(f"{self.nonce}:{work}".encode()).digest()
        return int.from_bytes(digest, "big") >> (256 - self.bits) == 0


def new() -> Gate:
    """Return the gate of a new form, as high as the hour demands."""
    harder = _doublings()
    return Gate(
        nonce=secrets.token_hex(16),
        since=tokens.now(),
        bits=min(BITS + harder, HARDEST),
        wait=min(WAIT_SECONDS + MORE_WAIT * harder, LONGEST_WAIT),
    )


def spend(gate: Gate) -> bool:
    """Count somebody in; say whether the nonce was still good. It is not a second time."""
    _count()
    return bool(cache.add(f"spent:{gate.nonce}", 1, REMEMBERED))


def used(gate: Gate, what: str, *, most: int) -> bool:
    """Count one use of something by a form; say whether that is within `most`."""
    name = f"used:{what}:{gate.nonce}"
    cache.add(name, 0, REMEMBERED)
    return int(cache.incr(name)) <= most


def _doublings() -> int:
    seats, doublings = int(cache.get(_hour(), 0)) // SEATS, 0
    while seats:
        seats, doublings = seats // 2, doublings + 1
    return doublings


def _count() -> None:
    cache.add(_hour(), 0, AN_HOUR)
    cache.incr(_hour())


def _hour() -> str:
    return f"hour:{tokens.now() // AN_HOUR}"
