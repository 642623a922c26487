"""Figures that observatories exchange: their columns, whether they can be true, and whose definitions differ.

A signature says who tells a figure, not that it can be. What cannot be true, or changed more than chance
and a correction explain, is set aside for a person to look at.
"""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from confianza.analysis.indicators.indicator import Indicator
from confianza.analysis.indicators.rates import MONTHS_IN_YEAR

SCHEMA: Mapping[str, type[pl.DataType]] = {
    "area_id": pl.String, "area_name": pl.String, "level": pl.String, "parent_id": pl.String,
    "indicator_id": pl.String, "period": pl.String, "status": pl.String, "count": pl.Float64,
    "person_years": pl.Float64, "rate": pl.Float64,
}  # fmt: skip
KEYS = ("area_id", "indicator_id", "period")
STATUSES = ("reported", "hidden", "not_told")
MOST_ROWS = 2_000_000
MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"
YEAR = r"^\d{4}$"

# What makes two definitions count different things; names, notes and spellings do not.
CONDITIONS = (
    "iccs", "iccs_except", "words", "mechanisms", "intents", "grains", "sources", "unit", "denominator",
    "multiplier", "basis",
)  # fmt: skip

# A count jumps when it is more than three times, or less than a third of, what the series usually tells AND
# five standard deviations away after Anscombe's transform (Biometrika 35:246-254, 1948): overdispersed series
# reach either alone, hardly both.
FOLD = 3.0
DEVIATIONS = 5.0
FEWEST_MONTHS = 6
# A rate is written with few decimals; more than this is another denominator.
RATE_TOLERANCE = 0.01
SUM_TOLERANCE = 0.5

# Why figures are set aside, as sentences in English; the wing that shows them translates.
KINDS: Mapping[str, str] = {
    "negative": "%(where)s: a count of %(count)s cannot be.",
    "repeated": "%(where)s is told %(times)s times.",
    "undefined": "“%(indicator)s” is counted, but the package does not say how it is defined.",
    "outside": "%(where)s lies outside the months the package says it is about.",
    "exceeds_population": "%(where)s: %(count)s of a population of %(population)s cannot be.",
    "parts_exceed_total": "%(where)s: the parts add up to %(parts)s, the whole says %(count)s.",
    "months_do_not_sum": "%(where)s: the months add up to %(parts)s, the year says %(count)s.",
    "rate_differs": "%(where)s: the rate %(rate)s does not follow from count and population (%(expected)s).",
    "months_missing": "“%(indicator)s”: %(months)s months are neither told nor said to be missing.",
    "withdrawn": "“%(indicator)s”: %(months)s months that were told before are no longer told.",
    "jump": "%(where)s: %(count)s where some %(usual)s would be usual.",
    "revised": "%(where)s: %(count)s where the package before said %(before)s.",
}  # fmt: skip
# Of one kind, so many are told one by one; the rest would say the same.
MOST_OF_A_KIND = 3


@dataclass(frozen=True)
class Implausible:
    """Something that a person must look at before the figures count; `code` is one of KINDS."""

    code: str
    details: Mapping[str, Any]


class NotFigures(ValueError):
    """A table is not one of exchanged figures; the text says what is wrong with it."""


def read(content: bytes) -> pl.DataFrame:
    """Read a CSV of exchanged figures (SCHEMA). Raises NotFigures."""
    try:
        table = pl.read_csv(io.BytesIO(content), schema_overrides=SCHEMA, n_rows=MOST_ROWS + 1)
    except pl.exceptions.PolarsError as wrong:
        raise NotFigures(str(wrong).splitlines()[0][:200]) from wrong
    if tuple(table.columns) != tuple(SCHEMA):
        raise NotFigures(", ".join(table.columns)[:200])
    if table.height > MOST_ROWS:
        raise NotFigures(f"> {MOST_ROWS}")
    _check_cells(table)
    return table


def _check_cells(table: pl.DataFrame) -> None:
    keyed = table.select(pl.all_horizontal(pl.col(KEYS).is_not_null()).all()).item()
    periods = pl.col("period").str.contains(MONTH) | pl.col("period").str.contains(YEAR)
    told = (pl.col("status") == "reported") == pl.col("count").is_not_null()
    finite = pl.col("count").is_finite() & pl.col("person_years").fill_null(0.0).is_finite()
    right = table.select(
        (
            periods & pl.col("status").is_in(STATUSES).fill_null(value=False) & told & finite.fill_null(True)
        ).all()
    ).item()
    if not (keyed and right):
        raise NotFigures("status, period, count")


def conditions(indicator: Indicator) -> dict[str, Any]:
    """Return what a definition counts and over what, as plain values whose order tells nothing."""
    told = {name: getattr(indicator, name) for name in CONDITIONS}
    return {name: sorted(value) if isinstance(value, tuple) else value for name, value in told.items()}


def differences(theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the conditions in which two definitions differ; empty where they count the same."""
    return tuple(sorted(name for name in theirs.keys() | ours.keys() if theirs.get(name) != ours.get(name)))


def problems(
    figures: pl.DataFrame,
    *,
    whole: str,
    period: tuple[str, str],
    multipliers: Mapping[str, int],
    before: pl.DataFrame | None = None,
) -> tuple[Implausible, ...]:
    """Return why figures (SCHEMA) should not count before a person looked, at most three of each kind.

    `whole`: the area the sender speaks for. `period`: first and last month the package is about.
    `multipliers`: of each indicator it defines. `before`: the figures of the sender's package before.
    """
    asked: list[Iterator[Implausible]] = [
        _impossible(figures, period, multipliers), _over_population(figures), _parts(figures),
        _years(figures), _rates(figures, multipliers), _missing(figures, whole, period), _jumps(figures),
    ]  # fmt: skip
    if before is not None:
        asked += [_withdrawn(figures, before, whole), _revised(figures, before)]
    return tuple(found for each in asked for found in each)


def _where() -> pl.Expr:
    return pl.concat_str(
        pl.coalesce("area_name", "area_id"), "indicator_id", "period", separator=" · "
    ).alias("where")


def _told(code: str, rows: pl.DataFrame, *names: str) -> Iterator[Implausible]:
    ordered = rows.with_columns(_where()).sort(KEYS)
    for row in ordered.head(MOST_OF_A_KIND).iter_rows(named=True):
        yield Implausible(code, {name: row[name] for name in ("where", *names)})


def _impossible(
    figures: pl.DataFrame, period: tuple[str, str], multipliers: Mapping[str, int]
) -> Iterator[Implausible]:
    yield from _told("negative", figures.filter(pl.col("count") < 0), "count")
    times = figures.with_columns(times=pl.len().over(KEYS)).filter(pl.col("times") > 1)
    yield from _told("repeated", times.unique(KEYS), "times")
    for indicator in sorted(set(figures["indicator_id"]) - multipliers.keys())[:MOST_OF_A_KIND]:
        yield Implausible("undefined", {"indicator": indicator})
    size = pl.col("period").str.len_chars()
    first, last = (pl.lit(month).str.slice(0, size) for month in period)
    strays = (pl.col("period") < first) | (pl.col("period") > last)
    yield from _told("outside", figures.filter(strays))


def _over_population(figures: pl.DataFrame) -> Iterator[Implausible]:
    months = pl.when(pl.col("period").str.contains(MONTH)).then(MONTHS_IN_YEAR).otherwise(1)
    table = figures.with_columns(population=(pl.col("person_years") * months).round())
    yield from _told(
        "exceeds_population", table.filter(pl.col("count") > pl.col("population") + 1), "count", "population"
    )


def _parts(figures: pl.DataFrame) -> Iterator[Implausible]:
    """Parts may tell less than their whole (a victim without a neighbourhood), never more."""
    sums = figures.group_by("parent_id", "indicator_id", "period").agg(parts=pl.sum("count"))
    on = ["area_id", "indicator_id", "period"]
    table = figures.join(sums.rename({"parent_id": "area_id"}), on=on)
    over = pl.col("parts") > pl.col("count") + SUM_TOLERANCE
    yield from _told("parts_exceed_total", table.filter(over), "parts", "count")


def _years(figures: pl.DataFrame) -> Iterator[Implausible]:
    """A year is its months where all are told, and never less than those that are."""
    monthly = figures.filter(pl.col("period").str.contains(MONTH)).with_columns(
        period=pl.col("period").str.slice(0, 4)
    )
    sums = monthly.group_by(KEYS).agg(
        parts=pl.sum("count"), all_told=(pl.col("status") == "reported").sum() == MONTHS_IN_YEAR
    )
    table = figures.join(sums, on=list(KEYS))
    less = pl.col("parts") > pl.col("count") + SUM_TOLERANCE
    differs = pl.col("all_told") & ((pl.col("parts") - pl.col("count")).abs() > SUM_TOLERANCE)
    yield from _told("months_do_not_sum", table.filter(less | differs), "parts", "count")


def _rates(figures: pl.DataFrame, multipliers: Mapping[str, int]) -> Iterator[Implausible]:
    per = pl.col("indicator_id").replace_strict(multipliers, default=None, return_dtype=pl.Float64)
    table = figures.with_columns(expected=(pl.col("count") / pl.col("person_years") * per))
    off = (pl.col("rate") - pl.col("expected")).abs() > RATE_TOLERANCE * pl.col("expected") + RATE_TOLERANCE
    rounded = table.filter(off).with_columns(pl.col("expected").round(2))
    yield from _told("rate_differs", rounded, "rate", "expected")


def months_between(first: str, last: str) -> list[str]:
    """Return every month from the first to the last."""
    start, end = (int(month[:4]) * MONTHS_IN_YEAR + int(month[5:]) - 1 for month in (first, last))
    return [
        f"{number // MONTHS_IN_YEAR:04}-{number % MONTHS_IN_YEAR + 1:02}" for number in range(start, end + 1)
    ]


def _missing(figures: pl.DataFrame, whole: str, period: tuple[str, str]) -> Iterator[Implausible]:
    """An indicator that the rules let out by year only has no months to miss."""
    expected = set(months_between(*period))
    ours = figures.filter((pl.col("area_id") == whole) & pl.col("period").str.contains(MONTH))
    for indicator in sorted(set(ours["indicator_id"])):
        there = set(ours.filter(pl.col("indicator_id") == indicator)["period"])
        if lacking := len(expected - there):
            yield Implausible("months_missing", {"indicator": indicator, "months": lacking})


def _jumped(value: str, usual: str) -> pl.Expr:
    """Whether a count is far from what is usual, in proportion and beyond what chance does."""
    x, mean = pl.col(value), pl.col(usual)
    apart = 2 * ((x + 3 / 8).sqrt() - (mean + 3 / 8).sqrt()).abs()
    return (apart > DEVIATIONS) & ((x > FOLD * mean) | (x < mean / FOLD))


def _jumps(figures: pl.DataFrame) -> Iterator[Implausible]:
    monthly = figures.filter(pl.col("period").str.contains(MONTH) & (pl.col("count") >= 0))
    series = ("area_id", "indicator_id")
    table = monthly.with_columns(usual=pl.median("count").over(series), months=pl.len().over(series)).filter(
        pl.col("months") >= FEWEST_MONTHS
    )
    yield from _told("jump", table.filter(_jumped("count", "usual")), "count", "usual")


def _withdrawn(figures: pl.DataFrame, before: pl.DataFrame, whole: str) -> Iterator[Implausible]:
    reported = (pl.col("area_id") == whole) & (pl.col("status") == "reported")
    gone = before.filter(reported & pl.col("period").str.contains(MONTH)).join(
        figures.filter(reported), on=list(KEYS), how="anti"
    )
    for indicator, rows in sorted(gone.group_by("indicator_id").len().iter_rows()):
        yield Implausible("withdrawn", {"indicator": indicator, "months": rows})


def _revised(figures: pl.DataFrame, before: pl.DataFrame) -> Iterator[Implausible]:
    earlier = before.select(*KEYS, before="count").drop_nulls().filter(pl.col("before") >= 0)
    table = figures.filter(pl.col("count") >= 0).join(earlier, on=list(KEYS))
    yield from _told("revised", table.filter(_jumped("count", "before")), "count", "before")


def comparable(
    wholes: Mapping[str, pl.DataFrame], may_sum: Callable[[str], bool]
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Return the yearly sum over nodes whose definition is the same, and who is in it.

    `wholes`: by node, `period`, `count`, `person_years` and `months_told` of the whole area; a year counts
    only where every node of the sum told it, for as many months. Columns: period, count, person_years.
    """
    same = sorted(name for name in wholes if may_sum(name))
    told = [wholes[name].filter(pl.col("count").is_not_null()) for name in same]
    if not told:
        return pl.DataFrame(schema={"period": pl.String, "count": pl.Float64, "person_years": pl.Float64}), ()
    table = pl.concat([each.select("period", "count", "person_years", "months_told") for each in told])
    total = table.group_by("period").agg(
        pl.sum("count"),
        pl.when(pl.col("person_years").is_not_null().all())
        .then(pl.sum("person_years"))
        .alias("person_years"),
        nodes=pl.len(),
        lengths=pl.n_unique("months_told"),
    )
    everybody = (pl.col("nodes") == len(same)) & (pl.col("lengths") == 1)
    return total.filter(everybody).drop("nodes", "lengths").sort("period"), tuple(same)
