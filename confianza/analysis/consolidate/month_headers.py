"""Headers that name a month or a total: "Enero", "ene-20", "2020-01", "Total 2016"."""

import re
from dataclasses import dataclass

from confianza.analysis.vocabulary.calendar import MONTHS
from confianza.analysis.vocabulary.folding import fold

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_ONLY_A_YEAR = re.compile(r"(?:ano |anio |year )?((?:19|20)\d\d)(?: \d{1,2} parcial)?")
_YEAR_AND_MONTH = re.compile(r"((?:19|20)\d\d) (0?[1-9]|1[0-2])(?: 0?1)?(?: 00 00 00)?")
_MONTH_AND_YEAR = re.compile(r"(?:0?1 )?(0?[1-9]|1[0-2]) ((?:19|20)\d\d)")
_TWO_DIGITS = re.compile(r"\d\d")
_TOTAL = re.compile(
    r"(?:gran |sub ?)?total(?:es)?\b|suma\b|acumulado\b|.*\b(?:trimestre|semestre|trim)\b|tot\b"
)
_FILLERS = frozenset({"de", "del", "mes", "casos"})


@dataclass(frozen=True)
class MonthColumn:
    """A column whose cells are the counts of one month; what a column of its own says (`year`, `month`) is
    None.
    """

    position: int
    month: int | None
    year: int | None
    header: str


@dataclass(frozen=True)
class TotalColumn:
    """A column that adds up others: those of `year`, or all of them."""

    position: int
    year: int | None
    header: str


def month_of(header: str) -> tuple[int, int | None] | None:
    """Return the month and, if it is told, the year of a header; None if it names no month."""
    text = fold(header)
    if found := _YEAR_AND_MONTH.fullmatch(text):
        return int(found[2]), int(found[1])
    if found := _MONTH_AND_YEAR.fullmatch(text):
        return int(found[1]), int(found[2])
    words = [word for word in text.split() if word not in _FILLERS]
    months = [MONTHS[word] for word in words if word in MONTHS]
    others = [word for word in words if word not in MONTHS]
    if len(months) != 1 or len(others) > 1:
        return None
    year = _year_of_word(others[0]) if others else None
    return (months[0], year) if year or not others else None


def _year_of_word(word: str) -> int | None:
    if _YEAR.fullmatch(word):
        return int(word)
    return 2000 + int(word) if _TWO_DIGITS.fullmatch(word) else None


def year_named(header: str, pattern: str) -> int | None:
    """Return the year of a header such as "Frecuencia 2022", where `pattern` is "Frecuencia {year}"."""
    year = year_in(header)
    return year if year and fold(header) == fold(pattern.replace("{year}", str(year))) else None


def year_of(header: str) -> int | None:
    """Return the year if the header is a year and nothing else."""
    found = _ONLY_A_YEAR.fullmatch(fold(header))
    return int(found[1]) if found else None


def year_in(text: str) -> int | None:
    """Return the first year named in a text: a title, the name of a sheet or a file."""
    found = _YEAR.search(text)
    return int(found[1]) if found else None


def is_total(header: str) -> bool:
    """Return whether the header names a total, a sum or a quarter of the year."""
    return _TOTAL.match(fold(header)) is not None
