"""What people who do not exist are called, and what the offices make of it.

Every draw here has a stream of its own, so that names never change a figure.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from confianza.demo.chance import apart, by_month, happens, one_of
from confianza.demo.names import SURNAMES, misspelt

SEED = 90_210
OF_AGE, MARRIED, HAS_ALIAS = 18, 0.3, 0.15
# No department begins with 00: a number of this form is nobody's.
IDENTITY_PREFIX, IDENTITY_DIGITS = "00", 11
NICKNAMES: Mapping[str, tuple[str, ...]] = {
    "José": ("Chepe", "Pepe"), "Francisco": ("Paco", "Chico"), "Manuel": ("Meme",), "Jorge": ("Coque",),
    "Luis": ("Lucho", "Güicho"), "Miguel": ("Migue",), "Rafael": ("Rafa",), "Antonio": ("Toño",),
    "Rigoberto": ("Rigo",), "Gerardo": ("Lalo",), "Concepción": ("Concha",), "Patricia": ("Paty",),
    "Teresa": ("Tere",), "María": ("Mari",), "Rosa": ("Rosita",), "Esperanza": ("Lancha",),
}  # fmt: skip
STREET_NAMES = ["El Chino", "El Flaco", "El Gordo", "El Seco", "La Negra", "El Canche", "La Colocha", "Pollo"]
UNKNOWN = ("XX", "xx", "X.X.")  # how a body without a name is written
NAMES = (
    "first_name", "second_name", "surname", "second_surname", "married_surname", "alias", "identity_number",
    "born_on",
)  # fmt: skip


@dataclass(frozen=True)
class Ear:
    """How an office hears names: shares of the people of whom it writes this or that."""

    seed: int
    nameless: float
    misspelt: float
    no_second_name: float
    no_second_surname: float
    swapped_surnames: float
    swapped_names: float
    by_nickname: float
    by_married_surname: float  # of the married: instead of the second surname
    knows_alias: float
    knows_number: float
    wrong_digit: float
    knows_birthday: float


def given(people: pl.DataFrame) -> pl.DataFrame:
    """Give people a married surname, a nickname and a number, where they have one."""
    return by_month(people, SEED, _given)


def _given(month: pl.DataFrame, chance: np.random.Generator) -> pl.DataFrame:
    rows = len(month)
    married = happens(chance, MARRIED, rows)
    husband = pl.Series(chance.choice(SURNAMES, rows), dtype=pl.String)
    digits = pl.Series(chance.integers(10 ** (IDENTITY_DIGITS - 1), 10**IDENTITY_DIGITS, rows)).cast(
        pl.String
    )
    is_woman, of_age = pl.col("sex") == "female", pl.col("age") >= OF_AGE
    nickname = [_nickname(name, chance) for name in month["first_name"]]
    return month.with_columns(
        married_surname=pl.when(is_woman & of_age & married).then(husband),
        alias=pl.when(happens(chance, HAS_ALIAS, rows)).then(pl.Series(nickname, dtype=pl.String)),
        identity_number=pl.when(of_age).then(pl.lit(IDENTITY_PREFIX) + digits),
    )


def _nickname(name: str, chance: np.random.Generator) -> str:
    own = NICKNAMES.get(name)
    return str(chance.choice(list(own) if own else STREET_NAMES))


def heard(seen: pl.DataFrame, ear: Ear) -> list[pl.Series]:
    """Return NAMES as an office wrote them about people of one month: misspelt, swapped, absent, unknown."""
    chance, rows = apart(seen, ear.seed), len(seen)
    spelt = seen.select(_spelt(seen[name], ear, chance) for name in NAMES[:5])
    nickname = [_nickname(name, chance) if name in NICKNAMES else name for name in seen["first_name"]]
    told = spelt.with_columns(
        first_name=_unless(happens(chance, ear.by_nickname, rows), "first_name", pl.Series(nickname)),
        second_name=_unless(happens(chance, ear.no_second_name, rows), "second_name"),
        second_surname=_unless(happens(chance, ear.no_second_surname, rows), "second_surname"),
    )
    told = _swapped(told, "surname", "second_surname", happens(chance, ear.swapped_surnames, rows))
    told = _swapped(told, "first_name", "second_name", happens(chance, ear.swapped_names, rows))
    told = _by_marriage(told, happens(chance, ear.by_married_surname, rows))
    told = _nameless(told, happens(chance, ear.nameless, rows), one_of(chance, list(UNKNOWN), rows))
    return [*told.get_columns(), *papers(seen, ear)]


def papers(seen: pl.DataFrame, ear: Ear) -> list[pl.Series]:
    """Return alias, identity_number and born_on as an office wrote them."""
    chance, rows = apart(seen, ear.seed + 1), len(seen)
    wrong = happens(chance, ear.wrong_digit, rows)
    places = chance.integers(len(IDENTITY_PREFIX), len(IDENTITY_PREFIX) + IDENTITY_DIGITS, rows)
    numbers = [
        _with_wrong_digit(number, at) if bad and number else number
        for number, bad, at in zip(seen["identity_number"], wrong, places, strict=True)
    ]
    told = seen.select("alias", identity_number=pl.Series(numbers, dtype=pl.String), born_on="born_on")
    shares = {"alias": ear.knows_alias, "identity_number": ear.knows_number, "born_on": ear.knows_birthday}
    return told.select(
        pl.when(happens(chance, share, rows)).then(name).alias(name) for name, share in shares.items()
    ).get_columns()


def _with_wrong_digit(number: str, at: int) -> str:
    return number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]


def _spelt(names: pl.Series, ear: Ear, chance: np.random.Generator) -> pl.Series:
    wrong = happens(chance, ear.misspelt, len(names))
    spelt = [misspelt(name, chance) if bad and name else name for name, bad in zip(names, wrong, strict=True)]
    return pl.Series(names.name, spelt, dtype=pl.String)


def _unless(happened: pl.Series, name: str, instead: pl.Series | None = None) -> pl.Expr:
    return pl.when(~happened).then(name).otherwise(pl.lit(instead))


def _swapped(told: pl.DataFrame, one: str, other: str, where: pl.Series) -> pl.DataFrame:
    both = where & told[other].is_not_null()
    return told.with_columns(
        pl.when(both).then(other).otherwise(one).alias(one),
        pl.when(both).then(one).otherwise(other).alias(other),
    )


def _by_marriage(told: pl.DataFrame, where: pl.Series) -> pl.DataFrame:
    """Write the married surname in the place of the second one, where there is one; else beside it."""
    instead = where & told["married_surname"].is_not_null()
    return told.with_columns(
        second_surname=pl.when(instead)
        .then(pl.lit("de ") + pl.col("married_surname"))
        .otherwise("second_surname"),
        married_surname=pl.when(~instead).then("married_surname"),
    )


def _nameless(told: pl.DataFrame, where: pl.Series, word: pl.Series) -> pl.DataFrame:
    crosses = {"first_name": word, "surname": word}
    return told.with_columns(
        pl.when(~where).then(name).otherwise(pl.lit(crosses.get(name), pl.String)).alias(name)
        for name in told.columns
    )
