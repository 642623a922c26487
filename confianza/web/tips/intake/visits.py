"""Somebody who came back with a receipt, for twenty minutes: what it opens stays in the memory of this
process, sealed under a number that only the page has.
"""

import base64
import json
import secrets

from django.core.cache import cache

from confianza.web.lib import sealing
from confianza.web.tips.receipts import Root

SECONDS = 20 * 60
ABOUT, PURPOSE, NAME = "visit", "tips/visit/v1", "tips/visit/name"
NUMBER_BYTES = 32


class Over(Exception):
    """The visit is over, or there was none."""


def begun(root: Root) -> str:
    """Return the number of a new visit, for a hidden field."""
    number = secrets.token_bytes(NUMBER_BYTES)
    told = json.dumps([root.lookup.hex(), root.pair.private.hex(), root.word.hex()])
    cache.set(_name(number), sealing.seal(_key(number), told.encode(), about=ABOUT), SECONDS)
    return base64.urlsafe_b64encode(number).decode()


def root_of(visit: str) -> Root:
    """Return what the receipt of a visit opens. Raises Over."""
    try:
        number = base64.urlsafe_b64decode(visit)
        told = sealing.unseal(_key(number), cache.get(_name(number), b""), about=ABOUT)
    except (ValueError, sealing.CannotOpen):
        raise Over from None
    lookup, private, word = (bytes.fromhex(one) for one in json.loads(told))
    return Root(lookup, sealing.pair_of(private), word)


def ended(visit: str) -> None:
    """Forget a visit."""
    try:
        cache.delete(_name(base64.urlsafe_b64decode(visit)))
    except ValueError:
        return


def _key(number: bytes) -> bytes:
    return sealing.derive(number, PURPOSE)


def _name(number: bytes) -> str:
    return "visit:" + sealing.derive(number, NAME).hex()
