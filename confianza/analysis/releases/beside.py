"""What is told beside releases: sums over places and times of their own, bound to the cells of releases.

An evaluation tells how many were counted in a zone in the four years before a programme. Who subtracts what
the releases show of these years may be left with the count that they hide. So it stands in one system with
them, and is audited with all of them, and with all that was told beside them before, by
`disclosure.auditing`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from confianza.analysis.disclosure import auditing, cube, worlds
from confianza.analysis.disclosure import linking as boards
from confianza.analysis.disclosure.auditing import Audit
from confianza.analysis.disclosure.linking import Published
from confianza.analysis.disclosure.worlds import Pair
from confianza.analysis.releases import linking, periods, protecting
from confianza.analysis.releases.linking import ALL, KEY, System
from confianza.analysis.releases.protecting import Protected

Flags = np.ndarray[Any, np.dtype[np.bool_]]
Place = tuple[str, str]  # area_id, period

# The kind of a sum of its own.
TOLD = "told"
TO = ".."
# Of so many cells (sums and others in turn, the narrowest first) two tables are sought that numbers must not
# tell apart.
MOST_ASKED = 10
# A table that keeps a sum may move so many cells by one instead.
WEIGHT_OF_A_SUM = 50.0


@dataclass(frozen=True)
class Figure:
    """What may be told: how many an indicator counts in some areas and periods together."""

    indicator_id: str
    parts: tuple[Place, ...]

    @property
    def key(self) -> tuple[str, str, str, str]:
        """KEY of its cell: that of the only part, or one that names all of them."""
        if len(self.parts) == 1:
            return (self.indicator_id, *self.parts[0], ALL)
        areas = dict.fromkeys(area for area, _ in self.parts)
        spans = [_span(sorted(period for place, period in self.parts if place == area)) for area in areas]
        named = [f"{area}:{span}" for area, span in zip(areas, spans, strict=True)]
        return (self.indicator_id, "+".join(named), min(spans), TOLD)


def _span(told: Sequence[str]) -> str:
    return f"{told[0]}{TO}{told[-1]}"


def system(
    counted: pl.DataFrame,
    figures: Iterable[Figure],
    parents: pl.DataFrame,
    families: Iterable[tuple[str, Sequence[str]]] = (),
) -> System:
    """Return cells and sums: `counted` (indicator_id, area_id, period, value), what it adds up to, `figures`.

    `parents`: area_id, parent_id. `families`: as `linking.families`.
    """
    base = counted.select("indicator_id", "area_id", "period", kind=pl.lit(ALL), value="value")
    wide = [each for each in figures if len(each.parts) > 1]
    pairs = pl.DataFrame(
        [(*each.key, each.indicator_id, *part, ALL) for each in wide for part in each.parts],
        schema=[*KEY, *(f"part_{name}" for name in KEY)], orient="row",
    ).unique(maintain_order=True).cast(pl.String)  # fmt: skip
    parts = base.rename({name: f"part_{name}" for name in KEY})
    sums = pairs.join(parts, on=[f"part_{name}" for name in KEY]).group_by(KEY).agg(pl.col("value").sum())
    return linking.link(
        pl.concat([base, sums.select(base.columns)]),
        [
            ("beside-area", linking.by_area(base, parents)),
            ("beside-period", linking.by_period(base)),
            *((f"beside-{name}", told) for name, told in linking.by_offence(base, families)),
            (TOLD, pairs),
        ],
    )


@dataclass(frozen=True)
class Gate:
    """A system, and all that everybody has of it already: `earlier` releases, oldest first, and what was told
    `beside` them.
    """

    system: System
    threshold: int
    earlier: Sequence[Protected] = ()
    beside: Sequence[Protected] = ()

    def leaks(self, figures: Iterable[Figure]) -> list[dict[str, Any]]:
        """Return the small or hidden cells (KEY) that everybody could tell, would these figures be told; what
        can be told without them is left out. Raises CannotProtect where what is shown does not add up.
        """
        before = {(row["release"], row["cell"]) for row in self._told_already.iter_rows(named=True)}
        found = self._audit(self._hidden(figures)).leaks
        return [
            self._called(row)
            for row in found.iter_rows(named=True)
            if (row["release"], row["cell"]) not in before and self._is_secret(row)
        ]

    def pairs(self, figures: Iterable[Figure]) -> Iterator[Pair | None]:
        """Yield pairs of tables that fit everything, these figures told, for the secret cells that are known
        best: numbers that are not the same in both would tell them apart. None: no such pair was found.
        """
        hidden = self._hidden(figures)
        seen = self._audit(hidden).cells
        cells = seen["cell"].to_numpy()
        asked = (
            seen.with_columns(
                width=pl.col("high") - pl.col("low"),
                guarded=pl.Series(self._guarded[cells]),
                is_sum=self.system.cells["kind"].gather(seen["cell"]) == TOLD,
            )
            .filter(pl.col("guarded") & (pl.col("width") >= self.threshold))
            .sort("width", "cell")
            .with_columns(place=pl.int_range(pl.len()).over("is_sum"))
            .sort("place", "width", "cell")
            .head(MOST_ASKED)
        )
        board = boards.board(self._cube, hidden, self._published)
        intervals = {cell: (low, high) for cell, low, high in asked.select("cell", "low", "high").iter_rows()}
        yield from worlds.pairs(board, self._truth, intervals, self.threshold, self._weights)

    def values(self, table: Any) -> Mapping[tuple[str, str, str], float]:
        """Return the undivided counts of a table of `pairs` by indicator, area and period."""
        own = self.system.cells.with_columns(value=pl.Series(table[: self.system.cells.height]))
        undivided = own.filter(pl.col("kind") == ALL)
        return {row[:3]: row[3] for row in undivided.select(*KEY[:3], "value").iter_rows()}

    def protected(self, figures: Iterable[Figure]) -> Protected:
        """Return the system with all hidden but the figures: what later releases are audited along with."""
        hidden = pl.Series("hidden", self._all_but(figures))
        return Protected(self.system.cells.with_columns(hidden), self.system.sums)

    @cached_property
    def is_behind(self) -> bool:
        """Whether releases tell years of an area counted here, but not yet all of those counted here."""
        if not self.earlier:
            return False
        told = self.earlier[-1].cells.filter(pl.col("kind") == ALL)
        years = self._counted.filter(pl.col("period").str.len_chars() == len("2026"))
        series = told.select("indicator_id", "area_id").unique()
        known = years.join(series, on=["indicator_id", "area_id"], how="semi")
        newest = told.select(pl.col("period").str.slice(0, 4).max())["period"][0]
        return not known.filter(pl.col("period") > newest).is_empty()

    @property
    def _counted(self) -> pl.DataFrame:
        return self.system.cells.filter(pl.col("kind") == ALL)

    @cached_property
    def _cube(self) -> cube.Cube:
        return cube.of_cells(self.system.cells, self.system.sums)

    @cached_property
    def _published(self) -> list[Published]:
        """What was told before, year by year: a year that did not change since is taken once."""
        asked = self._scope
        told = list(protecting.told_beside(self.system.cells, self.beside))
        for _, year in sorted(asked.partition_by("year", as_dict=True).items()):
            told += protecting.published(self.system.cells, self.earlier, year)
        return told

    @cached_property
    def _scope(self) -> pl.DataFrame:
        """The years in question, of all indicators that hang together with those in question."""
        names = set(self._counted["indicator_id"])
        for release in self.earlier[-1:]:
            names |= _related(names, release)
        years = self.system.cells.select(year=periods.year_of(pl.col("period"))).unique()
        return pl.DataFrame({"indicator_id": sorted(names)}, schema={"indicator_id": pl.String}).join(
            years, how="cross"
        )

    @cached_property
    def _public(self) -> Flags:
        """Which cells somebody was shown, counted as here."""
        seen = np.zeros(self.system.cells.height, dtype=bool)
        for each in (*self.earlier, *self.beside):
            shown = each.cells.filter(~pl.col("hidden")).select(*KEY, "value", seen=True).unique()
            found = self.system.cells.join(shown, on=[*KEY, "value"], how="left", maintain_order="left")
            seen |= found["seen"].fill_null(False).to_numpy()
        return seen

    @cached_property
    def _guarded(self) -> Flags:
        """Which cells are nobody's business: small ones, and those that a release hides."""
        cells, small = self.system.cells, self.system.cells["value"] < self.threshold
        found = small.to_numpy().copy()
        for release in self.earlier[-1:]:
            hides = release.cells.filter("hidden").select(*KEY, "value", hides=True)
            there = cells.join(hides, on=[*KEY, "value"], how="left", maintain_order="left")
            found |= there["hides"].fill_null(False).to_numpy()
        return found & ~self._public

    @cached_property
    def _truth(self) -> Any:
        return np.concatenate([self._cube.values, *(each.truth for each in self._published)])

    @cached_property
    def _weights(self) -> Any:
        """Numbers hang on sums more than on their parts: tables are sought that keep these."""
        weights = np.ones(len(self._truth))
        weights[: self.system.cells.height][(self.system.cells["kind"] == TOLD).to_numpy()] = WEIGHT_OF_A_SUM
        return weights

    @cached_property
    def _told_already(self) -> pl.DataFrame:
        return self._audit(self._hidden(())).leaks

    def _all_but(self, figures: Iterable[Figure]) -> Flags:
        told = pl.DataFrame([each.key for each in figures], schema=list(KEY), orient="row").cast(pl.String)
        shown = self.system.cells.join(told, on=KEY, how="semi")["cell"].to_numpy()
        hidden = np.ones(self.system.cells.height, dtype=bool)
        hidden[shown] = False
        return hidden

    def _hidden(self, figures: Iterable[Figure]) -> Flags:
        return np.asarray(self._all_but(figures) & ~self._public)

    def _audit(self, hidden: Flags) -> Audit:
        """Return what `hidden` leaves to an attacker; what was asked before is not asked again."""
        known = self._audits.get(key := hidden.tobytes())
        if known is None:
            known = self._audits[key] = auditing.audit(
                self._cube, pl.Series(hidden), threshold=self.threshold, earlier=self._published, exact=False
            )
        return known

    @cached_property
    def _audits(self) -> dict[bytes, Audit]:
        return {}

    def _is_secret(self, leak: Mapping[str, Any]) -> bool:
        """Whether a cell may not be told: a small one, or one that a release hid."""
        if not leak["release"]:
            return bool(self.system.cells["value"][leak["cell"]] < self.threshold)
        own = self._published[leak["release"] - 1].cells
        is_beside = leak["release"] <= self._beside_count
        return not is_beside or bool(own["value"][leak["cell"]] < self.threshold)

    @cached_property
    def _beside_count(self) -> int:
        return sum(1 for _ in protecting.told_beside(self.system.cells, self.beside))

    def _called(self, leak: Mapping[str, Any]) -> dict[str, Any]:
        cells = self._published[leak["release"] - 1].cells if leak["release"] else self.system.cells
        return {name: cells[name][leak["cell"]] for name in KEY}


def _related(names: set[str], release: Protected) -> set[str]:
    """Return the indicators that a release binds to these, directly or over others."""
    owner = release.cells["indicator_id"]
    bound = pl.DataFrame(
        {"one": owner.gather(release.sums["total"]), "other": owner.gather(release.sums["part"])}
    ).unique()
    found = set(names)
    while True:
        near = bound.filter(pl.col("one").is_in(found) | pl.col("other").is_in(found))
        more = set(near["one"]) | set(near["other"])
        if more <= found:
            return found
        found |= more
