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


def protect(system: System, *, threshold: int, earlier: Sequence[Protected] = ()) -> Protected:
    """Hide what is small, and what would give it away, so that nobody tells a hidden cell within `threshold`.

    `earlier`: what this function returned for the releases before, oldest first. They are audited along, for
    a reader who knows which figures were revised since. A part of the system in which no value has changed
    keeps its pattern, which was audited with all others when it was made. Raises Leak.
    """
    last = earlier[-1].cells if earlier else None
    done = [
        _kept(part, last)
        if last is not None and _is_as_it_was(part, last)
        else _protected(part, threshold, earlier)
        for part in parts(system)
    ]
    flags = pl.concat(done).select(*KEY, "hidden")
    cells = system.cells.join(flags, on=KEY, how="left", maintain_order="left").select(*PROTECTED)
    return Protected(cells, system.sums)


def parts(system: System) -> Iterator[System]:
    """Yield the parts no sum connects, those of one year and of indicators that hang together as one.

    Small parts are put together by year, so that there are few.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    cells, sums = system.cells, system.sums
    ties = coo_array(
        (np.ones(sums.height), (sums["total"].to_numpy(), sums["part"].to_numpy())),
        shape=(cells.height, cells.height),
    )
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


def _protected(part: System, threshold: int, earlier: Sequence[Protected]) -> pl.DataFrame:
    table = cube.of_cells(part.cells, part.sums)
    before = list(_published(part, earlier))
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


def _published(part: System, earlier: Sequence[Protected]) -> Iterator[Published]:
    """Yield what earlier releases showed of the same offences and year, each state once.

    A figure that was revised since goes by another name: the same cell is the same count.
    """
    of_part = part.cells.select("indicator_id", year=periods.year_of(pl.col("period"))).unique()
    now = part.cells.select(*KEY, now="value")
    last: pl.DataFrame | None = None
    for release in earlier:
        own = release.cells.with_columns(year=periods.year_of(pl.col("period"))).join(
            of_part, on=["indicator_id", "year"], how="semi", maintain_order="left"
        )
        told = _named(own.join(now, on=KEY, how="left", maintain_order="left"))
        if told.is_empty() or (last is not None and last.equals(told.drop("cell"))):
            continue
        last = told.drop("cell")
        yield Published(last, _sums_among(told["cell"], release.sums))


def _named(own: pl.DataFrame) -> pl.DataFrame:
    revised = pl.col("now").is_null() | (pl.col("now") != pl.col("value"))
    return own.select(
        "cell", "indicator_id", "area_id", "period",
        kind=pl.when(revised).then(pl.format("{}@{}", "kind", "value")).otherwise("kind"),
        value=pl.when(~pl.col("hidden")).then("value"),
    )  # fmt: skip


def _sums_among(cells: pl.Series, sums: pl.DataFrame) -> pl.DataFrame:
    place = pl.int_range(0, cells.len(), eager=True, dtype=pl.UInt32)
    own = sums.filter(pl.col("total").is_in(cells.implode()))
    return own.with_columns(
        pl.col("total").replace_strict(cells, place, return_dtype=pl.UInt32),
        pl.col("part").replace_strict(cells, place, return_dtype=pl.UInt32, default=None),
    ).filter(pl.col("part").is_not_null().all().over("sum"))
