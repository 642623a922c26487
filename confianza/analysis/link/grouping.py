"""From pairs to persons: groups decided as groups, within what facts and people forbid (Sadinle 2014)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl


@dataclass
class Groups:
    """Disjoint groups of records that refuse to merge what must stay apart."""

    members: dict[str, set[str]]
    group_of: dict[str, str] = field(default_factory=dict)
    sources: dict[str, set[str]] = field(default_factory=dict)
    apart: dict[str, set[str]] = field(default_factory=dict)

    def may_merge(self, one: str, other: str) -> bool:
        """Say whether no fact keeps any member of one group from any of another."""
        if self.sources and self.sources[one] & self.sources[other]:
            return False
        return not any(self.apart.get(member, _NOBODY) & self.members[other] for member in self.members[one])

    def merge(self, one: str, other: str) -> None:
        """Make one group of two."""
        if len(self.members[one]) < len(self.members[other]):
            one, other = other, one
        for member in self.members[other]:
            self.group_of[member] = one
        self.members[one] |= self.members.pop(other)
        if self.sources:
            self.sources[one] |= self.sources.pop(other)


_NOBODY: frozenset[str] = frozenset()


def grouped(records: pl.DataFrame, pairs: pl.DataFrame, *, join: float, one_per_source: bool) -> pl.DataFrame:
    """Return `record, victim`: every record with the smallest record of its group.

    Pairs decided "same" merge first, whatever else; then pairs at `join` or above in the order of their
    weight, unless a member of one group contradicts, or was decided apart from, a member of the other, or (where
    `one_per_source`) both hold a record of one source.
    """
    groups = Groups({record: {record} for record in records["record"]})
    groups.group_of = {record: record for record in groups.members}
    if one_per_source:
        groups.sources = {r: {s} for r, s in records.select("record", "source").iter_rows()}
    _keep_apart(groups, pairs)
    for one, other in _links(pairs.filter(pl.col("decided") == "same")):
        first, second = groups.group_of[one], groups.group_of[other]
        if first != second:
            groups.merge(first, second)
    undecided = (pl.col("decided") == "") & (pl.col("contradiction") == "") & (pl.col("probability") >= join)
    for one, other in _links(pairs.filter(undecided)):
        first, second = groups.group_of[one], groups.group_of[other]
        if first != second and groups.may_merge(first, second):
            groups.merge(first, second)
    return _told(groups.members)


def _links(pairs: pl.DataFrame) -> Iterable[tuple[str, str]]:
    """Return pairs from the heaviest to the lightest; ties in the order of their records, so that order tells nothing."""
    return (
        pairs.sort(["weight", "record_a", "record_b"], descending=[True, False, False])
        .select("record_a", "record_b")
        .iter_rows()
    )


def _keep_apart(groups: Groups, pairs: pl.DataFrame) -> None:
    forbidden = (pl.col("decided") == "different") | (
        (pl.col("contradiction") != "") & (pl.col("decided") != "same")
    )
    for one, other in pairs.filter(forbidden).select("record_a", "record_b").iter_rows():
        groups.apart.setdefault(one, set()).add(other)
        groups.apart.setdefault(other, set()).add(one)


def _told(members: Mapping[str, set[str]]) -> pl.DataFrame:
    rows = [(record, min(group)) for group in members.values() for record in group]
    return pl.DataFrame(rows, schema={"record": pl.String, "victim": pl.String}, orient="row").sort("record")
