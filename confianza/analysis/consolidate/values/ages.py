"""Read ages: completed years, months or days, and bands ("30-34", "60 y más", "menores de 5")."""

import polars as pl

from confianza.analysis.consolidate.values.texts import Texts
from confianza.analysis.vocabulary.ages import OLDEST
from confianza.analysis.vocabulary.folding import folded

DAYS_OF_A_YEAR = 365
_UNIT_WORDS = {
    "years": "a ano anos anio anios year years edad",
    "months": "m mes meses month months",
    "days": "d dia dias day days semana semanas",
    "hours": "h hora horas min minuto minutos",
}
UNIT_WORDS = {word: unit for unit, words in _UNIT_WORDS.items() for word in words.split()}
_MONTHS = r"^(\d{1,3}) ?(?:m|mes|meses)\b"
_DAYS = r"^(\d{1,5}) ?(?:d|dia|dias|h|hora|horas|semana|semanas)\b"
_BAND = r"^(?:de )?(\d{1,3})(?: ?(?:a|y|al|hasta) ?| )(\d{1,3})(?: ?an\w*)?$"
_OPEN = r"^(?:de )?(\d{1,3})(?: ?an\w*)? ?(?:y mas|o mas|y mayores|o mayor|en adelante|ymas|mas)"
_ABOVE = r"^(?:mas de|mayor(?:es)? (?:de|a)) (\d{1,3})"
_UNDER = r"^(?:menos de|menor(?:es)? (?:de|a)) (\d{1,3})"
_NEWBORN = r"recien nacid|neonat|lactante"
_SIGNED_ABOVE = r"^[>]\s*(\d{1,3})"
_SIGNED_OPEN = r"^(?:>=|≥)\s*(\d{1,3})|^(\d{1,3})\s*\+"
_SIGNED_UNDER = r"^(?:<)\s*(\d{1,3})"


def age(texts: Texts) -> pl.DataFrame:
    """Read ages and bands as `age_from` and `age_to`, in the unit they are told in."""
    written = texts.recoded().str.strip_chars()
    word, sign = folded(pl.lit(written)), pl.lit(written)
    number = pl.lit(texts.numbers()).floor().cast(pl.Int32, strict=False)
    plain = pl.coalesce(number, _first(word, r"^(\d{1,3}) ?an\w*$"))
    young = pl.when(word.str.contains(_MONTHS)).then(_first(word, _MONTHS) // 12)
    younger = pl.when(word.str.contains(_DAYS)).then(_first(word, _DAYS) // DAYS_OF_A_YEAR)
    newborn = pl.when(word.str.contains(_NEWBORN)).then(0)
    exact = pl.coalesce(plain, young, younger, newborn)
    under = pl.coalesce(_first(sign, _SIGNED_UNDER), _first(word, _UNDER)) - 1
    above = pl.coalesce(_first(sign, _SIGNED_ABOVE), _first(word, _ABOVE)) + 1
    opened = pl.coalesce(_first(sign, _SIGNED_OPEN, 1), _first(sign, _SIGNED_OPEN, 2), _first(word, _OPEN))
    lowest = pl.when(under.is_not_null()).then(0)
    told = pl.select(
        pl.coalesce(exact, lowest, above, opened, _first(word, _BAND)).alias("age_from"),
        pl.coalesce(exact, under, _first(word, _BAND, 2)).alias("age_to"),
    )
    return _possible(told)


def unit(texts: Texts) -> pl.DataFrame:
    """Read the unit an age is told in: years, months, days or hours."""
    return pl.DataFrame({"age_unit": texts.words(UNIT_WORDS)})


def _first(text: pl.Expr, pattern: str, group: int = 1) -> pl.Expr:
    return text.str.extract(pattern, group).cast(pl.Int32)


def _possible(told: pl.DataFrame) -> pl.DataFrame:
    first, last = pl.col("age_from"), pl.col("age_to")
    impossible = (first < 0) | (last < first) | (last < 0)
    possible = ~impossible.fill_null(value=False)
    return told.select(
        pl.when(possible).then(first).alias("age_from"),
        pl.when(possible).then(last).alias("age_to"),
        pl.when(impossible).then(pl.lit("impossible")).alias("_why"),
        pl.when(impossible).then(pl.lit("age_impossible")).alias("_problem"),
    )


def in_years(told: pl.DataFrame) -> pl.DataFrame:
    """Turn [age_from, age_to, age_unit] into [age_from, age_to] in completed years."""
    months, days = pl.col("age_unit") == "months", pl.col("age_unit").is_in(["days", "hours"])
    return told.select(
        pl.when(months).then(pl.col(column) // 12).when(days).then(pl.col(column) // DAYS_OF_A_YEAR)
        .otherwise(pl.col(column)).alias(column)
        for column in ("age_from", "age_to")
    )  # fmt: skip


def bounded(told: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """Return [age_from, age_to] without ages that nobody has reached, and whether a row had one (Boolean)."""
    beyond = told.select((pl.col("age_from") > OLDEST).fill_null(value=False)).to_series()
    upper = pl.when(pl.col("age_to") > OLDEST).then(OLDEST).otherwise(pl.col("age_to"))
    kept = told.select(
        pl.when(~pl.lit(beyond)).then(value).cast(pl.Int16).alias(column)
        for column, value in (("age_from", pl.col("age_from")), ("age_to", upper))
    )
    return kept, beyond
