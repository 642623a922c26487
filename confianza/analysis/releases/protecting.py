"""The gate: a system of cells is protected and audited part by part, and what leaks is not published."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from confianza.analysis.disclosure import auditing, cube, repairing, suppression
from confianza.analysis.disclosure.linking import Published
from confianza.analysis.releases import linking, periods
from confianza.analysis.releases.linking import KEY, System

PROTECTED = {"cell": pl.UInt32, **linking.CELLS, "hidden": pl.Boolean}
# To hide what the last release showed protects nothing: only where there is no other way.
COST_OF_THE_KNOWN = 1_000.0


@dataclass(frozen=True)
class Protected:
    """A system that may be shown: `cells` (cell, KEY, value, hidden) with its `sums`. Kept in the house."""

    cells: pl.DataFrame
    sums: pl.DataFrame


class Leak(Exception):
    """What is to be published tells a hidden figure; `cell` (KEY) is one that it tells, of `count`."""

    def __init__(self, cell: dict[str, Any], count: int) -> None:
        self.cell, self.count = cell, count
        super().__init__(f"{count} hidden figures can be told from what is shown, such as {cell}.")


def protect(
    system: System, *, threshold: int, earlier: Sequence[Protected] = (), beside: Sequence[Protected] = ()
) -> Protected:
    """Hide what is small, and what would give it away, so that nobody tells a hidden cell within `threshold`.

    `earlier`: what this function returned for the releases before, oldest first. `beside`: what was told
    outside of releases (see `releases.beside`). Both are audited along, for a reader who knows which figures
    were revised since. A part of the system in which no value has changed keeps its pattern, which was
    audited with all others when it was made, or when they were. Raises Leak.
    """
    last = earlier[-1].cells if earlier else None
    done = [
        _kept(part, last)
        if last is not None and _is_as_it_was(part, last)
        else _protected(part, threshold, earlier, beside)
        for part in parts(system, beside)
    ]
    flags = pl.concat(done).select(*KEY, "hidden")
    cells = system.cells.join(flags, on=KEY, how="left", maintain_order="left").select(*PROTECTED)
    return Protected(cells, system.sums)


def parts(system: System, beside: Sequence[Protected] = ()) -> Iterator[System]:
    """Yield the parts no sum connects, those of one year and of indicators that hang together as one.

    Small parts are put together by year, so that there are few. What was told beside releases adds up years:
    these become one part.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    cells, sums = system.cells, system.sums
    one, other = _ties(system, beside)
    ties = coo_array((np.ones(len(one)), (one, other)), shape=(cells.height, cells.height))
    component = pl.Series("part", connected_components(ties, directed=False)[1])
    named = cells.with_columns(component, year=periods.year_of(pl.col("period")))
    # Of one year and indicator, components are joined: a hundred systems of one cell cost a hundred starts.
    group = named.with_columns(first=pl.col("indicator_id").min().over("part")).with_columns(
        group=pl.struct("year", "first").rank("dense").cast(pl.UInt32)
    )
    whole = group.with_columns(group=pl.col("group").min().over("part")).drop("first", "year", "part")
    owner = whole["group"]
    tied = sums.with_columns(group=owner.gather(sums["total"]))
    by_group = tied.partition_by("group", as_dict=True)
    for key, own in whole.sort("cell").partition_by("group", as_dict=True, maintain_order=True).items():
        yield _renumbered(own.drop("group"), by_group.get(key, tied.clear()).drop("group"))


def _ties(system: System, beside: Sequence[Protected]) -> tuple[Any, Any]:
    """Return pairs of cells that a sum binds, or that one telling beside the releases speaks of."""
    ones, others = [system.sums["total"].to_numpy()], [system.sums["part"].to_numpy()]
    for each in beside:
        spoken = system.cells.join(each.cells.select(KEY), on=KEY, how="semi")["cell"].to_numpy()
        ones.append(spoken[:-1])
        others.append(spoken[1:])
    return np.concatenate(ones), np.concatenate(others)


def _renumbered(cells: pl.DataFrame, sums: pl.DataFrame) -> System:
    numbers = cells.select("cell", new=pl.int_range(pl.len(), dtype=pl.UInt32))
    old, new = numbers["cell"], numbers["new"]
    moved = sums.with_columns(
        pl.col("sum").rank("dense") - 1,
        pl.col("total").replace_strict(old, new, return_dtype=pl.UInt32),
        pl.col("part").replace_strict(old, new, return_dtype=pl.UInt32),
    )
    return System(
        cells.with_columns(cell=new), moved.select(pl.col(n).cast(t) for n, t in linking.SUMS.items())
    )


def _is_as_it_was(part: System, last: pl.DataFrame) -> bool:
    return part.cells.join(last, on=[*KEY, "value"], how="anti").is_empty()


def _kept(part: System, last: pl.DataFrame) -> pl.DataFrame:
    return part.cells.join(last.select(*KEY, "hidden"), on=KEY)


def _protected(
    part: System, threshold: int, earlier: Sequence[Protected], beside: Sequence[Protected]
) -> pl.DataFrame:
    table = cube.of_cells(part.cells, part.sums)
    before = [*told_beside(part.cells, beside), *published(part.cells, earlier)]
    costs = suppression.costs(table) + COST_OF_THE_KNOWN * _known(part, earlier)
    repair = repairing.Repair(table, costs, threshold, before)
    hidden = suppression.small(table, threshold)
    while True:
        leaks = auditing.audit(table, pl.Series(hidden), threshold=threshold, earlier=before).leaks
        more = repair.complements(hidden, [leak for leak in leaks.rows(named=True) if repair.can_help(leak)])
        if (more == hidden).all():
            break
        hidden = more
    if not leaks.is_empty():
        raise _leak(part, leaks)
    return part.cells.with_columns(hidden=pl.Series(hidden))


def _leak(part: System, leaks: pl.DataFrame) -> Leak:
    today = leaks.filter(pl.col("release") == 0)
    number = today["cell"][0] if today.height else 0
    return Leak({name: part.cells[name][number] for name in KEY}, leaks.height)


def _known(part: System, earlier: Sequence[Protected]) -> Any:
    """Return which cells the last release showed, whatever has become of them since."""
    if not earlier:
        return np.zeros(part.cells.height, dtype=bool)
    shown = earlier[-1].cells.filter(~pl.col("hidden")).select(*KEY, known=True)
    return (
        part.cells.join(shown, on=KEY, how="left", maintain_order="left")["known"].fill_null(False).to_numpy()
    )


def published(
    cells: pl.DataFrame, earlier: Sequence[Protected], scope: pl.DataFrame | None = None
) -> Iterator[Published]:
    """Yield what earlier releases showed of the same offences and years as `cells`, each state once.

    `scope`: indicator_id, year, where it is not those of `cells`. A figure that was revised since goes by
    another name: the same cell is the same count.
    """
    asked = _scope(cells) if scope is None else scope
    last: pl.DataFrame | None = None
    for release in earlier:
        own = release.cells.with_columns(year=periods.year_of(pl.col("period"))).join(
            asked, on=["indicator_id", "year"], how="semi", maintain_order="left"
        )
        told = _named(own, cells)
        if told.is_empty() or (last is not None and last.equals(told.drop("cell"))):
            continue
        last = told.drop("cell")
        yield Published(last, _sums_among(told["cell"], release.sums))


def told_beside(cells: pl.DataFrame, beside: Sequence[Protected]) -> Iterator[Published]:
    """Yield what was told beside releases of the same offences and years as `cells`: whole, whatever years it
    adds up.
    """
    asked = _scope(cells)
    for each in beside:
        there = each.cells.with_columns(year=periods.year_of(pl.col("period")))
        if not there.join(asked, on=["indicator_id", "year"], how="semi").is_empty():
            yield Published(_named(each.cells, cells).drop("cell"), each.sums)


def _scope(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.select("indicator_id", year=periods.year_of(pl.col("period"))).unique()


def _named(own: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """Return what was shown, with the truth beside it; what counts otherwise in `cells` by another name."""
    now = cells.select(*KEY, now="value")
    both = own.join(now, on=KEY, how="left", maintain_order="left")
    revised = pl.col("now").is_null() | (pl.col("now") != pl.col("value"))
    return both.select(
        "cell", "indicator_id", "area_id", "period",
        kind=pl.when(revised).then(pl.format("{}@{}", "kind", "value")).otherwise("kind"),
        value="value", hidden="hidden",
    )  # fmt: skip


def _sums_among(cells: pl.Series, sums: pl.DataFrame) -> pl.DataFrame:
    place = pl.int_range(0, cells.len(), eager=True, dtype=pl.UInt32)
    own = sums.filter(pl.col("total").is_in(cells.implode()))
    return own.with_columns(
        pl.col("total").replace_strict(cells, place, return_dtype=pl.UInt32),
        pl.col("part").replace_strict(cells, place, return_dtype=pl.UInt32, default=None),
    ).filter(pl.col("part").is_not_null().all().over("sum"))
