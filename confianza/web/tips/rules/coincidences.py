"""What two units may hold in common without knowing it: telephones, plates, documents, badges, places and
nicknames, each written in one way only, so that a keyed hash of one meets that of the other.

Pure: the hashes and their keys are elsewhere (actions/coincidences.py).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from confianza.analysis.vocabulary.folding import fold
from confianza.web.tips.rules.answers import Answers, Said
from confianza.web.tips.rules.lexicon import sound
from confianza.web.tips.rules.routing_table import (
    CRIMINAL_INFORMATION,
    DESK,
    INTERNAL_AFFAIRS,
    OVERSIGHT,
    SCHOOL_DESK,
    SCHOOL_OFFICERS,
)

PHONE, PLATE, DOCUMENT, BADGE, PLACE, ALIAS = "phone", "plate", "document", "badge", "place", "alias"
# A unit learns that others hold something only of units on its own height or below: what may concern police
# is never told to a chain of command, and internal affairs never learn what external oversight holds.
HEIGHT = {
    CRIMINAL_INFORMATION: 0,
    SCHOOL_OFFICERS: 0,
    SCHOOL_DESK: 1,
    DESK: 1,
    INTERNAL_AFFAIRS: 2,
    OVERSIGHT: 3,
}
# Guessing telephones one after the other is what an informer in a unit would do.
MOST_A_TIP = 24
MOST_A_DAY = 60

# Country codes (ITU-T E.164) and how many digits a number has after them.
COUNTRIES = {"GT": ("502", 8), "SV": ("503", 8), "HN": ("504", 8), "MX": ("52", 10)}
# What is dialled in Mexico before a number, and was before 2019 between country code and number.
MEXICAN_PREFIXES = ("1", "01", "044", "045")
GEOHASH_LETTERS = "0123456789bcdefghjkmnpqrstuvwxyz"
# Six letters: about 1.2 km by 0.6 km.
GEOHASH_LENGTH = 6
BITS_A_LETTER = 5
SHORTEST = {PLATE: 5, DOCUMENT: 8, BADGE: 3, ALIAS: 3}
LONGEST = {PLATE: 8, DOCUMENT: 20, BADGE: 20, ALIAS: 40}
# In plates, which hand writes and memory keeps, these are one.
CONFUSED = str.maketrans("OI", "01")
ARTICLES = frozenset({"el", "la", "los", "las", "un", "una", "don", "dona", "alias", "apodo", "le", "dicen"})
_folded = fold.__wrapped__


class Unusable(ValueError):
    """This is no telephone, plate … that could meet another; `what` says which of them it should be."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


@dataclass(frozen=True)
class Value:
    """Something named in a tip. `stored` stands for it in the index; `asked` is what is looked for there."""

    what: str
    stored: str = field(repr=False)
    asked: tuple[str, ...] = field(repr=False)


def value(what: str, text: str, country: str = "GT") -> Value:
    """Return what stands for a text in the index. Raises Unusable."""
    if what == PLACE:
        return _place(text)
    makers: dict[str, Callable[[str, str], str]] = {
        PHONE: phone,
        PLATE: plate,
        DOCUMENT: document,
        BADGE: badge,
        ALIAS: alias,
    }
    if what not in makers:
        raise Unusable(what)
    told = f"{what}|{makers[what](text, country)}"
    return Value(what, told, (told,))


def phone(text: str, country: str = "GT") -> str:
    """Return a telephone number in E.164 ("+50255551234"); a number without a country is of `country`."""
    digits = re.sub(r"\D", "", text)
    if text.strip().startswith("+") or digits.startswith("00"):
        digits = digits.removeprefix("00")
        known = [name for name, (code, _) in COUNTRIES.items() if digits.startswith(code)]
        country = known[0] if known else ""
        digits = digits.removeprefix(COUNTRIES[country][0]) if country else ""
    if country not in COUNTRIES:
        raise Unusable(PHONE)
    code, length = COUNTRIES[country]
    digits = _local(digits, country, code, length)
    if len(digits) != length or len(set(digits)) == 1:
        raise Unusable(PHONE)
    return f"+{code}{digits}"


def _local(digits: str, country: str, code: str, length: int) -> str:
    if len(digits) > length and digits.startswith(code):
        digits = digits.removeprefix(code)
    if country == "MX":
        for prefix in MEXICAN_PREFIXES:
            if len(digits) == length + len(prefix) and digits.startswith(prefix):
                return digits.removeprefix(prefix)
    return digits


def plate(text: str, country: str = "GT") -> str:
    """Return a plate as capitals and digits, O being 0 and I being 1 ("p-123 abc" → "P123ABC").

    A Guatemalan plate without its first letter is a private car's.
    """
    told = _sized(PLATE, re.sub(r"[^a-z0-9]", "", _folded(text))).upper()
    if country == "GT" and re.fullmatch(r"[0-9]{3}[A-Z]{3}", told):
        told = f"P{told}"
    return told.translate(CONFUSED)


def document(text: str, country: str = "GT") -> str:
    """Return an identity number as capitals and digits."""
    told = _sized(DOCUMENT, re.sub(r"[^a-z0-9]", "", _folded(text))).upper()
    if not any(map(str.isdigit, told)):
        raise Unusable(DOCUMENT)
    return told


def badge(text: str, country: str = "GT") -> str:
    """Return a badge number as digits and letters, without zeros in front."""
    words = [word for word in _folded(text).split() if any(map(str.isdigit, word))]
    return _sized(BADGE, "".join(words).lstrip("0"))


def alias(text: str, country: str = "GT") -> str:
    """Return how a nickname sounds, without its article ("El Güicho" and "wicho" are one)."""
    words = [word for word in _folded(text).split() if word not in ARTICLES]
    return _sized(ALIAS, sound(re.sub(r"^(?:gu|hu|w)(?=[aeiou])", "gu", " ".join(words))))


def _sized(what: str, told: str) -> str:
    if not SHORTEST[what] <= len(told) <= LONGEST[what]:
        raise Unusable(what)
    return told


# --- places --------------------------------------------------------------------------------------------


def _place(text: str) -> Value:
    try:
        latitude, longitude = map(float, text.split(","))
        here = geohash(latitude, longitude)
    except ValueError:
        raise Unusable(PLACE) from None
    near = tuple(dict.fromkeys((here, *neighbours(latitude, longitude))))
    return Value(PLACE, f"{PLACE}|{here}", tuple(f"{PLACE}|{one}" for one in near))


def geohash(latitude: float, longitude: float, length: int = GEOHASH_LENGTH) -> str:
    """Return the geohash of a point (G. Niemeyer, 2008): 57.64911, 10.40744 → "u4pruyd" in seven letters.

    Raises ValueError for what is no point on Earth.
    """
    return _letters(*_cell(latitude, longitude, length), length)


def neighbours(latitude: float, longitude: float, length: int = GEOHASH_LENGTH) -> Iterator[str]:
    """Yield the geohashes of the eight cells around that of a point; fewer at the poles."""
    column, row = _cell(latitude, longitude, length)
    columns, rows = _counts(length)
    for north in (-1, 0, 1):
        for east in (-1, 0, 1):
            if (north or east) and 0 <= row + north < rows:
                yield _letters((column + east) % columns, row + north, length)


def _counts(length: int) -> tuple[int, int]:
    """Return into how many columns and rows of cells the Earth is cut."""
    return int(2 ** ((length * BITS_A_LETTER + 1) // 2)), int(2 ** (length * BITS_A_LETTER // 2))


def _cell(latitude: float, longitude: float, length: int) -> tuple[int, int]:
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError("no point on Earth")
    columns, rows = _counts(length)
    column, row = int((longitude + 180) / 360 * columns), int((latitude + 90) / 180 * rows)
    return min(column, columns - 1), min(row, rows - 1)


def _letters(column: int, row: int, length: int) -> str:
    """Return a cell's letters: bits of column and row by turns, the column's first, five a letter."""
    bits = length * BITS_A_LETTER
    woven = 0
    for place in range(bits):
        source, left = (column, (bits + 1) // 2) if place % 2 == 0 else (row, bits // 2)
        woven = woven << 1 | (source >> (left - 1 - place // 2) & 1)
    shifts = range(bits - BITS_A_LETTER, -1, -BITS_A_LETTER)
    return "".join(GEOHASH_LETTERS[woven >> shift & 31] for shift in shifts)


# --- what a tip names ------------------------------------------------------------------------------------

# By the name of the question, and what may stand several times on a line.
QUESTIONS = {"phone": PHONE, "plate": PLATE, "alias": ALIAS, "point": PLACE}


@dataclass(frozen=True)
class Named:
    """Something that a tip names, as it was written and as it is compared."""

    text: str = field(repr=False)
    value: Value


def named_in(answers: Answers, country: str = "GT") -> tuple[Named, ...]:
    """Return what the answers of a tip name, each once; what cannot be made out is left out."""
    told = [(what, text) for name, what in QUESTIONS.items() for text in _parts(answers, name, what)]
    told += [(BADGE, one) for one in sorted(answers.badges)]
    found: dict[Value, Named] = {}
    for what, text in told:
        if value_of := _usable(what, text, country):
            found.setdefault(value_of, Named(text.strip(), value_of))
    return tuple(found.values())[:MOST_A_TIP]


def _parts(answers: Answers, name: str, what: str) -> list[str]:
    said: Said = answers.said.get(name) or answers.chosen.get(name) or ""
    text = said if isinstance(said, str) else ",".join(said)
    return [text] if what == PLACE else [part for part in re.split(r"[,;/\n]| y | o ", text) if part.strip()]


def _usable(what: str, text: str, country: str) -> Value | None:
    try:
        return value(what, text, country)
    except Unusable:
        return None


def learns(kind: str, of_kind: str) -> bool:
    """Say whether a unit of one kind is told that one of another holds related information.

    Of two external oversights one may read just because the other is concerned: neither learns of the other.
    """
    if {kind, of_kind} - set(HEIGHT) or kind == of_kind == OVERSIGHT:
        return False
    return HEIGHT[kind] >= HEIGHT[of_kind]
