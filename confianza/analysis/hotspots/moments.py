"""Days and moments as people write them: 2026-12-31, 31/12/2026, with a time or without; or plain numbers."""

from dataclasses import dataclass

import polars as pl

# Spreadsheets number their days from here, so that such a number is also the right day.
DAY_ZERO = pl.date(1899, 12, 30)
ISO = ("%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d")
DAY_FIRST = ("%d/%m/%YT%H:%M:%S%.f", "%d/%m/%YT%H:%M", "%d/%m/%Y")
MONTH_FIRST = ("%m/%d/%YT%H:%M:%S%.f", "%m/%d/%YT%H:%M", "%m/%d/%Y")
COMPACT = ("%Y%m%d",)
# An offset or a zone says where the clock hung; the time stays as it was written.
OFFSET = r"(Z|[+-]\d{2}:?\d{2})$"
MILLISECONDS_OF_A_DAY = 86_400_000


@dataclass(frozen=True)
class Moments:
    """`values` (Datetime ms, null where unreadable); `note` is the code of what to know, "" if nothing."""

    values: pl.Series
    note: str = ""
    example: str = ""


def read(cells: pl.Series) -> Moments:
    """Read days or moments; a column of plain numbers counts days. Null stays null."""
    if cells.dtype == pl.Date or isinstance(cells.dtype, pl.Datetime):
        return Moments(_bare(cells))
    if cells.dtype.is_numeric():
        return _numbers(cells)
    numbers = cells.cast(pl.Float64, strict=False)
    if (
        cells.len()
        and numbers.is_not_null().eq_missing(cells.is_not_null()).all()
        and numbers.is_not_null().any()
    ):
        return _numbers(numbers)
    return _written(cells)


def _bare(cells: pl.Series) -> pl.Series:
    if isinstance(cells.dtype, pl.Datetime) and cells.dtype.time_zone:
        cells = cells.dt.replace_time_zone(None)
    return cells.cast(pl.Datetime("ms"))


def _numbers(numbers: pl.Series) -> Moments:
    """Read numbers: 20261231 is a day; other numbers count days."""
    whole = numbers.cast(pl.Float64)
    if whole.drop_nulls().is_between(19_000_101, 21_001_231).all() and whole.drop_nulls().len():
        texts = whole.cast(pl.Int64).cast(pl.String)
        return Moments(_first_that_reads(texts, COMPACT))
    origin = pl.select(DAY_ZERO).to_series().cast(pl.Datetime("ms")).to_physical()[0]
    within = whole.set(~whole.is_between(-3_000_000, 3_000_000), None).fill_nan(None)
    milliseconds = (within * MILLISECONDS_OF_A_DAY).round(0).cast(pl.Int64) + origin
    return Moments(milliseconds.cast(pl.Datetime("ms")), "day_numbers")


def _written(cells: pl.Series) -> Moments:
    """Read texts; where the first number is never above 12 and the second is, months come first."""
    tidy = cells.cast(pl.String).str.replace_all(r"[.\-/](\d{1,2})[.\-/]", "/$1/")
    tidy = tidy.str.replace(r"^(\d{4})/(\d{1,2})/", "$1-$2-").str.replace(r"\s+", "T").str.replace(OFFSET, "")
    day_first = _first_that_reads(tidy, (*ISO, *DAY_FIRST))
    if not (day_first.is_null() & tidy.is_not_null()).any():
        return Moments(day_first)
    month_first = _first_that_reads(tidy, (*ISO, *MONTH_FIRST))
    if not (month_first.is_null() & tidy.is_not_null()).any():
        example = tidy.filter(day_first.is_null() & tidy.is_not_null())[0]
        return Moments(month_first, "month_first", example)
    return Moments(day_first)


def _first_that_reads(texts: pl.Series, formats: tuple[str, ...]) -> pl.Series:
    """Return every text by the first format that reads it."""
    found = pl.Series("", [None] * texts.len(), dtype=pl.Datetime("ms"))
    for written in formats:
        missing = found.is_null()
        if not missing.any():
            break
        rest = texts.set(~missing, None)
        found = found.zip_with(~missing, rest.str.to_datetime(written, strict=False, time_unit="ms"))
    return found
