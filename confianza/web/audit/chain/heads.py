"""Signed heads: where the account stood, vouched for by a key that is forgotten at once.

Each head names the last entry and its digest, the head before it, and the public key of the head that
follows; it is signed with Ed25519 by the key the head before it named. The chain of keys begins at the
account's root. Checking needs no secret, so a head that left the machine, as a file or as twelve words, can
be held against the account by anybody.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from confianza.web.audit.chain import links, words
from confianza.web.audit.chain.keys import State

FORMAT = "confianza-audit-heads-1"


class Unreadable(Exception):
    """A file does not hold heads that were exported here."""


@dataclass(frozen=True)
class Head:
    """A signed head; keys and signatures are hexadecimal."""

    number: int
    day: str  # ISO date, by the clock of the installation
    entry: int  # the last one it vouches for
    digest: str  # of that entry
    next_key: str
    signature: str

    def payload(self, account: str, previous: str) -> bytes:
        """Return the bytes that are signed; `previous` is the signature of the head before."""
        told = {name: value for name, value in asdict(self).items() if name != "signature"}
        return links.canonical({"account": account, "previous": previous, **told})

    @property
    def words(self) -> str:
        """The twelve words of this head, and through its signature of all before it."""
        return words.of(bytes.fromhex(self.signature))


@dataclass(frozen=True)
class Exported:
    """What left the machine: heads from the first on, and the key they begin with."""

    account: str
    root: str
    heads: tuple[Head, ...]


def sign(state: State, *, day: str, previous: str) -> Head:
    """Return the next head of an account, which stands at the entry before `state.next`."""
    unsigned = Head(
        number=state.head,
        day=day,
        entry=state.next - 1,
        digest=state.digest,
        next_key=state.next_signer.verify_key.encode().hex(),
        signature="",
    )
    signature = state.signer.sign(unsigned.payload(state.account, previous)).signature
    return Head(**{**asdict(unsigned), "signature": signature.hex()})


def genuine(heads: Iterable[Head], *, account: str, root: str) -> Iterator[Head]:
    """Yield heads in order for as long as number, signature and key follow from those before."""
    key, previous = root, ""
    for number, head in enumerate(heads, start=1):
        if head.number != number or not _signed(head, account, previous, key):
            return
        yield head
        key, previous = head.next_key, head.signature


def _signed(head: Head, account: str, previous: str, key: str) -> bool:
    try:
        payload = head.payload(account, previous)
        VerifyKey(bytes.fromhex(key)).verify(payload, bytes.fromhex(head.signature))
    except (BadSignatureError, ValueError, TypeError):
        return False
    return True


def as_text(exported: Exported) -> str:
    """Return the file that leaves the machine; the words are in it for whoever compares it with paper."""
    heads = [{**asdict(head), "words": head.words} for head in exported.heads]
    told = {"format": FORMAT, "account": exported.account, "root": exported.root, "heads": heads}
    return json.dumps(told, indent=2) + "\n"


def parsed(text: str) -> Exported:
    """Return what an exported file holds. Raises Unreadable, also when its own signatures do not hold."""
    try:
        told = json.loads(text)
        if told["format"] != FORMAT:
            raise Unreadable
        exported = Exported(told["account"], told["root"], tuple(map(_parsed, told["heads"])))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Unreadable from None
    if len(list(genuine(exported.heads, account=exported.account, root=exported.root))) < len(exported.heads):
        raise Unreadable
    return exported


def continues(newer: Exported, older: Exported) -> bool:
    """Say whether `newer` has every head of `older`, so that nothing is lost where it takes its place."""
    same = (newer.account, newer.root) == (older.account, older.root)
    return same and newer.heads[: len(older.heads)] == older.heads


def _parsed(told: Mapping[str, Any]) -> Head:
    return Head(**{name: value for name, value in told.items() if name != "words"})
