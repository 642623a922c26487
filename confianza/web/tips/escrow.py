"""Keys of a unit in the hands of five people outside the police: any three open them, two do not.

For each three of the holders the keys stand in three boxes, one in the other: ten small blobs instead of a
way of splitting secrets that nobody here could vouch for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from confianza.web.lib import sealing

HOLDERS, NEEDED = 5, 3


class NotThree(Exception):
    """These keys open none of the boxes: fewer than three holders, or keys of other people."""


@dataclass(frozen=True)
class Share:
    """The keys inside three boxes: `holders` are the public keys, that of the outermost box first."""

    holders: tuple[bytes, ...]
    sealed: bytes


def shares(packed: bytes, holders: Sequence[bytes]) -> list[Share]:
    """Return the ten shares of a unit's private keys for five public keys."""
    if len(set(holders)) != HOLDERS:
        raise ValueError(f"{HOLDERS} holders, each with a key of their own")
    return [Share(three, _nested(packed, three)) for three in combinations(sorted(holders), NEEDED)]


def opened(kept: Iterable[Share], private_keys: Iterable[bytes]) -> bytes:
    """Return what three of the holders open, in whatever order they come. Raises NotThree."""
    held = {pair.public: pair.private for pair in map(sealing.pair_of, private_keys)}
    for share in kept:
        if set(share.holders) <= set(held):
            return _peeled(share, held)
    raise NotThree


def _nested(packed: bytes, three: Sequence[bytes]) -> bytes:
    for public in reversed(three):
        packed = sealing.seal_to(public, packed)
    return packed


def _peeled(share: Share, held: dict[bytes, bytes]) -> bytes:
    box = share.sealed
    try:
        for public in share.holders:
            box = sealing.unseal_with(held[public], box)
    except sealing.CannotOpen:
        raise NotThree from None
    return box
