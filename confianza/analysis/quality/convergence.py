"""How far sources agree: in their counts, and victim by victim once they are linked.

Equal totals can hide different victims: a police and a coroner with 100 each may share 60. The protocol's
limit speaks of counts; the matched pairs say what the counts cannot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import polars as pl

from confianza.analysis.quality import chance


@dataclass(frozen=True)
class CountConvergence:
    """Two sources over the `months` both speak of: `difference` is |a - b| over the larger of both.

    `p`: how often chance alone would part them so far; `within_chance` judges it at 5 %.
    """

    a: str
    b: str
    months: int
    count_a: float
    count_b: float
    difference: float
    p: float

    @property
    def within_chance(self) -> bool:
        return self.p > 1 - chance.CONFIDENCE


@dataclass(frozen=True)
class PairConvergence:
    """Two linked sources: victims of `a`, of `b`, and of both; shares of each that the other knows."""

    a: str
    b: str
    victims_a: int
    victims_b: int
    both: int

    @property
    def either(self) -> int:
        return self.victims_a + self.victims_b - self.both

    @property
    def shared(self) -> float:
        """Victims known to both, of all known to either (Jaccard)."""
        return self.both / self.either if self.either else 0.0

    @property
    def of_a(self) -> float:
        return self.both / self.victims_a if self.victims_a else 0.0

    @property
    def of_b(self) -> float:
        return self.both / self.victims_b if self.victims_b else 0.0


def difference(a: float, b: float) -> float:
    """Return |a - b| over the larger of both, 0 where both are 0."""
    return abs(a - b) / max(a, b) if max(a, b) else 0.0


def of_counts(told: pl.DataFrame) -> list[CountConvergence]:
    """Compare every two sources over the areas and months both speak of. `told`: [source, area, month,
    count].

    A cell without a row, or with a null count, was not spoken of; one with a count of 0 was. Pairs without a
    common cell are left out.
    """
    spoken = told.drop_nulls(["month", "count"])
    cells = {str(key[0]): _cells(rows) for key, rows in spoken.partition_by("source", as_dict=True).items()}
    pairs = []
    for a, b in combinations(sorted(cells), 2):
        common = sorted(cells[a].keys() & cells[b].keys())
        if common:
            pairs.append(_pair(a, b, common, cells))
    return pairs


def of_victims(linked: pl.DataFrame) -> list[PairConvergence]:
    """Compare every two sources victim by victim. `linked`: [source, victim, area, month], a row per record.

    Only records of areas and months that both sources tell of are compared: elsewhere nothing can match. A
    null area or month is anywhere and any time.
    """
    told = _told_of(linked)
    return [_victims(linked, told[a], told[b]) for a, b in combinations(sorted(told), 2)]


def known_shares(linked: pl.DataFrame) -> dict[str, float]:
    """Return for each source the share of victims it knows, of those that any source knows in the areas and
    months it tells of. Empty where fewer than two sources are linked.
    """
    told = _told_of(linked)
    if len(told) < 2:
        return {}
    shares = {}
    for source, each in told.items():
        there = linked.filter(each.covers())
        known = there.filter(pl.col("source") == source)["victim"].n_unique()
        shares[source] = known / there["victim"].n_unique()
    return shares


@dataclass(frozen=True)
class _Told:
    source: str
    areas: tuple[str, ...]
    first: Any
    last: Any

    def covers(self) -> pl.Expr:
        area = pl.col("area").is_null() | pl.col("area").is_in(list(self.areas))
        return area & (pl.col("month").is_null() | pl.col("month").is_between(self.first, self.last))


def _told_of(linked: pl.DataFrame) -> dict[str, _Told]:
    return {
        str(key[0]): _Told(
            str(key[0]), tuple(rows["area"].drop_nulls().unique()), rows["month"].min(), rows["month"].max()
        )
        for key, rows in linked.partition_by("source", as_dict=True).items()
    }


def _victims(linked: pl.DataFrame, a: _Told, b: _Told) -> PairConvergence:
    common = linked.filter(a.covers(), b.covers())
    known = [set(common.filter(pl.col("source") == each.source)["victim"]) for each in (a, b)]
    return PairConvergence(a.source, b.source, len(known[0]), len(known[1]), len(known[0] & known[1]))


Cells = dict[tuple[Any, Any], float]


def _cells(rows: pl.DataFrame) -> Cells:
    summed = rows.group_by("area", "month").agg(pl.col("count").sum())
    return {(area, month): float(count) for area, month, count in summed.iter_rows()}


def _pair(a: str, b: str, common: Sequence[tuple[Any, Any]], cells: dict[str, Cells]) -> CountConvergence:
    total_a, total_b = (sum(cells[source][cell] for cell in common) for source in (a, b))
    p = float(chance.of_differences([total_a], [total_b])[0])
    months = len({month for _, month in common})
    return CountConvergence(a, b, months, total_a, total_b, difference(total_a, total_b), p)
