"""Where sources disagree, area by area and month by month, and which of them lacks what.

Every two sources are compared over the cells both speak of, all cells judged together (Holm); what one of
them lacks is told as it is lacked: months before it begins or after it ends, whole months, whole areas,
single months of an area, days, or part of a count.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal

import polars as pl

from confianza.analysis.quality import chance, convergence
from confianza.analysis.quality.cells import Told, Voice
from confianza.analysis.quality.placenames import Match

# `a_silent`: a has no word on this area and month; `a_outside`: on no area that month.
Status = Literal["equal", "within_chance", "beyond_chance", "a_silent", "b_silent", "a_outside", "b_outside"]
Kind = Literal["period", "months", "areas", "area_months", "part", "days", "nowhere"]

# A difference that goes the same way in so many of the cells that differ is a rule, not lost records.
ONE_SIDED = 0.9
FEWEST_CELLS = 12

PAIR: dict[str, pl.DataType | type[pl.DataType]] = {
    "a": pl.String, "b": pl.String, "area": pl.String, "month": pl.Date, "count_a": pl.Float64,
    "count_b": pl.Float64, "difference": pl.Float64, "relative": pl.Float64, "p": pl.Float64,
    "status": pl.String,
}  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """Two sources over the cells both speak of. `difference` is |a - b| over the larger total.

    `ratio` of a to b with its exact interval; `lower`: the source that counts fewer in nearly every cell that
    differs, "" where neither does. Then the two count different things, or one misses a part everywhere.
    """

    a: str
    b: str
    first: date
    last: date
    cells: int
    count_a: float
    count_b: float
    difference: float
    ratio: float | None
    ratio_low: float
    ratio_high: float
    equal: int
    within_chance: int
    beyond_chance: int
    a_silent: int
    b_silent: int
    lower: str


@dataclass(frozen=True)
class Lack:
    """What `source` lacks, seen from `other`: `missing` victims of the other in these areas and months.

    `kind`: period (before it begins or after it ends), months (whole ones), areas (never named), area_months
    (no word on this area in these months), part (counts fewer than chance allows), days, nowhere (victims it
    tells without an area; no `other`).
    """

    source: str
    other: str
    kind: Kind
    missing: float
    areas: tuple[str, ...] = ()
    months: tuple[date, ...] = ()
    days: tuple[date, ...] = ()


@dataclass(frozen=True)
class Report:
    """The whole comparison. `cells`: columns PAIR, one row per pair, area and month that either speaks of."""

    level: str
    voices: tuple[Voice, ...]
    pairs: tuple[Pair, ...]
    lacks: tuple[Lack, ...]
    cells: pl.DataFrame
    matches: tuple[Match, ...]

    def largest(self, most: int, *, a: str = "", b: str = "") -> pl.DataFrame:
        """Return the cells in which two sources differ most, in victims: the largest first.

        Months on which one of them has no word at all are no disagreement; `lacks` tells them.
        """
        outside = pl.col("status").is_in(["a_outside", "b_outside"])
        told = self.cells.filter(~outside, pl.col("difference") > 0)
        for source in filter(None, (a, b)):
            told = told.filter((pl.col("a") == source) | (pl.col("b") == source))
        ordered = told.sort(["difference", "p", "area", "month"], descending=[True, False, False, False])
        return ordered.head(most)


def report(told: Told) -> Report:
    """Compare every two sources of `told`."""
    voices = {voice.source: voice for voice in told.voices}
    compared = [
        (voices[a], voices[b], _compared(told.cells, voices[a], voices[b]))
        for a, b in combinations(sorted(voices), 2)
    ]
    pairs = [_pair(a, b, cells) for a, b, cells in compared]
    lacks = [
        lack for a, b, cells in compared for lack in (*_lacks(a, b, cells), *_lacks(b, a, _turned(cells)))
    ]
    lacks += [lack for voice in told.voices for lack in _of_itself(voice)]
    return Report(
        level=told.level,
        voices=told.voices,
        pairs=tuple(pairs),
        lacks=tuple(sorted(lacks, key=lambda lack: -lack.missing)),
        cells=pl.concat([pl.DataFrame(schema=PAIR), *(cells for _, _, cells in compared)]),
        matches=told.matches,
    )


def _compared(cells: pl.DataFrame, a: Voice, b: Voice) -> pl.DataFrame:
    """Return the cells of two sources side by side, with what chance says of each."""
    keys = ["area", "month"]
    mine, theirs = (cells.filter(pl.col("source") == voice.source).select(*keys, "count") for voice in (a, b))
    both = mine.join(theirs, on=keys, how="full", coalesce=True).rename(
        {"count": "count_a", "count_right": "count_b"}
    )
    spoken = both.filter(pl.col("count_a").is_not_null() | pl.col("count_b").is_not_null())
    p = chance.of_differences(spoken["count_a"].fill_null(0), spoken["count_b"].fill_null(0))
    larger = pl.max_horizontal("count_a", "count_b")
    difference = (pl.col("count_a").fill_null(0) - pl.col("count_b").fill_null(0)).abs()
    judged = spoken.with_columns(
        pl.lit(a.source).alias("a"), pl.lit(b.source).alias("b"), pl.Series("p", p, dtype=pl.Float64),
        difference.alias("difference"), (difference / larger).fill_nan(0.0).fill_null(0.0).alias("relative"),
    )  # fmt: skip
    return judged.with_columns(_status(judged)).select(pl.col(c).cast(t) for c, t in PAIR.items()).sort(keys)


def _status(judged: pl.DataFrame) -> pl.Series:
    told = judged["count_a"].is_not_null() & judged["count_b"].is_not_null()
    named = pl.Series([False] * judged.height, dtype=pl.Boolean)
    if told.any():
        places = told.arg_true()
        named = named.scatter(places, pl.Series(chance.stands_out(judged["p"].gather(places).to_numpy())))
    no_word_a, no_word_b = (pl.col(f"count_{each}").is_null() for each in "ab")
    return judged.select(
        pl.when(no_word_a & no_word_a.all().over("month")).then(pl.lit("a_outside"))
        .when(no_word_b & no_word_b.all().over("month")).then(pl.lit("b_outside"))
        .when(no_word_a).then(pl.lit("a_silent"))
        .when(no_word_b).then(pl.lit("b_silent"))
        .when(pl.col("difference") == 0).then(pl.lit("equal"))
        .when(pl.lit(named)).then(pl.lit("beyond_chance"))
        .otherwise(pl.lit("within_chance")).alias("status")
    ).to_series()  # fmt: skip


def _pair(a: Voice, b: Voice, cells: pl.DataFrame) -> Pair:
    common = cells.filter(_both_told())
    total_a, total_b = float(common["count_a"].sum()), float(common["count_b"].sum())
    low, high = chance.ratio_bounds(total_a, total_b)
    by_status = dict(cells.group_by("status").len().iter_rows())
    return Pair(
        a=a.source, b=b.source, first=max(a.first, b.first), last=min(a.last, b.last), cells=common.height,
        count_a=total_a, count_b=total_b, difference=convergence.difference(total_a, total_b),
        ratio=total_a / total_b if total_b else None, ratio_low=low, ratio_high=high,
        equal=by_status.get("equal", 0), within_chance=by_status.get("within_chance", 0),
        beyond_chance=by_status.get("beyond_chance", 0),
        a_silent=by_status.get("a_silent", 0) + by_status.get("a_outside", 0),
        b_silent=by_status.get("b_silent", 0) + by_status.get("b_outside", 0),
        lower=_lower(a.source, b.source, common),
    )  # fmt: skip


def _lower(a: str, b: str, common: pl.DataFrame) -> str:
    differing = common.filter(pl.col("difference") > 0)
    if differing.height < FEWEST_CELLS:
        return ""
    a_lower = int((differing["count_a"] < differing["count_b"]).sum())
    if a_lower >= ONE_SIDED * differing.height:
        return a
    return b if a_lower <= (1 - ONE_SIDED) * differing.height else ""


def _both_told() -> pl.Expr:
    return pl.col("count_a").is_not_null() & pl.col("count_b").is_not_null()


def _turned(cells: pl.DataFrame) -> pl.DataFrame:
    """Return the same cells seen from the other source."""
    names = {"a": "b", "b": "a", "count_a": "count_b", "count_b": "count_a"}
    mirror = {
        f"{one}_{word}": f"{other}_{word}" for one, other in ("ab", "ba") for word in ("silent", "outside")
    }
    return cells.with_columns(pl.col("status").replace(mirror)).rename(names).select(list(PAIR))


def _lacks(mine: Voice, other: Voice, cells: pl.DataFrame) -> Iterator[Lack]:
    """Yield what the first source (a) lacks of what the other tells."""
    told = cells.filter(pl.col("count_b") > 0)
    beyond_period = (pl.col("month") < mine.first) | (pl.col("month") > mine.last)
    outside = told.filter(pl.col("status") == "a_outside")
    yield from _lack(mine, other, "period", outside.filter(beyond_period))
    yield from _lack(mine, other, "months", outside.filter(~beyond_period))
    silent = told.filter(pl.col("status") == "a_silent")
    named = cells.filter(pl.col("count_a").is_not_null())["area"].unique().to_list()
    yield from _lack(mine, other, "areas", silent.filter(~pl.col("area").is_in(named)))
    single = silent.filter(pl.col("area").is_in(named))
    for _, rows in single.partition_by("area", as_dict=True, maintain_order=True).items():
        yield from _lack(mine, other, "area_months", rows)
    yield from _parts(mine, other, cells.filter(_both_told()))


def _lack(mine: Voice, other: Voice, kind: Kind, rows: pl.DataFrame) -> Iterator[Lack]:
    if rows.height:
        areas = tuple(sorted(set(rows["area"])))
        yield Lack(mine.source, other.source, kind, float(rows["count_b"].sum()), areas, _months(rows))


def _parts(mine: Voice, other: Voice, common: pl.DataFrame) -> Iterator[Lack]:
    """Yield the areas that the first source counts low: on the whole, or in some months.

    Totals of areas are judged together too: a steady loss of a few a month shows only there.
    """
    totals = common.group_by("area", maintain_order=True).agg(pl.col("count_a", "count_b").sum())
    lost = chance.stands_out(chance.of_differences(totals["count_a"], totals["count_b"]))
    for (area, count_a, count_b), stands_out in zip(totals.iter_rows(), lost, strict=True):
        fewer = common.filter(
            pl.col("area") == area, pl.col("count_a") < pl.col("count_b"), pl.col("status") == "beyond_chance"
        )
        if stands_out and count_a < count_b:
            low = common.filter(pl.col("area") == area, pl.col("count_a") < pl.col("count_b"))
            yield Lack(mine.source, other.source, "part", count_b - count_a, (area,), _months(low))
        elif fewer.height:
            missing = float((fewer["count_b"] - fewer["count_a"]).sum())
            yield Lack(mine.source, other.source, "part", missing, (area,), _months(fewer))


def _of_itself(voice: Voice) -> Iterator[Lack]:
    if voice.days_lacking:
        yield Lack(voice.source, "", "days", 0.0, days=voice.days_lacking)
    if voice.nowhere:
        yield Lack(voice.source, "", "nowhere", voice.nowhere)


def _months(rows: pl.DataFrame) -> tuple[date, ...]:
    months: Sequence[date] = sorted(set(rows["month"]))
    return tuple(months)
