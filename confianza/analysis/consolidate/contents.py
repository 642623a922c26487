"""Guess what a column holds from its values alone: dates, ages, sexes, coordinates, offences, counts.

A guess never decides anything; it is shown to a person with how sure it is.
"""

import re
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from confianza.analysis.vocabulary import icd10, mechanisms, offences, sexes
from confianza.analysis.vocabulary.ages import OLDEST
from confianza.analysis.vocabulary.calendar import MONTHS, WEEKDAYS
from confianza.analysis.vocabulary.folding import fold
from confianza.analysis.vocabulary.missing import WORDS as MISSING

# Share of the values that must fit before a guess is worth telling.
_ENOUGH = 0.8
# Offences and mechanisms are recognised by words, and no list of words is complete.
_ENOUGH_WORDS = 0.4
_MOST_CHARACTERS_OF_A_LABEL = 60

_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?:[ T].*)?|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}(?:[ T].*)?")
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})*(?:\s*[apAP]\.?\s?[mM]\.?)?")
_WHOLE = re.compile(r"\d{1,9}(?:\.0+)?")
_AGE_BAND = re.compile(r"\D{0,4}\d{1,3}\s*(?:-|–|a|y)\s*(?:\d{1,3}|mas|más).{0,10}")
_DECIMAL = re.compile(r"-?\d{1,8}[.,]\d+")
_ICD10_DOT = re.compile(r"^([A-Z]\d{2})\.?(\d?)$")


class Guess(NamedTuple):
    """What a column may hold: the canonical column or part, how it is read, and how sure that is, 0 to 1."""

    column: str
    reader: str
    confidence: float


def guesses(values: Sequence[str], places: Collection[str] = ()) -> list[Guess]:
    """Return what values may be, the surest first. `places`: folded names of areas, if any are known."""
    told = [value.strip() for value in values if value and fold(value) not in MISSING and fold(value)]
    if not told:
        return []
    found = [Guess(column, reader, sure * share) for column, reader, sure, share in _shares(told, places)]
    return sorted(found, key=lambda guess: guess.confidence, reverse=True)


def _shares(told: list[str], places: Collection[str]) -> list[tuple[str, str, float, float]]:
    numbers = [int(float(value)) for value in told if _WHOLE.fullmatch(value)]
    rows = [*_of_shapes(told), *_of_words(told, places)]
    if len(numbers) >= _ENOUGH * len(told):
        rows += _of_numbers(numbers)
    decimals = [float(value.replace(",", ".")) for value in told if _DECIMAL.fullmatch(value)]
    if len(decimals) >= _ENOUGH * len(told):
        rows += _of_decimals(decimals)
    return rows


def _share(told: Sequence[str], fits: Callable[[str], object]) -> float:
    return sum(bool(fits(value)) for value in told) / len(told)


def _of_shapes(told: list[str]) -> list[tuple[str, str, float, float]]:
    shapes: list[tuple[str, str, float, Callable[[str], object]]] = [
        ("occurred_on", "date", 0.9, _DATE.fullmatch),
        ("minute_of_day", "time", 0.9, _TIME.fullmatch),
        ("age_band", "age_band", 0.8, _AGE_BAND.fullmatch),
        ("icd10", "icd10", 0.9, _is_icd10),
    ]
    shares = [(column, reader, sure, _share(told, fits)) for column, reader, sure, fits in shapes]
    return [row for row in shares if row[3] >= _ENOUGH]


def _is_icd10(value: str) -> bool:
    found = _ICD10_DOT.match(value.upper())
    return found is not None and icd10.is_code(found[1] + found[2])


def _of_words(told: list[str], places: Collection[str]) -> list[tuple[str, str, float, float]]:
    folded = [fold(value) for value in told]
    exact: list[tuple[str, str, float, Collection[str]]] = [
        ("sex", "sex", 0.95, sexes.WORDS),
        ("occurred_month", "month", 0.95, MONTHS),
        ("occurred_weekday", "text", 0.9, WEEKDAYS),
        ("municipality_name", "text", 0.9, places),
    ]
    rows = [
        (column, reader, sure, share)
        for column, reader, sure, words in exact
        if (share := _share(folded, words.__contains__)) >= _ENOUGH
    ]
    short = [label for label in folded if len(label) <= _MOST_CHARACTERS_OF_A_LABEL and not label.isdigit()]
    if len(short) < _ENOUGH * len(folded):
        return rows
    searched = [
        ("mechanism", "mechanism", 0.8, [pattern for pattern, _ in mechanisms.WORDS]),
        ("offence_label", "offence", 0.75, [rule.pattern for rule in offences.RULES]),
    ]
    for column, reader, sure, patterns in searched:
        share = _share(short, re.compile("|".join(f"(?:{pattern})" for pattern in patterns)).search)
        rows += [(column, reader, sure, share)] if share >= _ENOUGH_WORDS else []
    return rows


def _of_numbers(numbers: list[int]) -> list[tuple[str, str, float, float]]:
    """Guess from the range of whole numbers; small numbers may be many things, and are told as doubtful."""
    lowest, highest = min(numbers), max(numbers)
    ranges = [
        ("occurred_year", "year", 0.9, lowest >= 1990 and highest <= 2060),
        ("occurred_month", "month", 0.45, lowest >= 1 and highest == 12),
        ("occurred_day", "day", 0.45, lowest >= 1 and 28 <= highest <= 31),
        ("minute_of_day", "hour", 0.4, lowest == 0 and highest == 23),
        ("age_from", "age", 0.4, lowest >= 0 and 40 <= highest <= OLDEST),
        ("weight", "count", 0.3, lowest >= 0 and highest < 1_000_000),
        ("easting", "decimal", 0.4, lowest >= 100_000 and highest <= 900_000),
    ]
    return [(column, reader, sure, 1.0) for column, reader, sure, fits in ranges if fits]


def _of_decimals(decimals: list[float]) -> list[tuple[str, str, float, float]]:
    """Guess coordinates of the Americas, in degrees or in metres of a projection."""
    ranges = [
        ("latitude", 0.8, (-56.0, 33.0)),
        ("longitude", 0.85, (-118.5, -34.0)),
        ("easting", 0.6, (100_000.0, 900_000.0)),
        ("northing", 0.6, (1_000_000.0, 10_000_000.0)),
    ]
    shares = [
        (column, "decimal", sure, sum(low <= value <= high for value in decimals) / len(decimals))
        for column, sure, (low, high) in ranges
    ]
    return [row for row in shares if row[3] >= _ENOUGH]
