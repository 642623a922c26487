"""All tables of a release as one list of cells with the sums that bind them.

A reader who adds and subtracts sees no difference between a table by area, one by month and one by offence.
Whatever follows from two published figures by subtraction is a cell of its own, though no table shows it: the
part of a town that lies in none of its zones, homicides without a firearm, what is told by the year only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from confianza.analysis.indicators.indicator import Indicator
from confianza.analysis.releases import periods

KEY = ("indicator_id", "area_id", "period", "kind")
CELLS = {**dict.fromkeys(KEY, pl.String), "value": pl.Int64}
SUMS = {"sum": pl.UInt32, "total": pl.UInt32, "part": pl.UInt32}
ALL = ""  # the kind of a figure that is not divided
REST = "rest:"  # kinds of what follows by subtraction alone, and is in no table
BETWEEN = ";"


@dataclass(frozen=True)
class System:
    """`cells`: cell (row number), KEY, value. `sums`: sum, total, part (numbers of cells)."""

    cells: pl.DataFrame
    sums: pl.DataFrame


def kind(**told: str) -> str:
    """Write a kind: sex=male;age_band=20-24."""
    return BETWEEN.join(f"{name}={code}" for name, code in told.items())


def is_rest() -> pl.Expr:
    """Whether a cell is in no table and follows by subtraction alone."""
    return pl.col("kind").str.starts_with(REST)


def link(cells: pl.DataFrame, relations: Iterable[tuple[str, pl.DataFrame]]) -> System:
    """Bind cells (KEY, value) by relations, each a name and a frame of pairs: KEY and part_… of each KEY.

    What a total has beyond its parts becomes a cell named after the relation; it is left out where nothing
    is over. A total below the sum of its parts (sources that correct one table and not the other) binds
    nobody, and the pair is dropped.
    """
    numbered = cells.select(*CELLS).sort(KEY).with_row_index("cell")
    made, bound = [numbered], []
    following = numbered.height
    for name, pairs in relations:
        told = _numbered(pairs, numbered)
        rests, sums = _balanced(name, told, numbered, following)
        following += rests.height
        made.append(rests)
        bound.append(sums)
    return System(pl.concat(made), _grouped(pl.concat(bound) if bound else None))


def _numbered(pairs: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """Return total, part (numbers of cells), for the pairs of which both are cells."""
    totals = cells.select(*KEY, total="cell")
    parts = cells.select(*(pl.col(name).alias(f"part_{name}") for name in KEY), part="cell")
    found = pairs.join(totals, on=KEY).join(parts, on=[f"part_{name}" for name in KEY])
    return found.select("total", "part").unique().sort("total", "part")


def _balanced(
    name: str, pairs: pl.DataFrame, cells: pl.DataFrame, following: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the cells of what is over, and relation, total, part with them among the parts."""
    value = cells["value"]
    sums = pairs.with_columns(value=value.gather(pairs["part"])).group_by("total").agg(pl.col("value").sum())
    over = sums.sort("total").with_columns(over=value.gather(sums.sort("total")["total"]) - pl.col("value"))
    holds = over.filter(pl.col("over") >= 0)
    left = holds.filter(pl.col("over") > 0).with_columns(
        cell=(pl.int_range(pl.len()) + following).cast(cells["cell"].dtype)
    )
    rests = cells.join(
        left.select(total="total", number="cell", over="over"), left_on="cell", right_on="total"
    )
    rests = rests.sort("number").select(
        cell="number", indicator_id="indicator_id", area_id="area_id", period="period",
        kind=pl.lit(f"{REST}{name}{BETWEEN}") + pl.col("kind"), value=pl.col("over"),
    )  # fmt: skip
    bound = pl.concat(
        [
            pairs.join(holds, on="total", how="semi").select("total", "part"),
            left.select("total", part="cell"),
        ]
    )
    return rests, bound.with_columns(relation=pl.lit(name))


def _grouped(bound: pl.DataFrame | None) -> pl.DataFrame:
    if bound is None or bound.is_empty():
        return pl.DataFrame(schema=SUMS)
    ranked = bound.sort("relation", "total", "part").with_columns(
        sum=pl.struct("relation", "total").rank("dense") - 1
    )
    return ranked.select(pl.col(name).cast(dtype) for name, dtype in SUMS.items())


def pairs_of(total: pl.DataFrame, **part: pl.Expr) -> pl.DataFrame:
    """Return pairs from rows with the KEY of a total: the part has the same key but for what is given."""
    return total.select(*KEY, *(part.get(name, pl.col(name)).alias(f"part_{name}") for name in KEY))


def by_area(cells: pl.DataFrame, parents: pl.DataFrame) -> pl.DataFrame:
    """Bind each area to its parts. `parents`: area_id, parent_id."""
    inside = cells.filter(pl.col("kind") == ALL).join(parents, on="area_id").filter(pl.col("parent_id") != "")
    whole = inside.with_columns(part=pl.col("area_id"), area_id=pl.col("parent_id"))
    return pairs_of(whole, area_id=pl.col("part"))


def by_period(cells: pl.DataFrame) -> pl.DataFrame:
    """Bind quarters to their months and years to their quarters."""
    there_are = cells["period"].unique().to_list()
    inside = pl.DataFrame(list(periods.parts(there_are)), schema=["period", "part"], orient="row")
    whole = cells.filter(pl.col("kind") == ALL).join(inside, on="period")
    return pairs_of(whole, period=pl.col("part"))


def by_offence(
    cells: pl.DataFrame, families: Iterable[tuple[str, Sequence[str]]]
) -> list[tuple[str, pl.DataFrame]]:
    """Bind each indicator to those it contains (see `families`), a relation a family."""
    undivided = cells.filter(pl.col("kind") == ALL)
    return [
        (
            f"offence-{number}",
            pl.concat(
                [
                    pairs_of(undivided.filter(pl.col("indicator_id") == whole), indicator_id=pl.lit(part))
                    for part in parts
                ]
            ),
        )
        for number, (whole, parts) in enumerate(families)
    ]


def families(indicators: Sequence[Indicator]) -> list[tuple[str, tuple[str, ...]]]:
    """Return (whole, parts): indicators and those they contain that exclude one another.

    Parts that overlap with others of the same whole get a family of their own.
    """
    found: list[tuple[str, tuple[str, ...]]] = []
    for whole in indicators:
        inside = [part for part in indicators if part is not whole and contains(whole, part)]
        nearest = [
            part for part in inside if not any(contains(other, part) for other in inside if other is not part)
        ]
        apart = [
            part
            for part in nearest
            if not any(overlap(part, other) for other in nearest if other is not part)
        ]
        together = [(whole.id, tuple(part.id for part in apart))] if apart else []
        found += together + [(whole.id, (part.id,)) for part in nearest if part not in apart]
    return found


def contains(whole: Indicator, part: Indicator) -> bool:
    """Whether every claim the second counts is counted by the first, as their definitions have it."""
    return (
        _within(part.iccs, whole.iccs)
        and all(_outside(part, excepted) for excepted in whole.iccs_except)
        and all(
            not wide or (narrow and set(narrow) <= set(wide))
            for wide, narrow in (
                (whole.words, part.words), (whole.mechanisms, part.mechanisms), (whole.intents, part.intents),
                (whole.grains, part.grains), (whole.sources, part.sources),
            )
        )
        and _conditions(whole) != _conditions(part)
    )  # fmt: skip


def _within(narrow: tuple[str, ...], wide: tuple[str, ...]) -> bool:
    return not wide or (bool(narrow) and all(code.startswith(wide) for code in narrow))


def _outside(part: Indicator, excepted: str) -> bool:
    excludes = any(excepted.startswith(own) for own in part.iccs_except)
    return excludes or (
        bool(part.iccs)
        and not any(code.startswith(excepted) or excepted.startswith(code) for code in part.iccs)
    )


def _conditions(of: Indicator) -> tuple[object, ...]:
    return (of.iccs, of.iccs_except, of.words, of.mechanisms, of.intents, of.grains, of.sources)


def overlap(one: Indicator, other: Indicator) -> bool:
    """Whether a claim may be counted by both: not told apart by class, mechanism, intent or grain."""
    classes = (
        not one.iccs or not other.iccs
        or any(a.startswith(b) or b.startswith(a) for a in one.iccs for b in other.iccs)
    )  # fmt: skip
    told_apart = any(a and b and not set(a) & set(b) for a, b in (
        (one.mechanisms, other.mechanisms), (one.intents, other.intents), (one.grains, other.grains),
    ))  # fmt: skip
    return classes and not told_apart
