"""Read counts: whole numbers, with thousands points or blanks where the institution writes them."""

import polars as pl

from confianza.analysis.consolidate.values.texts import Texts

LARGEST = 10_000_000
_WHOLE = r"^[+-]?\d+(?:[.,]0+)?$"


def count(texts: Texts) -> pl.DataFrame:
    """Read a count. Negative, fractional and absurdly large ones are unreadable as counts."""
    plain = texts.mended.str.strip_chars().str.replace_all(r"[\s\u00a0\u202f']", "")
    whole = _without_thousands(plain, texts.profile.thousands)
    value = pl.select(
        pl.when(pl.lit(whole).str.contains(_WHOLE)).then(
            pl.lit(whole).str.replace(r"[.,]0+$", "").cast(pl.Int64, strict=False)
        )
    ).to_series()
    kept = pl.select(pl.when(pl.lit(value).is_between(0, LARGEST)).then(pl.lit(value))).to_series()
    return pl.DataFrame({texts.column: kept})


def _without_thousands(plain: pl.Series, mark: str) -> pl.Series:
    point = rf"\{mark}" if mark else r"[^\s\S]"
    grouped = plain.str.contains(rf"^[+-]?[1-9]\d{{0,2}}({point}\d{{3}})+$")
    return plain.zip_with(~grouped, plain.str.replace_all(point, "")) if grouped.any() else plain


def small(texts: Texts, column: str, last: int) -> pl.Series:
    """Return whole numbers from 1 to `last` (Int32); null where a text is none."""
    value = texts.numbers()
    whole = value.is_between(1, last) & (value == value.floor())
    return pl.select(
        pl.when(pl.lit(whole)).then(pl.lit(value).cast(pl.Int32, strict=False)).alias(column)
    ).to_series()
