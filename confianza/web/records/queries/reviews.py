"""Pairs of records that wait for a person, what was said of each, and what the next linkage takes from it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from confianza.web.records import rules
from confianza.web.records.models import PairDecision, PairState
from confianza.web.records.queries.custody import Eyes, eyes

if TYPE_CHECKING:
    import polars as pl

    from confianza.store.linkages import StoredLinkage

PairKey = tuple[str, str]
OF_A_RECORD = ("delivery", "number", "source", "series", "office", "victim", "event")


class UnknownPair(LookupError):
    """No such pair, or none of this person's."""


@dataclass(frozen=True)
class Record:
    """Where one record of a pair stands, and whose it is taken to be."""

    key: str
    delivery: str
    number: int
    source: str
    series: str
    office: str
    victim: str
    event: str

    @property
    def voice(self) -> str:
        """Who told it: the office, else the title of its layout."""
        return self.office or title_of(self.source)


@dataclass(frozen=True)
class Pair:
    """Two records that may speak of the same victim, as the linkage sees them and people said so far.

    `scores` is the row of the linkage's pairs: level_ and bits_ of every comparison. `said` are the decisions
    that stand, `reads` whether the person may read both records or only how they compare.
    """

    a: Record
    b: Record
    probability: float
    contradiction: str
    scores: dict[str, Any] = field(repr=False)
    said: tuple[PairDecision, ...] = ()
    reads: bool = False

    @property
    def key(self) -> PairKey:
        return self.a.key, self.b.key

    @property
    def sides(self) -> tuple[Record, Record]:
        return self.a, self.b

    @property
    def name(self) -> str:
        """Both keys in one word, for a form."""
        return " ".join(self.key)

    @property
    def together(self) -> bool:
        """Whether the linkage takes both for one victim now."""
        return self.a.victim == self.b.victim

    @property
    def stakes(self) -> float:
        """By how many victims the count changes if somebody decides, on average: by one, as often as the
        decision goes against what the linkage holds now.
        """
        return 1 - self.probability if self.together else self.probability

    @property
    def state(self) -> PairState:
        return rules.pair_state(spoken(self.said))

    def can_decide(self, person: Any) -> bool:
        """Whether it is this person's turn to say what the pair is."""
        return rules.can_decide(spoken(self.said), person.pk)

    def undoable_by(self, person: Any) -> PairDecision | None:
        """Return what this person may take back: the own word, else a meeting's for who reads both."""
        own = (each for each in self.said if each.by_id == person.pk and each.meeting_id is None)
        of_a_meeting = (each for each in self.said if each.meeting_id is not None and self.reads)
        return next(own, None) or next(of_a_meeting, None)


def title_of(source: str) -> str:
    """Return the title of a layout in the reader's language; its name where it is known no more."""
    from confianza.analysis.sources import catalogue

    if source not in catalogue.names():
        return source
    profile = catalogue.get(source)
    return profile.title_es if (get_language() or "es").startswith("es") else profile.title_en


def spoken(decisions: Iterable[PairDecision]) -> list[rules.Said]:
    """Return decisions as the rules hear them."""
    return [rules.Said(each.by_id, each.verdict, each.meeting_id is not None) for each in decisions]


def said_of(record_a: str, record_b: str) -> list[rules.Said]:
    """Return what was said of a pair and not taken back."""
    return spoken(PairDecision.objects.standing().filter(record_a=record_a, record_b=record_b))


def queue(user: Any, linkage: "StoredLinkage | None") -> list[Pair]:
    """Return the pairs a person may look at that a linkage could not decide, or people decided since; the one
    that changes most first.
    """
    sight, decided = eyes(user), _standing(user)
    if linkage is None:
        return []
    placed = _placed(linkage.review(), linkage)
    found = [_pair(row, decided, sight) for row in _within(placed, sight).iter_rows(named=True)]
    return sorted(found, key=lambda pair: (-pair.stakes, pair.key))


def waiting_for(user: Any, pairs: Iterable[Pair]) -> list[Pair]:
    """Return those pairs of which it is the person's turn to speak."""
    return [pair for pair in pairs if pair.can_decide(user)]


def pair(user: Any, key: PairKey, linkage: "StoredLinkage | None") -> Pair:
    """Return one pair; raises UnknownPair for one the person may not look at as for one that never was."""
    sight, decided = eyes(user), _standing(user)
    if linkage is None:
        raise UnknownPair(key)
    # A pair that people decided, or that a later model is sure of, waits no more and keeps its page.
    for table in (linkage.review, linkage.pairs):
        found = _within(_placed(_only(table(), key), linkage), sight)
        if found.height:
            return _pair(found.row(0, named=True), decided, sight)
    raise UnknownPair(key)


def history(user: Any, key: PairKey) -> list[PairDecision]:
    """Return everything said of a pair, what was taken back included, newest first."""
    told = PairDecision.objects.visible_to(user).filter(record_a=key[0], record_b=key[1])
    return list(told.select_related("by", "undone_by", "meeting"))


def after(pairs: Sequence[Pair], key: PairKey) -> Pair | None:
    """Return the pair after this one: the next in the queue, at its end the first again."""
    places = [place for place, pair in enumerate(pairs) if pair.key == key]
    following = [*pairs[places[0] + 1 :], *pairs[: places[0]]] if places else list(pairs)
    return following[0] if following else None


def following(user: Any, key: PairKey, linkage: "StoredLinkage | None") -> Pair | None:
    """Return the pair that waits for the person after this one, as things stand now."""
    pairs = queue(user, linkage)
    waiting = {pair.key for pair in waiting_for(user, pairs)}
    return after([pair for pair in pairs if pair.key in waiting or pair.key == key], key)


def decisions_frame() -> "pl.DataFrame":
    """Return what people agreed on, of the whole workspace, for the next linkage: record_a, record_b, same.

    Only for the installation: on PostgreSQL whoever asks for a person gets what that person may see.
    """
    import polars as pl

    schema = {"record_a": pl.String, "record_b": pl.String, "same": pl.Boolean}
    agreed = {PairState.AGREED_SAME: True, PairState.AGREED_DIFFERENT: False}
    states = {key: rules.pair_state(spoken(said)) for key, said in _by_pair(PairDecision.objects.standing())}
    rows = [(*key, agreed[state]) for key, state in sorted(states.items()) if state in agreed]
    return pl.DataFrame(rows, schema=schema, orient="row")


def touching(user: Any, records: Iterable[str], linkage: "StoredLinkage | None") -> list[Pair]:
    """Return the pairs in the queue that hold one of these records."""
    keys = set(records)
    return [pair for pair in queue(user, linkage) if keys & set(pair.key)]


def disputed(user: Any, pairs: Iterable[Pair]) -> list[Pair]:
    """Return the pairs on which people do not agree and that the person may read."""
    return [pair for pair in pairs if pair.reads and pair.state == PairState.DISPUTED]


Standing = dict[PairKey, list[PairDecision]]


def _standing(user: Any) -> Standing:
    told = PairDecision.objects.visible_to(user).standing().select_related("by")
    return dict(_by_pair(told))


def _by_pair(decisions: Iterable[PairDecision]) -> Iterable[tuple[PairKey, list[PairDecision]]]:
    gathered: Standing = defaultdict(list)
    for each in decisions:
        gathered[each.pair].append(each)
    return gathered.items()


def _only(pairs: "pl.DataFrame", key: PairKey) -> "pl.DataFrame":
    import polars as pl

    return pairs.filter((pl.col("record_a") == key[0]) & (pl.col("record_b") == key[1]))


def _placed(pairs: "pl.DataFrame", linkage: "StoredLinkage") -> "pl.DataFrame":
    """Put beside each pair where both records stand: columns a_delivery … b_event."""
    import polars as pl

    for side in "ab":
        told = linkage.records().select(
            pl.col("record").alias(f"record_{side}"),
            *(pl.col(name).alias(f"{side}_{name}") for name in OF_A_RECORD),
        )
        pairs = pairs.join(told, on=f"record_{side}", how="left", maintain_order="left")
    return pairs


def _within(placed: "pl.DataFrame", sight: Eyes) -> "pl.DataFrame":
    import polars as pl

    told = [sight.compares(*both) for both in placed.select("a_delivery", "b_delivery").iter_rows()]
    return placed.filter(pl.Series(told, dtype=pl.Boolean))


def _pair(row: dict[str, Any], decided: Standing, sight: Eyes) -> Pair:
    key = row["record_a"], row["record_b"]
    a, b = (Record(row[f"record_{side}"], *(row[f"{side}_{name}"] for name in OF_A_RECORD)) for side in "ab")
    return Pair(
        a=a,
        b=b,
        probability=row["probability"],
        contradiction=row["contradiction"],
        scores=row,
        said=tuple(decided.get(key, ())),
        reads=sight.reads(a.delivery, b.delivery),
    )
