"""The links of the chain. Pure: an entry's canonical text, its mac, its digest, and the key that evolves.

body    = canonical JSON of every field, of the account's name, the number and the digest of the entry before
mac     = BLAKE2b(body, key k_n)         only whoever held k_n can make it; the auditor's sheet checks it
digest  = BLAKE2b(body and mac)          anybody can check it; the next entry carries it as `previous`
k_(n+1) = BLAKE2b("evolve", key k_n)     k_n is then forgotten and cannot be computed back
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

KEY_BYTES = 32
DIGEST_BYTES = 32
DIGEST_LENGTH = 2 * DIGEST_BYTES  # as hexadecimal text


def canonical(told: Mapping[str, Any]) -> bytes:
    """Return the one way to write `told` down: ASCII JSON, keys in order, no blanks."""
    return json.dumps(told, sort_keys=True, separators=(",", ":"), default=_moment).encode()


def beginning(account: str, root: str) -> str:
    """Return what the first entry carries as `previous`: the account's name and its first public key."""
    return blake2b(canonical({"account": account, "root": root}), digest_size=DIGEST_BYTES).hexdigest()


def mac(body: bytes, key: bytes) -> str:
    """Return the mac of an entry's body."""
    return blake2b(body, key=key, digest_size=DIGEST_BYTES).hexdigest()


def digest(body: bytes, own_mac: str) -> str:
    """Return the digest of an entry: of its body and its mac."""
    return blake2b(body + own_mac.encode(), digest_size=DIGEST_BYTES).hexdigest()


def evolve(key: bytes, steps: int = 1) -> bytes:
    """Return the key `steps` entries later; there is no way back."""
    for _ in range(steps):
        key = blake2b(b"evolve", key=key, digest_size=KEY_BYTES).digest()
    return key


def storable(value: Any) -> Any:
    """Return `value` as every database gives it back: no NUL, no half characters, no numbers that change.

    An entry is never lost for what stands in it: whatever JSON does not know is written as text.
    """
    match value:
        case None | bool() | int():
            return value
        case float():
            return _number(value)
        case Mapping():
            return {text(str(name)): storable(each) for name, each in value.items()}
        case list() | tuple() | set() | frozenset():
            return [storable(each) for each in value]
    return text(str(value))


def text(value: str, limit: int | None = None) -> str:
    """Return a text as every database gives it back, cut at `limit` characters."""
    whole = value.replace("\0", "").encode("utf-8", "replace").decode()
    return whole if limit is None or len(whole) <= limit else whole[: limit - 1] + "…"


def _number(value: float) -> Any:
    # PostgreSQL keeps 1e22 as a whole number, forgets the sign of -0.0 and knows no infinity in JSON.
    if value != value or value in (float("inf"), float("-inf")):
        return str(value)
    return int(value) if value.is_integer() else value


def _moment(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    raise TypeError(f"{type(value).__name__} has no canonical form")
