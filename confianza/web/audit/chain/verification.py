"""Holding the account against itself, its keys and its heads. Reads only; any size in the same memory.

What is known without a secret: every digest and link, the signed heads, and what the key file remembers (the
last number and digest). The entries since the key file was written are also held against its key, and with an
auditor's sheet every entry from the sheet on.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.conf import settings

from confianza.web.audit.chain import heads, keys, links
from confianza.web.audit.chain.keys import State
from confianza.web.audit.chain.sheets import Sheet
from confianza.web.audit.models import Chain, Entry, Head

CHUNK = 2_000
REPORT_EVERY = 20_000
COLUMNS = (*Entry.TOLD, "mac", "digest")
UNREADABLE = (ValueError, TypeError, AttributeError, OverflowError)  # what a value of another sort leads to
Row = tuple[Any, ...]
Progress = Callable[[float], None]  # told the share that is done


class Why(StrEnum):
    """What is wrong with the first bad entry (sentences.FAULTS has the words)."""

    CHANGED = "changed"  # its fields are not those its digest was made of
    MISSING = "missing"  # its number is not there, later ones are
    CUT = "cut"  # the account once went at least as far
    REWRITTEN = "rewritten"  # it hangs together, but is not what was signed, remembered or linked to
    FORGED = "forged"  # made without the key
    UNREADABLE = "unreadable"
    REPLACED = "replaced"  # the whole account is another one
    KEYS_LOST = "keys_lost"  # the keys begin later than the account
    HEADS_CHANGED = "heads_changed"  # the signed heads are not those that were signed


@dataclass(frozen=True)
class Fault:
    """The first bad entry: its number, and why."""

    entry: int
    why: Why


@dataclass(frozen=True)
class Verdict:
    """What a verification found: how many entries there are, and the first bad one, if any."""

    entries: int
    fault: Fault | None = None

    @property
    def ok(self) -> bool:
        return self.fault is None


@dataclass
class _Evidence:
    """What entries are held against, each by the number of the entry it knows."""

    state: State
    secrets: list[tuple[int, bytes]]  # from which entry on, and the key of that entry
    known: dict[int, set[str]] = field(default_factory=dict)  # entry → its digest, as each knows it
    walked: int = 0

    def vouch(self, entry: int, digest: str) -> None:
        self.known.setdefault(entry, set()).add(digest)

    @property
    def last_known(self) -> int:
        return max(self.known, default=0)

    def good_before(self, number: int) -> int:
        """Return the first entry that nothing vouches for, given that entry `number` is not what it was."""
        return max((entry for entry in self.known if entry < number), default=0) + 1


def verify(
    *, exported: heads.Exported | None = None, sheet: Sheet | None = None, progress: Progress | None = None
) -> Verdict:
    """Verify the whole account, also against heads that were `exported` and an auditor's `sheet`."""
    # The key file before the entries: those committed after it was read only make the account longer.
    chain = Chain.objects.first()
    state = keys.read(settings.WORKSPACE.keys, chain.account) if chain else None
    fault = _identity(chain, state, exported, sheet)
    if fault or chain is None or state is None:
        return Verdict(Entry.objects.count(), fault)
    stored = [head.signed() for head in Head.objects.order_by("pk")]
    genuine = list(heads.genuine(stored, account=chain.account, root=chain.root))
    evidence = _evidence(state, [*genuine, *(exported.heads if exported else ())], sheet)
    fault = _walk(evidence, progress) or _heads(state, genuine, len(stored))
    return Verdict(Entry.objects.count() if fault else evidence.walked, fault)


def _identity(
    chain: Chain | None, state: State | None, exported: heads.Exported | None, sheet: Sheet | None
) -> Fault | None:
    """Say whether register, keys and what was brought along speak of one account."""
    elsewhere = [told.account for told in (exported, sheet) if told]
    elsewhere += [
        other.account for other in keys.others(settings.WORKSPACE.keys, chain.account if chain else "")
    ]
    if chain is None:
        return Fault(1, Why.REPLACED) if elsewhere or Entry.objects.exists() else None
    if any(account != chain.account for account in elsewhere) or (exported and exported.root != chain.root):
        return Fault(1, Why.REPLACED)
    if state is None:
        return Fault(1, Why.KEYS_LOST)
    return Fault(state.since, Why.KEYS_LOST) if state.root != chain.root else None


def _evidence(state: State, vouching: Sequence[heads.Head], sheet: Sheet | None) -> _Evidence:
    secrets = [(state.next, state.secret)]
    if sheet:
        secrets.append((sheet.next, bytes.fromhex(sheet.key)))
    evidence = _Evidence(state, secrets)
    for head in vouching:
        evidence.vouch(head.entry, head.digest)
    if state.next > 1:
        evidence.vouch(state.next - 1, state.digest)
    return evidence


def _heads(state: State, genuine: Sequence[heads.Head], stored: int) -> Fault | None:
    """Say whether the stored heads are those that were signed, none lost, none made with another key."""
    whole = len(genuine) == stored >= state.head - 1
    signer = state.at(state.next, len(genuine) + 1).signer.verify_key.encode().hex()
    if whole and signer == (genuine[-1].next_key if genuine else state.root):
        return None
    return Fault((genuine[-1].entry if genuine else 0) + 1, Why.HEADS_CHANGED)


def _walk(evidence: _Evidence, progress: Progress | None) -> Fault | None:
    expected, previous = 1, links.beginning(evidence.state.account, evidence.state.root)
    total = Entry.objects.count() if progress else 0
    try:
        for row in _rows():
            if fault := _fault(row, expected, previous, evidence):
                return fault
            evidence.walked, expected, previous = expected, expected + 1, row[-1]
            if progress and expected % REPORT_EVERY == 0:
                progress(expected / max(total, expected))
    except UNREADABLE:
        return _unreadable(expected)
    return Fault(expected, Why.CUT) if expected <= evidence.last_known else None


def _rows() -> Iterator[Row]:
    """Yield every entry in order. One that cannot be read spoils its chunk, which is then read row by row."""
    after: Any = 0
    while True:
        chunk = Entry.objects.filter(pk__gt=after).order_by("pk").values_list(*COLUMNS)[:CHUNK]
        try:
            rows = list(chunk)
        except UNREADABLE:
            yield from _singly(after)
            return
        yield from rows
        if len(rows) < CHUNK:
            return
        after = rows[-1][0]


def _singly(after: Any) -> Iterator[Row]:
    numbers = Entry.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)
    return (Entry.objects.values_list(*COLUMNS).get(pk=number) for number in numbers[:CHUNK])


def _fault(row: Row, number: int, previous: str, evidence: _Evidence) -> Fault | None:
    """Say what is wrong with the entry that should have this number and follow `previous`."""
    if row[0] != number:
        return Fault(number, Why.MISSING) if row[0] > number else Fault(row[0], Why.FORGED)
    told = dict(zip(Entry.TOLD, row, strict=False))
    own_mac, own_digest = row[-2:]
    body = links.canonical({"account": evidence.state.account, **told})
    if own_digest != links.digest(body, own_mac):
        return Fault(number, Why.CHANGED)
    if not _made_with_the_key(number, body, own_mac, evidence):
        return Fault(number, Why.FORGED)
    if told["previous"] != previous:
        # This one still names the entry it followed; what stands there now was made afterwards.
        return Fault(max(number - 1, 1), Why.REWRITTEN)
    if evidence.known.get(number, {own_digest}) != {own_digest}:
        return Fault(evidence.good_before(number), Why.REWRITTEN)
    return None


def _made_with_the_key(number: int, body: bytes, own_mac: str, evidence: _Evidence) -> bool:
    for place, (start, key) in enumerate(evidence.secrets):
        if number >= start:
            if links.mac(body, key) != own_mac:
                return False
            evidence.secrets[place] = (number + 1, links.evolve(key, number + 1 - start))
    return True


def _unreadable(expected: int) -> Fault:
    """Name the entry at which reading failed: this number, unless it is missing and a later one failed."""
    stands = Entry.objects.filter(pk=expected).exists()
    return Fault(expected, Why.UNREADABLE if stands else Why.MISSING)
