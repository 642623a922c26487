"""One way to compare words that offices spell differently: folded, so that only letters and digits remain.

`fold` is the definition; `folded` is the same for a Polars column. Headers, place names and labels use them.
"""

import re
import unicodedata
from functools import lru_cache

import polars as pl

_MARKS = "[\u0300-\u036f]"
_NOT_LETTER_OR_DIGIT = "[^a-z0-9]+"
_LATIN_1_LETTERS = range(0xA0, 0x100)


def _misread(letter: str) -> set[str]:
    """Return what a letter becomes when its UTF-8 bytes are read as Latin-1 or as Windows-1252."""
    octets = letter.encode("utf-8")
    return {octets.decode("latin-1"), octets.decode("cp1252", errors="replace")} - {letter}


MOJIBAKE: dict[str, str] = {
    wrong: chr(point)
    for point in _LATIN_1_LETTERS
    for wrong in sorted(_misread(chr(point)))
    if "\N{REPLACEMENT CHARACTER}" not in wrong
}
_MOJIBAKE = re.compile("|".join(map(re.escape, MOJIBAKE)))


def repair(text: str) -> str:
    """Undo UTF-8 that was read as Latin-1 or Windows-1252 ("AÃ±o" → "Año"); other text is unchanged."""
    return _MOJIBAKE.sub(lambda found: MOJIBAKE[found.group()], text)


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Fold a text to lower-case ASCII letters and digits, all else becoming one blank between words.

    Accents, case, punctuation, underscores, line breaks and mojibake matter no more: "AÑO_ocu." → "ano ocu".
    """
    bare = re.sub(_MARKS, "", unicodedata.normalize("NFKD", repair(text)).lower())
    return re.sub(_NOT_LETTER_OR_DIGIT, " ", bare).strip()


def fold_tight(text: str) -> str:
    """Fold a text and close its blanks too, for headers that differ only in them ("60 y más", "60ymás")."""
    return fold(text).replace(" ", "")


def repaired(text: pl.Expr) -> pl.Expr:
    """Undo mojibake in a String column, like `repair`."""
    return text.str.replace_many(MOJIBAKE)


def folded(text: pl.Expr) -> pl.Expr:
    """Fold a String column, like `fold`; nulls stay null. Fastest on distinct values only."""
    bare = repaired(text).str.normalize("NFKD").str.to_lowercase().str.replace_all(_MARKS, "")
    return bare.str.replace_all(_NOT_LETTER_OR_DIGIT, " ").str.strip_chars()
