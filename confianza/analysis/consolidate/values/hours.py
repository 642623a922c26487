"""Read the time of day: "9:00", "21:20:00", "9", "0900", "9:30 p. m.", 0.375 of a day, "24:00"."""

import polars as pl

from confianza.analysis.consolidate.values.texts import Texts

MINUTES_OF_A_DAY = 24 * 60
_DAY = r"(?:\d{1,4}[-/]\d{1,2}[-/]\d{1,4}[T ]+)?"
_HALF = r"(?:([ap])[. ]*m?\.?|h|hrs?\.?|horas?)?"
_CLOCK = rf"(?i)^{_DAY}(\d{{1,2}})[:h.](\d{{2}})(?::\d{{2}}){{0,2}}(?:[.,]\d+)?\s*{_HALF}$"
_HOUR = r"(?i)^(\d{1,2})(?:[.,]0+)?\s*(?:h|hrs?|horas?)?\.?\s*([ap])?[. ]*(?:m\.?)?$"
_COMPACT = r"^(\d{1,2})(\d{2})(?:[.,]0+)?\s*(?:h|hrs?|horas?)?\.?$"
_FRACTION = r"^0?[.,]\d+$"


def time(texts: Texts) -> pl.DataFrame:
    """Read the time of day as minutes after midnight."""
    return pl.DataFrame({"minute_of_day": minutes(texts.mended)})


def minutes(texts: pl.Series) -> pl.Series:
    """Return minutes after midnight (Int16) for each text; null where it is no time of day."""
    text = pl.lit(texts.str.strip_chars())
    return pl.select(
        pl.when(text.str.contains(_FRACTION)).then(_of_fraction(text))
        .when(text.str.contains(_COMPACT) & (text.str.len_chars() >= 3)).then(_of_parts(text, _COMPACT))
        .when(text.str.contains(_HOUR)).then(_of_parts(text, _HOUR, half=2, minute=None))
        .otherwise(_of_parts(text, _CLOCK, half=3))
        .cast(pl.Int16)
    ).to_series()  # fmt: skip


def _of_parts(text: pl.Expr, pattern: str, half: int | None = None, minute: int | None = 2) -> pl.Expr:
    hour = text.str.extract(pattern, 1).cast(pl.Int32)
    past = text.str.extract(pattern, minute).cast(pl.Int32) if minute else pl.lit(0)
    letter = text.str.extract(pattern, half).str.to_lowercase() if half else pl.lit(None, pl.String)
    of_day = (
        pl.when((letter == "p") & (hour < 12)).then(hour + 12)
        .when((letter == "a") & (hour == 12)).then(0)
        .when((hour == 24) & (past == 0)).then(0)
        .otherwise(hour)
    )  # fmt: skip
    return pl.when((of_day < 24) & (past < 60)).then(of_day * 60 + past)


def _of_fraction(text: pl.Expr) -> pl.Expr:
    share = text.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    return (share * MINUTES_OF_A_DAY).round().cast(pl.Int32, strict=False) % MINUTES_OF_A_DAY
