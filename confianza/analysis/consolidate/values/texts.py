"""The distinct texts of one column, mended and folded, and which of them say that there is nothing."""

from dataclasses import dataclass

import polars as pl

from confianza.analysis.sources.profile import Profile
from confianza.analysis.vocabulary import missing
from confianza.analysis.vocabulary.claims import DATES
from confianza.analysis.vocabulary.folding import folded

# Codes that mean "unknown" in a part of a date, where no other meaning is possible.
DATE_PART_UNKNOWN = ("0", "00", "99", "999", "9999")


@dataclass(frozen=True)
class Texts:
    """`raw`: as written. `mended`: after the profile's corrections. `folded`: to compare words.

    `why`: the missing reason (String) where a text says that there is nothing, else null.
    """

    column: str
    raw: pl.Series
    mended: pl.Series
    folded: pl.Series
    why: pl.Series
    profile: Profile

    def words(self, meanings: dict[str, str]) -> pl.Series:
        """Return the meaning of each folded text, the profile's own recodes first; null where it has none."""
        known = {**meanings, **self.profile.recodes.get(self.column, {})}
        return self.folded.replace_strict(known, default=None, return_dtype=pl.String)

    def recoded(self) -> pl.Series:
        """Return the mended texts, with the profile's recodes put in the place of those that have one."""
        recodes = self.profile.recodes.get(self.column, {})
        known = self.folded.replace_strict(dict(recodes), default=None, return_dtype=pl.String)
        return known.zip_with(known.is_not_null(), self.mended)

    def numbers(self) -> pl.Series:
        """Return the texts as plain decimal numbers (Float64); null where a text is no such number."""
        plain = self.mended.str.strip_chars()
        return plain.str.replace(r"^(\+|-)?(\d+),(\d+)$", "$1$2.$3").cast(pl.Float64, strict=False)


def of(column: str, raw: pl.Series, profile: Profile) -> Texts:
    """Mend, fold and look through the distinct texts of a column."""
    mended = _mended(column, raw, profile)
    fold = _folded(mended)
    return Texts(column, raw, mended, fold, _why(column, mended, fold, profile), profile)


def _folded(texts: pl.Series) -> pl.Series:
    """Fold texts; those of digits alone are folded already, and a column of identifiers has nothing else."""
    words = texts.str.contains("[^0-9]").arg_true()
    if words.is_empty():
        return texts
    return texts.clone().scatter(words, pl.select(folded(pl.lit(texts.gather(words)))).to_series())


def _mended(column: str, raw: pl.Series, profile: Profile) -> pl.Series:
    for correction in profile.corrections:
        if correction.column == column:
            raw = raw.str.replace_all(correction.pattern, correction.replacement)
    return raw


def _why(column: str, mended: pl.Series, fold: pl.Series, profile: Profile) -> pl.Series:
    codes = profile.missing_codes.get(column, ())
    stem, _, part = column.rpartition("_")
    if stem in DATES and part in ("year", "month", "day"):
        codes = (*codes, *DATE_PART_UNKNOWN)
    coded = mended.is_in(list(codes)) | mended.str.replace(r"\.0$", "").is_in(list(codes))
    broken = mended.is_in(list(missing.SPREADSHEET_ERRORS))
    words = fold.replace_strict(missing.WORDS, default=None, return_dtype=pl.String)
    return pl.select(
        pl.when(coded).then(pl.lit(missing.UNKNOWN))
        .when(broken).then(pl.lit(missing.NOT_REPORTED))
        .otherwise(words)
    ).to_series()  # fmt: skip
