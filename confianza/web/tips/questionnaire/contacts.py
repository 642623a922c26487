"""Whom to call in danger, and whom to turn to where nobody here may read a tip (contacts.toml)."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from confianza.web.tips.questionnaire.texts import Text, data, text_of
from confianza.web.tips.rules import tables

FILE = "contacts.toml"


@dataclass(frozen=True)
class Contact:
    """Somebody who can be called; `number` is "" where only the name is known."""

    number: str
    name: Text


@dataclass(frozen=True)
class Country:
    """The numbers of one country, and when somebody last made sure of them."""

    code: str
    checked_on: str
    emergency: tuple[Contact, ...]
    outside: tuple[Contact, ...]


@lru_cache(maxsize=1)
def default() -> tuple[Country, ...]:
    """Return the countries we know of, the first being where nobody says which."""
    return read(data(FILE))


def of(code: str = "", countries: tuple[Country, ...] | None = None) -> Country:
    """Return a country by its ISO code; the first where it is not known."""
    known = countries or default()
    return next((one for one in known if one.code == code.upper()), known[0])


def read(text: str) -> tuple[Country, ...]:
    """Read countries from the text of a data file (ours, or an adopter's); raises NotATable."""
    told = tables.parsed(text, FILE)
    tables.decided(told, FILE)
    return tables.rows(told, "country", _country, FILE)


def _country(*, code: str, checked_on: str, emergency: Any, outside: Any) -> Country:
    return Country(code, checked_on, tuple(map(_contact, emergency)), tuple(map(_contact, outside)))


def _contact(told: dict[str, str]) -> Contact:
    words = {key: value for key, value in told.items() if key != "number"}
    return Contact(told["number"], text_of(words, where=f"{FILE}, {told['number']}"))
