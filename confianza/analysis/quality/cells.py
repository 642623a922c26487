"""Counts by source, area and month, with the difference between a zero and no word at all.

A source that writes zeros speaks only where it has a row. One that writes only what happened is silent by
chance in quiet months: its silence counts as zero where its own usual month makes nothing plausible (1 %),
and as no word where it does not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

import polars as pl

from confianza.analysis.quality import chance, placenames, subjects
from confianza.analysis.quality.placenames import Match

if TYPE_CHECKING:
    import ibis

Level = Literal["department", "municipality"]
LEVELS: tuple[Level, ...] = ("department", "municipality")
# A level is told by a source that gives it for most of its victims.
_MOST = 0.5
# A source whose rows are zeros in at least this part writes zeros on purpose.
WRITES_ZEROS = 0.02
# A source that tells so many a day has no day without a word: the chance of one is e⁻⁵.
BUSY_DAY = 5.0

CELLS: dict[str, pl.DataType | type[pl.DataType]] = {
    "source": pl.String, "area": pl.String, "month": pl.Date, "count": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True)
class Voice:
    """What one source told: its first and last month, the victims, those it placed nowhere, and when it
    spoke.

    `revised`: cells that it told again at a later date (the later one counts). `days_lacking`: days within
    its period on which a source that tells by day said nothing at all.
    """

    source: str
    first: date
    last: date
    victims: float
    nowhere: float
    writes_zeros: bool
    revised: int
    days_lacking: tuple[date, ...]


@dataclass(frozen=True)
class Told:
    """Cells of all sources (CELLS; null: no word), each source's own account, and names taken for others."""

    cells: pl.DataFrame
    voices: tuple[Voice, ...]
    matches: tuple[Match, ...]
    level: str


def of(claims: "ibis.Table", level: Level | None = None) -> Told:
    """Count claims of several sources by area and month, areas matched by their names.

    `level`: department or municipality; None takes the finest that every source tells. `claims` has source
    and the columns of the canonical claim; cells are summed on its engine.
    """
    rows = _summed(claims)
    chosen = level or _finest(rows)
    named = rows.with_columns(_raw_area(chosen).alias("raw"))
    shared, matches = placenames.matched(
        {source: set(told["raw"]) - {""} for source, told in subjects.by_source(named).items()}
    )
    keyed = named.with_columns(
        pl.col("raw").map_elements(lambda name: _shared(name, shared), return_dtype=pl.String).alias("key")
    )
    latest, revised = _latest(keyed)
    placed = _display(latest)
    voices = [
        _voice(source, told, revised.get(source, 0)) for source, told in subjects.by_source(placed).items()
    ]
    cells = pl.concat(
        [_cells(told, voice) for voice in voices if (told := placed.filter(source=voice.source)) is not None]
    )
    return Told(cells.sort("source", "area", "month"), tuple(voices), tuple(matches), chosen)


_NAMES = ("department_name", "department_code", "municipality_name", "municipality_code")
_BETWEEN = " · "


def _summed(claims: "ibis.Table") -> pl.DataFrame:
    dated = claims.filter(claims.occurred_on.notnull())
    keys = ["source", *_NAMES, "occurred_on", "date_precision", "registered_on"]
    counted = dated.group_by(keys).aggregate(count=dated.weight.sum(), rows=dated.count())
    frame = subjects.collected(counted)
    texts = [pl.col(name).cast(pl.String).fill_null("") for name in ("source", *_NAMES, "date_precision")]
    return frame.with_columns(
        *texts, pl.col("count").cast(pl.Float64), pl.col("occurred_on", "registered_on").cast(pl.Date)
    )


def _area(level: str) -> pl.Expr:
    name, code = pl.col(f"{level}_name"), pl.col(f"{level}_code")
    return pl.when(name != "").then(name).otherwise(code)


def _raw_area(level: str) -> pl.Expr:
    department = _area("department")
    if level == "department":
        return department
    municipality = _area("municipality")
    whole = pl.when(department != "").then(pl.format("{}" + _BETWEEN + "{}", department, municipality))
    return pl.when(municipality == "").then(pl.lit("")).otherwise(whole.otherwise(municipality))


def _finest(rows: pl.DataFrame) -> Level:
    told = rows.group_by("source").agg(
        (
            pl.when(_area("municipality") != "").then("count").otherwise(0.0).sum() / pl.col("count").sum()
        ).alias("share")
    )
    return "municipality" if (told["share"].fill_nan(0.0) > _MOST).all() else "department"


def _shared(name: str, shared: Mapping[str, str]) -> str:
    return shared.get(placenames.key(name), "")


def _latest(keyed: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, int]]:
    """Keep what each source registered last about an area and month; say how many were told again."""
    month = pl.col("occurred_on").dt.truncate("1mo")
    sums = pl.col("date_precision") != "day"
    last = pl.col("registered_on").max().over("source", "key", "occurred_on")
    superseded = (sums & pl.col("registered_on").is_not_null() & (pl.col("registered_on") < last)).fill_null(
        value=False
    )
    marked = keyed.with_columns(month.alias("month"), superseded.alias("superseded"))
    again = marked.filter("superseded").select("source", "key", "month").unique()
    revised = {str(source): int(n) for source, n in again.group_by("source").len().iter_rows()}
    return marked.filter(~pl.col("superseded")), revised


def _display(rows: pl.DataFrame) -> pl.DataFrame:
    """Call every area by the spelling that most rows of all sources use."""
    usual = (
        rows.filter(pl.col("raw") != "").group_by("key", "raw").agg(pl.col("rows").sum()).sort("rows", "raw")
    )
    names = usual.group_by("key", maintain_order=True).agg(pl.col("raw").last().alias("area"))
    return rows.join(names, on="key", how="left").with_columns(pl.col("area").fill_null(""))


def _voice(source: str, told: pl.DataFrame, revised: int) -> Voice:
    months = told["month"]
    first, last = months.min(), months.max()
    if not isinstance(first, date) or not isinstance(last, date):
        raise ValueError(f"{source} tells nothing that has a date.")
    return Voice(
        source=source,
        first=first,
        last=last,
        victims=float(told["count"].sum()),
        nowhere=float(told.filter(pl.col("area") == "")["count"].sum()),
        writes_zeros=(told["count"] == 0).sum() >= WRITES_ZEROS * told.height,
        revised=revised,
        days_lacking=_days_lacking(told),
    )


def _days_lacking(told: pl.DataFrame) -> tuple[date, ...]:
    """Return the days without a word of a source that tells by day and is busy enough to have none."""
    daily = told.filter(pl.col("date_precision") == "day")
    if daily.height < told.height or daily.is_empty():
        return ()
    days = daily["occurred_on"].unique()
    if daily["count"].sum() / len(days) < BUSY_DAY:
        return ()
    every = told.select(pl.date_range(pl.col("month").min(), pl.col("month").max().dt.month_end()))
    return tuple(sorted(set(every.to_series()) - set(days)))


def _cells(told: pl.DataFrame, voice: Voice) -> pl.DataFrame:
    """Return the cells of one source, from its first month to its last, in the areas it ever named."""
    placed = told.filter(pl.col("area") != "")
    summed = placed.group_by("area", "month").agg(pl.col("count").sum())
    months = pl.DataFrame({"month": _months(voice.first, voice.last)})
    spoken = set(told["month"])
    grid = (
        summed.select("area")
        .unique()
        .join(months, how="cross")
        .join(summed, on=["area", "month"], how="left")
    )
    usual = pl.col("count").sum().over("area") / max(1, len(spoken))
    silence = chance.may_be_zero(grid.select(usual.alias("usual"))["usual"].to_numpy())
    plausible = pl.Series(silence) & (not voice.writes_zeros) & grid["month"].is_in(list(spoken))
    filled = grid.with_columns(
        pl.when(pl.col("count").is_null() & plausible).then(0.0).otherwise("count").alias("count"),
        pl.lit(voice.source).alias("source"),
    )
    return filled.select(pl.col(name).cast(dtype) for name, dtype in CELLS.items())


def _months(first: date, last: date) -> Sequence[date]:
    return pl.date_range(first, last, interval="1mo", eager=True).to_list()
