"""How finely a place is told: by months or quarters only where these hold enough to be shown.

A table most of whose cells are hidden tells nobody anything, and what must be hidden beside the small cells
takes the useful ones with it. Small places are told by the year.
"""

import polars as pl

from confianza.analysis.releases import periods

# Of a period expected to count eight, a tenth fall below five (Poisson): nine in ten can be shown.
FEWEST_EXPECTED = 8
# Of the whole that a release is about everybody asks, month by month, though half of the months be hidden.
FEWEST_OF_THE_WHOLE = 3
PERIODS_IN_YEAR = {"month": 12, "quarter": 4, "year": 0}


def fine_enough(sums: pl.DataFrame, whole: str) -> pl.DataFrame:
    """Keep the rows (area_id, period, count, …) of periods that a place has enough for.

    `whole`: the area the release is about. What is expected is the year before, where it was told whole;
    else the year itself, at the pace of the
    quarters told. The year so far is as fine as a quarter.
    """
    year = periods.year_of(pl.col("period"))
    dated = sums.with_columns(year=year)
    known = _pace(dated)
    before = known.select("area_id", year=pl.col("year") + 1, before="pace")
    paced = dated.join(known, on=["area_id", "year"], how="left").join(
        before, on=["area_id", "year"], how="left"
    )
    so_far = pl.col("period").str.contains(periods.SO_FAR, literal=True)
    grain = pl.when(so_far).then(pl.lit("quarter")).otherwise(periods.grain_of(pl.col("period")))
    fewest = pl.when(pl.col("area_id") == whole).then(FEWEST_OF_THE_WHOLE).otherwise(FEWEST_EXPECTED)
    needed = fewest * grain.replace_strict(PERIODS_IN_YEAR, return_dtype=pl.Float64)
    expected = pl.coalesce("before", "pace").fill_null(0.0)
    return paced.filter(expected >= needed).select(sums.columns)


def _pace(dated: pl.DataFrame) -> pl.DataFrame:
    """Return area_id, year, pace: events a year, of the whole year or of the months told."""
    longest = dated.filter(pl.col("months_told") == pl.col("months_told").max().over("area_id", "year"))
    rate = pl.col("count").max() * 12 / pl.col("months_told").first()
    return longest.group_by("area_id", "year").agg(pace=rate.cast(pl.Float64))
