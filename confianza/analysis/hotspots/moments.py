"""Days and moments as people write them: 2026-12-31, 31/12/2026, with a time or without; or plain numbers."""

from dataclasses import dataclass

import polars as pl

# Spreadsheets number their days from here, so that such a number is also the right day.
DAY_ZERO = pl.date(1899, 12, 30)
TIMES = ("T%H:%M:%S%.f", "T%H:%M", "", "T%I:%M:%ST%p", "T%I:%MT%p")
ISO = tuple(f"%Y-%m-%d{time}" for time in TIMES)
DAY_FIRST = tuple(f"%d/%m/%Y{time}" for time in TIMES)
MONTH_FIRST = tuple(f"%m/%d/%Y{time}" for time in TIMES)
COMPACT = ("%Y%m%d",)
# Half of the day, as 1:30 PM or 1:30 p. m.; years of two digits, of which 70 to 99 are of the last century.
HALF_OF_DAY = r"(?i)\s*([ap])\.?\s?m\.?$"
SHORT_YEAR = r"^(\d{1,2}/\d{1,2})/(\d{2})(T|$)"
# An offset or a zone says where the clock hung; the time stays as it was written.
OFFSET = r"(Z|[+-]\d{2}:?\d{2})$"
MILLISECONDS_OF_A_DAY = 86_400_000


@dataclass(frozen=True)
class Moments:
    """`values` (Datetime ms, null where unreadable); `notes`: codes of what to know, each with an example."""

    values: pl.Series
    notes: tuple[tuple[str, str], ...] = ()


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
    return Moments(milliseconds.cast(pl.Datetime("ms")), (("day_numbers", ""),))


def _written(cells: pl.Series) -> Moments:
    """Read texts; where the first number is never above 12 and the second is, months come first."""
    text = cells.cast(pl.String)
    tidy = text.str.replace_all(r"[.\-/](\d{1,2})[.\-/]", "/$1/").str.replace(HALF_OF_DAY, "T${1}M")
    tidy = tidy.str.replace(r"^(\d{4})/(\d{1,2})/", "$1-$2-").str.replace(r"\s+", "T").str.replace(OFFSET, "")
    short = tidy.filter(tidy.str.contains(SHORT_YEAR))
    tidy = tidy.str.replace(SHORT_YEAR, "$1/19$2$3").str.replace(r"/19([0-6]\d)(T|$)", "/20$1$2")
    notes = [("two_digit_years", str(short[0]))] if len(short) else []
    notes += _of_offsets(text)
    day_first = _first_that_reads(tidy, (*ISO, *DAY_FIRST))
    if not (day_first.is_null() & tidy.is_not_null()).any():
        return Moments(day_first, tuple(notes))
    month_first = _first_that_reads(tidy, (*ISO, *MONTH_FIRST))
    if not (month_first.is_null() & tidy.is_not_null()).any():
        example = tidy.filter(day_first.is_null() & tidy.is_not_null())[0]
        return Moments(month_first, (*notes, ("month_first", example)))
    return Moments(day_first, tuple(notes))


def _of_offsets(text: pl.Series) -> list[tuple[str, str]]:
    """Say that clocks of several zones are told, if they are."""
    timed = text.filter(text.str.contains(r"\d:\d"))
    offsets = timed.str.strip_chars().str.extract(OFFSET).fill_null("").unique().sort().to_list()
    return [("several_offsets", ", ".join(filter(None, offsets)))] if len(offsets) > 1 else []


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
