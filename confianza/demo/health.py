"""What the hospital and the civil register write down: the wounded who came and the dead they certified.

The only office that tells names and points, and both badly: clerks misspell, receivers lose the signal, and
one in eleven killings is certified as of undetermined intent.
"""

from collections.abc import Mapping

import numpy as np
import polars as pl

from confianza.demo import places
from confianza.demo.chance import by_month, days, happens
from confianza.demo.identities import Ear, papers
from confianza.demo.names import misspelt

SEED = 2018
TREATED: Mapping[str, float] = {
    "homicide": 0.62, "assault": 0.24, "sexual_violence": 0.16, "domestic_violence": 0.04, "road_death": 0.55,
    "suicide": 0.50,
}  # fmt: skip
ICD10: Mapping[str, Mapping[str, str]] = {  # of the dead; the living have none
    "homicide": {"firearm": "X95", "sharp": "X99", "blunt": "Y00", "bodily_force": "Y04",
    "strangulation": "X91",
                "other": "Y08"},
    "suicide": {"strangulation": "X70", "poison": "X68", "firearm": "X74"},
    "road_death": {"vehicle": "V89"},
    "undetermined": {"firearm": "Y24", "sharp": "Y28", "blunt": "Y29", "strangulation": "Y20",
    "other": "Y34"},
}  # fmt: skip
MECHANISMS: Mapping[str, str] = {
    "firearm": "Arma de fuego", "sharp": "Arma blanca", "blunt": "Objeto contundente",
    "bodily_force": "Fuerza corporal", "strangulation": "Estrangulación", "other": "Otro",
    "vehicle": "Vehículo",
    "poison": "Envenenamiento",
}  # fmt: skip
INTENTS: Mapping[str, str] = {"homicide": "Homicidio", "road_death": "Accidente", "suicide": "Suicidio"}
ICCS: Mapping[str, str] = {
    "homicide": "0101", "assault": "02011", "sexual_violence": "0301", "domestic_violence": "0201",
    "road_death": "010321", "suicide": "",
}  # fmt: skip
UNDETERMINED = 0.09  # of the killings
LATE, LATE_DAYS, USUAL_DAYS = 0.04, 35.0, 1.0
MISSPELT, NEXT_DAY, WRONG_AGE, NO_AGE, NO_POINT, NO_SURNAME = 0.13, 0.10, 0.08, 0.04, 0.36, 0.3
KNOWN_BIRTHDAY = 0.4
# Names are heard by the clerk's own habits above; this is for what stands on paper.
EAR = Ear(
    seed=20180, nameless=0.0, misspelt=MISSPELT, no_second_name=0.0, no_second_surname=NO_SURNAME,
    swapped_surnames=0.0, swapped_names=0.0, by_nickname=0.0, by_married_surname=0.0, knows_alias=0.05,
    knows_number=0.35, wrong_digit=0.03, knows_birthday=KNOWN_BIRTHDAY,
)  # fmt: skip
SWAPPED, AT_ZERO, FAR_AWAY = 0.006, 0.005, 0.003  # of the points
OFF_BY_DEGREES = 0.0004  # what a telephone's receiver is off by


def told(truth: pl.DataFrame) -> pl.DataFrame:
    """Return one row per patient or death certificate of the department, in the clerks' words."""
    return by_month(truth.filter(pl.col("happening").is_in(list(TREATED))), SEED, _write_down)


def _write_down(month: pl.DataFrame, chance: np.random.Generator) -> pl.DataFrame:
    seen = month.filter(happens(chance, month["happening"].replace_strict(TREATED), len(month)))
    alias, identity_number, _birthday = papers(seen, EAR)
    rows = len(seen)
    next_day = pl.Series(happens(chance, NEXT_DAY, rows), dtype=pl.Int32)
    seen = seen.with_columns(occurred_on=pl.col("occurred_at").dt.date() + pl.duration(days=next_day))
    unclear = happens(chance, UNDETERMINED, rows) & (seen["happening"] == "homicide")
    return seen.select(
        "victim_id", "happening", "municipality_code", "occurred_on", "died_on", "sex", "locality",
        "mechanism",
        *_names(seen, chance),
        *_points(chance, rows),
        *_causes(seen, unclear),
        hour=pl.col("occurred_at").dt.strftime("%H:%M"),
        registered_on=_registered_on(chance, rows),
        born_on=pl.when(happens(chance, KNOWN_BIRTHDAY, rows)).then("born_on"),
        age=_age(chance, rows),
        ward=_ward(),
        married_surname="married_surname",
        alias=alias,
        identity_number=identity_number,
    )  # fmt: skip


def _registered_on(chance: np.random.Generator, rows: int) -> pl.Expr:
    late = pl.when(happens(chance, LATE, rows)).then(days(chance, LATE_DAYS, rows))
    waited = late.otherwise(days(chance, USUAL_DAYS, rows))
    known_on = pl.max_horizontal("occurred_on", "died_on").cast(pl.Datetime("us"))
    return (known_on + waited).dt.date()


def _age(chance: np.random.Generator, rows: int) -> pl.Expr:
    wrong_by = pl.Series(chance.integers(-1, 2, rows)) * happens(chance, WRONG_AGE, rows)
    return pl.when(~happens(chance, NO_AGE, rows)).then((pl.col("age") + wrong_by).clip(0, 97))


def _causes(seen: pl.DataFrame, unclear: pl.Series) -> list[pl.Expr]:
    """Return intent, ICD-10 cause and ICCS class; a killing of undetermined intent has no class."""
    intent = pl.col("happening").replace_strict(INTENTS, default="")
    iccs = pl.col("happening").replace_strict(ICCS)
    return [
        pl.when(unclear).then(pl.lit("Indeterminada")).otherwise(intent).alias("intent"),
        pl.Series("icd10", _icd10(seen, unclear), dtype=pl.String),
        pl.when(unclear).then(pl.lit("")).otherwise(iccs).alias("iccs"),
    ]


def _names(seen: pl.DataFrame, chance: np.random.Generator) -> list[pl.Series]:
    """Return the names as the clerk heard them."""
    rows = len(seen)
    heard = []
    for column in ("first_name", "second_name", "surname", "second_surname"):
        wrong = happens(chance, MISSPELT, rows)
        spelt = [
            misspelt(name, chance) if bad else name for name, bad in zip(seen[column], wrong, strict=True)
        ]
        heard.append(pl.Series(column, spelt, dtype=pl.String))
    absent = happens(chance, NO_SURNAME, rows)
    heard[3] = pl.select(pl.when(~absent).then(heard[3]).alias("second_surname")).to_series()
    return heard


def _points(chance: np.random.Generator, rows: int) -> list[pl.Expr]:
    """Return latitude and longitude as the receiver told them: absent, swapped, at (0, 0) or far away."""
    blurred = {
        axis: pl.col(axis) + pl.Series(chance.normal(0, OFF_BY_DEGREES, rows))
        for axis in ("latitude", "longitude")
    }
    fate = pl.Series(chance.random(rows))
    absent, swapped = fate < NO_POINT, fate > 1 - SWAPPED * (1 - NO_POINT)
    at_zero = (fate >= NO_POINT) & (fate < NO_POINT + AT_ZERO * (1 - NO_POINT))
    far = (fate >= 0.5) & (fate < 0.5 + FAR_AWAY * (1 - NO_POINT))
    read = []
    for axis, other in (("latitude", "longitude"), ("longitude", "latitude")):
        right = (
            pl.when(swapped).then(blurred[other]).when(far).then(blurred[axis] - 4.0).otherwise(blurred[axis])
        )
        read.append(pl.when(~absent).then(pl.when(at_zero).then(0.0).otherwise(right).round(6)).alias(axis))
    return read


def _ward() -> pl.Expr:
    number = pl.col("ward_code").str.slice(4).cast(pl.Int32).cast(pl.String)
    before = (pl.col("occurred_at").dt.date() < places.SPLIT_ON) & (
        pl.col("ward_code") == places.SPLIT_ZONES[1]
    )
    return pl.when("is_canton").then("ward_name").when(before).then(pl.lit("3")).otherwise(number)


def _icd10(seen: pl.DataFrame, unclear: pl.Series) -> list[str]:
    """Return the cause on each death certificate: the mechanism's code within the intent ("": alive)."""
    codes = []
    for happening, mechanism, not_clear in zip(seen["happening"], seen["mechanism"], unclear, strict=True):
        kind = ICD10.get("undetermined" if not_clear else happening, {})
        codes.append(kind.get(mechanism, ""))
    return codes
