"""Read dates as written: day first or month first, ISO, in words, spreadsheet serials, whole or in part.

A date such as 03/04/2017 can be read in two ways, and so can a serial number (workbooks that count from 1900
or from 1904). Both readings are returned; `order` chooses between them for a whole column of a table.
"""

from datetime import date

import polars as pl

from confianza.analysis.consolidate.values import hours
from confianza.analysis.consolidate.values.counts import small
from confianza.analysis.consolidate.values.texts import Texts
from confianza.analysis.vocabulary.calendar import MONTHS, WEEKDAYS

# Serials of 1954 to 2064: below and above them a five-digit number is more likely something else.
_SERIALS = (20_000, 60_000)
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_NUMERIC = r"^(\d{1,2})\s?[/\-. ]\s?(\d{1,2})\s?[/\-. ]\s?(\d{4}|\d{2})(?:[T ,]+(.*))?$"
_ISO = r"^(\d{4})[/\-.](\d{1,2})[/\-.](\d{1,2})(?:[T ]+(.*))?$"
_COMPACT = r"^((?:19|20)\d{2})(\d{2})(\d{2})$"
_YEAR_MONTH = r"^(\d{4})[/\-. ](\d{1,2})$"
_MONTH_YEAR = r"^(\d{1,2})[/\-. ](\d{4})$"
_YEAR = r"^((?:19|20)\d{2})(?:\.0)?$"
_WORDS = r"^(?:[a-z]+ )??(?:(\d{1,2}) )?(?:de )?([a-z]{3,})(?: del?)?(?: ano)? (\d{4}|\d{2})(?: (.*))?$"
_MONTH_FIRST_WORDS = r"^([a-z]{3,}) (\d{1,2}) (\d{4})(?: (.*))?$"


def on(texts: Texts, stem: str, today: date) -> pl.DataFrame:
    """Read whole dates under `stem`.

    Columns: `<stem>_first` (the reading the profile expects), `<stem>_second` (the other one; equal where
    there is only one way), `<stem>_told` (day, month or year), `<stem>_shape` (how it was written) and
    `<stem>_minute`.
    """
    text = pl.lit(texts.mended.str.strip_chars()).alias("text")
    frame = pl.select(text, pl.lit(texts.folded).alias("folded"))
    shapes = frame.select(*_readings(today))
    told = shapes.select(_coalesced(shapes, stem, texts.profile.day_first))
    return told.unnest("all")


def _readings(today: date) -> list[pl.Expr]:
    """Return one struct per way of writing: [dm, md, told, shape, minute], nulls if not written so."""
    text, word = pl.col("text"), pl.col("folded")
    numeric = text.str.extract_groups(_NUMERIC).struct.field
    year = _full_year(numeric("3"), today)
    rest = numeric("4")
    return [
        _reading(
            "numeric", _date(year, numeric("2"), numeric("1")), _date(year, numeric("1"), numeric("2")),
            shape=pl.when(rest.is_null()).then(pl.lit("numeric")).otherwise(pl.lit("numeric and time")),
            minute=_minute(rest),
        ),
        _single("iso", text, _ISO, (1, 2, 3), rest=4),
        _single("compact", text, _COMPACT, (1, 2, 3)),
        _single("year_month", text, _YEAR_MONTH, (1, 2, None)),
        _single("month_year", text, _MONTH_YEAR, (2, 1, None)),
        _single("year", text, _YEAR, (1, None, None)),
        _in_words("words", word, _WORDS, (3, 2, 1), today),
        _in_words("english_words", word, _MONTH_FIRST_WORDS, (3, 1, 2), today),
        _serial(text),
    ]  # fmt: skip


def _coalesced(shapes: pl.DataFrame, stem: str, day_first: bool) -> pl.Expr:
    both = pl.coalesce(
        pl.when(pl.col(name).struct.field("shape").is_not_null()).then(pl.col(name))
        for name in shapes.columns
    )
    names = ("dm", "md") if day_first else ("md", "dm")
    kept = {"first": names[0], "second": names[1], "told": "told", "shape": "shape", "minute": "minute"}
    return pl.struct(both.struct.field(old).alias(f"{stem}_{new}") for new, old in kept.items()).alias("all")


def _reading(
    name: str, dm: pl.Expr, md: pl.Expr, *, shape: pl.Expr, minute: pl.Expr, told: str = "day"
) -> pl.Expr:
    readable = dm.is_not_null() | md.is_not_null()
    return pl.struct(
        dm.alias("dm"),
        md.alias("md"),
        pl.lit(told).alias("told"),
        pl.when(readable).then(shape).alias("shape"),
        minute.alias("minute"),
    ).alias(name)


def _single(
    name: str, text: pl.Expr, pattern: str, at: tuple[int, int | None, int | None], rest: int | None = None
) -> pl.Expr:
    year, month, day = (text.str.extract(pattern, place) if place else pl.lit("1") for place in at)
    only = _date(year.cast(pl.Int32), month, day)
    minute = _minute(text.str.extract(pattern, rest)) if rest else pl.lit(None, pl.Int16)
    told = "day" if at[2] else "month" if at[1] else "year"
    return _reading(name, only, only, shape=pl.lit(name), minute=minute, told=told)


def _in_words(name: str, word: pl.Expr, pattern: str, at: tuple[int, int, int], today: date) -> pl.Expr:
    year = _full_year(word.str.extract(pattern, at[0]), today)
    month = word.str.extract(pattern, at[1]).replace_strict(MONTHS, default=None, return_dtype=pl.Int32)
    day = word.str.extract(pattern, at[2])
    only = _date(year, month, day.fill_null("1"))
    told = pl.when(day.is_null()).then(pl.lit("month")).otherwise(pl.lit("day"))
    return pl.struct(
        only.alias("dm"), only.alias("md"), told.alias("told"),
        pl.when(only.is_not_null()).then(pl.lit("words")).alias("shape"),
        pl.lit(None, pl.Int16).alias("minute"),
    ).alias(name)  # fmt: skip


def _serial(text: pl.Expr) -> pl.Expr:
    number = text.str.extract(r"^(\d{5}(?:[.,]\d+)?)$").str.replace(",", ".", literal=True).cast(pl.Float64)
    within = pl.when(number.is_between(*_SERIALS)).then(number)
    days = pl.duration(days=within.floor().cast(pl.Int64))
    since_1900, since_1904 = (pl.lit(epoch) + days for epoch in (_EPOCH_1900, _EPOCH_1904))
    part = within - within.floor()
    minute = pl.when(part > 0).then((part * hours.MINUTES_OF_A_DAY).round().cast(pl.Int16, strict=False))
    return _reading("serial", since_1900, since_1904, shape=pl.lit("serial"), minute=minute)


def _date(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Return the date of three parts, null where there is no such day."""
    written = pl.format("{}-{}-{}", year.cast(pl.Int32), month.cast(pl.Int32), day.cast(pl.Int32))
    return written.str.to_date("%Y-%m-%d", strict=False)


def _full_year(year: pl.Expr, today: date) -> pl.Expr:
    """Return a four-digit year; two digits are the latest such year that is not in the future."""
    number = year.cast(pl.Int32)
    short = year.str.len_chars() == 2
    century = today.year // 100 * 100
    return (
        pl.when(~short)
        .then(number)
        .when(number <= today.year % 100)
        .then(number + century)
        .otherwise(number + century - 100)
    )


def _minute(rest: pl.Expr) -> pl.Expr:
    return rest.map_batches(hours.minutes, return_dtype=pl.Int16)


def year(texts: Texts, today: date) -> pl.DataFrame:
    """Read a year from its own column: four digits anywhere in the text, or two digits alone."""
    text = pl.lit(texts.mended.str.strip_chars())
    found = pl.coalesce(
        text.str.extract(r"\b((?:1[89]|20)\d{2})\b"), text.str.extract(r"^'?(\d{2})(?:\.0)?$")
    )
    return pl.select(_full_year(found, today).alias(texts.column))


def month(texts: Texts) -> pl.DataFrame:
    """Read a month from its own column or header: 1 to 12, a word, or a word beside a year ("ene-2020")."""
    word = texts.folded.str.extract(r"^(?:\d+ )?([a-z]+)")
    named = word.replace_strict(MONTHS, default=None, return_dtype=pl.Int32)
    return pl.DataFrame({texts.column: named.fill_null(small(texts, texts.column, 12))})


def day(texts: Texts) -> pl.DataFrame:
    """Read a day of the month from its own column."""
    return pl.DataFrame({texts.column: small(texts, texts.column, 31)})


def weekday(texts: Texts) -> pl.DataFrame:
    """Read a day of the week, 1 (Monday) to 7, in words: numbers start on different days."""
    named = texts.folded.replace_strict(WEEKDAYS, default=None, return_dtype=pl.Int32)
    return pl.DataFrame({texts.column: named})
