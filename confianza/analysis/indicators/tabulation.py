"""Counts by area, period and kind, rolled up over the tree of areas, with zeros only where somebody looked.

Three rules make the numbers honest. Sources are never added together: a row quotes one voice (see
`coverage`). An area and month a source speaks of, and of which it told nothing, is a zero; one that no source
speaks of is no data (null). What could not be placed (or dated) has rows of its own with a null area (or
period), so that totals hold.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from confianza.analysis.indicators import coverage as covering
from confianza.analysis.indicators import denominators, periods, preference, selection
from confianza.analysis.indicators.coverage import Coverage
from confianza.analysis.indicators.filters import Filters, row_areas
from confianza.analysis.territory.areas import Territory, ancestry

KINDS = ("offence", "sex", "age_band", "mechanism")
DIMENSIONS = ("area", *periods.GRAINS, *KINDS, "source")
MEASURES = ("count", "estimated", "months", "person_years")


class UnknownDimension(ValueError):
    """Something was asked `by` a dimension that does not exist, or by two kinds of period."""


def tabulate(
    counts: Any,
    territory: Territory,
    *,
    by: Sequence[str],
    filters: Filters,
    coverage: Coverage | None = None,
    voices: Sequence[str] | None = None,
) -> pl.DataFrame:
    """Count an indicator by some of DIMENSIONS and return one row per combination.

    `counts`: Ibis table of monthly counts (see `store.counts`). Columns returned: those of `by` (`area` an
    area_id or null, `month`/`quarter`/`year` as the one column `period`, text or null), then `source` (the
    voice quoted), `count` (null: no data; fractional where a crosswalk split an area), `estimated` (the part
    of it that came through a crosswalk), `months` (how many months the voice speaks of in that cell) and
    `person_years` (null: no denominator; always null when persons are split by sex or age, for whom no
    population is kept).

    Without `source` in `by` each area and period quotes the voice that `preference.ranked` puts first among
    those that speak of it; with it there is one row per voice, to be set side by side.

    `coverage` and `voices` (those that ever told the indicator) are worked out from the counts unless given.
    """
    grain = _grain_of(by)
    coverage = coverage or covering.of(counts, territory, filters.geography)
    areas = row_areas(territory, filters, by_area="area" in by)
    told = _told(counts, territory, areas, filters, by, grain)
    tell = selection.voices(counts, filters) if voices is None else voices
    grid = _grid(tell, coverage, areas, territory, filters, by, grain)
    table = _joined(grid, told, by)
    if "source" not in by:
        table = preference.quoted(table, filters.indicator, cells=_cells(by))
    return (
        _with_gaps(table, filters, by, grain).select(*_keys(by), *MEASURES).sort(_keys(by), nulls_last=True)
    )


def _grain_of(by: Sequence[str]) -> periods.Grain | None:
    unknown = [name for name in by if name not in DIMENSIONS]
    grains = [grain for grain in periods.GRAINS if grain in by]
    if unknown:
        raise UnknownDimension(f"Cannot count by {', '.join(unknown)}. Known: {', '.join(DIMENSIONS)}.")
    if len(grains) > 1:
        raise UnknownDimension(f"Count by one period at a time, not by {' and '.join(grains)}.")
    return grains[0] if grains else None


def _cells(by: Sequence[str]) -> list[str]:
    """The columns a voice is chosen for: area and period, whatever kinds are told apart inside them."""
    return [column for column in _keys(by) if column in ("area", "period")]


def _keys(by: Sequence[str]) -> list[str]:
    columns = ["period" if name in periods.GRAINS else name for name in by if name != "source"]
    return [*columns, "source"]


def _kinds(by: Sequence[str]) -> list[str]:
    return [name for name in by if name in KINDS]


def _told(
    counts: Any,
    territory: Territory,
    areas: pl.DataFrame,
    filters: Filters,
    by: Sequence[str],
    grain: periods.Grain | None,
) -> pl.DataFrame:
    """Sum what was told, per voice and key, whether or not the voice is known to speak of that cell."""
    table = _summed(selection.asked(counts, territory, filters), by, grain)
    placed = _placed(table, territory, areas) if "area" in by else table
    dated = placed.with_columns(period=periods.label(pl.col("begins"), grain)) if grain else placed
    return dated.group_by(_keys(by)).agg(pl.col("count").sum(), pl.col("estimated").sum())


def _summed(asked: Any, by: Sequence[str], grain: periods.Grain | None) -> pl.DataFrame:
    """Let the engine do the heavy sum: one row per voice and, as far as they are asked for, area, period and
    kind.
    """
    import ibis

    named = asked.mutate(
        offence=ibis.coalesce(asked.iccs, asked.offence_label), age_band=asked.age_band.nullif("")
    )
    dated = selection.with_period(named, grain) if grain else named
    keys = ["voice", *(["area_id"] if "area" in by else []), *(["begins"] if grain else []), *_kinds(by)]
    sums = dated.group_by(keys).aggregate(count=dated.weight.sum(), estimated=dated.estimated.sum())
    table: pl.DataFrame = sums.to_polars()
    return table.rename({"voice": "source"})


def _placed(told: pl.DataFrame, territory: Territory, areas: pl.DataFrame) -> pl.DataFrame:
    """Add `area`: the row's area that each placed count lies in, null where it was told of something wider or
    nowhere.
    """
    inside = ancestry(territory).join(areas.select(ancestor_id="area_id"), on="ancestor_id", how="semi")
    return told.join(inside, on="area_id", how="left").rename({"ancestor_id": "area"})


def _grid(
    voices: Sequence[str], coverage: Coverage, areas: pl.DataFrame, territory: Territory, filters: Filters,
    by: Sequence[str], grain: periods.Grain | None,
) -> pl.DataFrame:  # fmt: skip
    """Every key a voice speaks of, with its months and person-years."""
    ours = [voice for voice in voices if filters.source in ("", voice)]
    cells = coverage.cells(areas).filter(pl.col("source").is_in(ours), _in_window(filters))
    lived = denominators.with_person_years(cells, territory, filters.indicator).rename({"area_id": "area"})
    keyed = lived.with_columns(period=periods.label(pl.col("month"), grain)) if grain else lived
    keys = [column for column in _keys(by) if column not in KINDS]
    return keyed.group_by(keys).agg(
        pl.col("month").n_unique().cast(pl.Int64).alias("months"), denominators.total(_splits(by, filters))
    )


def _in_window(filters: Filters) -> pl.Expr:
    month = pl.col("month")
    return (month >= (filters.first or date.min)) & (month <= (filters.last or date.max))


def _splits(by: Sequence[str], filters: Filters) -> bool:
    return filters.splits_the_population or "sex" in by or "age_band" in by


def _joined(grid: pl.DataFrame, told: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Put what was told on the grid of what is spoken of: a silent cell is zero; a count off the grid
    stays.
    """
    kinds = told.select("source", *_kinds(by)).unique()
    every = grid.join(kinds, on="source") if _kinds(by) else grid
    table = every.join(told, on=_keys(by), how="full", coalesce=True, nulls_equal=True)
    return table.with_columns(pl.col("count", "estimated").fill_null(0.0), pl.col("months").fill_null(0))


def _with_gaps(
    table: pl.DataFrame, filters: Filters, by: Sequence[str], grain: periods.Grain | None
) -> pl.DataFrame:
    """Add the periods of the window that nobody speaks of, as rows without data, for the areas somebody
    speaks of.
    """
    if grain is None or _kinds(by):
        return table
    dated = table.filter(pl.col("period").is_not_null())
    if dated.is_empty():
        return table
    owners = [column for column in _keys(by) if column == "area" or (column == "source" and "source" in by)]
    every = _every_period(dated, filters, grain)
    if owners:
        every = every.join(dated.select(owners).unique(), how="cross")
    gaps = every.join(dated, on=["period", *owners], how="anti", nulls_equal=True)
    return pl.concat([table, gaps.with_columns(months=pl.lit(0, pl.Int64))], how="diagonal")


def _every_period(dated: pl.DataFrame, filters: Filters, grain: periods.Grain) -> pl.DataFrame:
    first = filters.first or periods.beginning(str(dated["period"].min()))
    last = filters.last or periods.beginning(str(dated["period"].max()))
    return (
        periods.months_of(first, last)
        .to_frame()
        .select(period=periods.label(pl.col("month"), grain))
        .unique()
    )
