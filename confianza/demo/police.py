"""What Comisaría 71 writes down: half of the violence, a fifth of the rest.

It knows the zone but no point, writes what it saw first (a wounded person who dies later stays "Lesiones"
until the office corrects itself), and registers some facts weeks late.
"""

from collections.abc import Mapping

import numpy as np
import polars as pl

from confianza.demo import places
from confianza.demo.chance import by_month, days, happens, one_of
from confianza.demo.identities import Ear, heard

SEED = 71
# Share of the victims within the jurisdiction that reach the police; suicides and sudden deaths do not.
REPORTED: Mapping[str, float] = {
    "homicide": 0.93, "assault": 0.42, "robbery": 0.30, "theft": 0.22, "extortion": 0.16,
    "sexual_violence": 0.19,
    "domestic_violence": 0.20, "threats": 0.20, "road_death": 0.84,
}  # fmt: skip
LABELS: Mapping[str, tuple[str, str]] = {  # delito_com, g_delitos
    "homicide": ("Homicidio", "Homicidios"),
    "assault": ("Lesiones", "Lesiones"),
    "robbery": ("Robo a peatones", "Delitos contra el patrimonio"),
    "theft": ("Hurto", "Delitos contra el patrimonio"),
    "extortion": ("Extorsión", "Extorsiones"),
    "sexual_violence": ("Violación", "Delitos sexuales"),
    "domestic_violence": ("Violencia intrafamiliar", "Violencia intrafamiliar"),
    "threats": ("Amenazas", "Otros delitos"),
    "road_death": ("Homicidio culposo por hecho de tránsito", "Hechos de tránsito"),
}
TOWN_VARIANTS = ("Sta. Elvira del Valle", "Santa Elbira del Valle", "SANTA ELVIRA", "Santa Elvira Valle")
WARD_VARIANTS: Mapping[str, str] = {
    "Cantón El Copinol": "El Copinól", "Cantón La Laguneta": "Canton La Lagunita",
    "Cantón Piedra Parada": "P. Parada",
    "Cantón Los Izotes": "Los Isotes", "Cantón El Chaparral": "Canton El Chaparal",
    "Cantón Agua Tibia": "Agua Tivia",
    "Cantón Las Champas": "Champas", "Cantón Loma del Viento": "Loma del Viento",
    "Cantón El Cerrón": "El Serron",
}  # fmt: skip
SEEN_AS_WOUNDED = 0.55  # of those who die on a later day
LATE, LATE_DAYS, USUAL_DAYS = 0.06, 45.0, 1.5
MISSPELT_TOWN, MISSPELT_WARD, NO_WARD, NO_HOUR, NO_AGE, NO_SEX = 0.035, 0.12, 0.05, 0.06, 0.07, 0.012
WRONG_AGE, WRONG_DAY = 0.06, 0.025
# A crowd gives the police the name, often the one people call somebody by.
EAR = Ear(
    seed=710, nameless=0.03, misspelt=0.07, no_second_name=0.30, no_second_surname=0.12,
    swapped_surnames=0.015, swapped_names=0.02, by_nickname=0.05, by_married_surname=0.25, knows_alias=0.6,
    knows_number=0.45, wrong_digit=0.02, knows_birthday=0.3,
)  # fmt: skip


def told(truth: pl.DataFrame) -> pl.DataFrame:
    """Return one row per victim the police recorded, in the police's words, with the day it was registered.

    `label` is what it is called now, `first_label` what it was called before the office corrected itself.
    """
    within = truth.filter((pl.col("beat") != "") & pl.col("happening").is_in(list(REPORTED)))
    return by_month(within, SEED, _write_down)


def _write_down(month: pl.DataFrame, chance: np.random.Generator) -> pl.DataFrame:
    seen = month.filter(happens(chance, month["happening"].replace_strict(REPORTED), len(month)))
    rows = len(seen)
    day_off = pl.Series(chance.choice([-1, 1], rows)) * happens(chance, WRONG_DAY, rows)
    age_off = pl.Series(chance.integers(-3, 4, rows)) * happens(chance, WRONG_AGE, rows)
    wait = pl.select(
        pl.when(happens(chance, LATE, rows))
        .then(days(chance, LATE_DAYS, rows))
        .otherwise(days(chance, USUAL_DAYS, rows))
    ).to_series()
    occurred_on = pl.col("occurred_at").dt.date()
    dies_later = (pl.col("died_on") > occurred_on) & happens(chance, SEEN_AS_WOUNDED, rows)
    return seen.select(
        "victim_id",
        "happening",
        "municipality_code",
        label=_label(pl.col("happening"), 0),
        first_label=pl.when(dies_later & (pl.col("happening") == "homicide"))
        .then(pl.lit(LABELS["assault"][0]))
        .otherwise(_label(pl.col("happening"), 0)),
        occurred_on=occurred_on + pl.duration(days=day_off),
        hour=_unless(happens(chance, NO_HOUR, rows), pl.col("occurred_at").dt.hour()),
        registered_on=(pl.col("occurred_at") + wait).dt.date(),
        municipality=_town(chance, rows),
        ward=_ward(chance, rows),
        is_rural=pl.col("is_canton"),
        sex=_unless(happens(chance, NO_SEX, rows), pl.col("sex")),
        age=_unless(happens(chance, NO_AGE, rows), (pl.col("age") + age_off).clip(0, 97)),
    ).with_columns(heard(seen, EAR))


def _unless(missing: pl.Series, value: pl.Expr) -> pl.Expr:
    return pl.when(~missing).then(value)


def _label(happening: pl.Expr, which: int) -> pl.Expr:
    return happening.replace_strict({key: words[which] for key, words in LABELS.items()})


def group_of(label: pl.Expr) -> pl.Expr:
    """Return the group (g_delitos) a label belongs to."""
    return label.replace_strict(dict(LABELS.values()))


def _town(chance: np.random.Generator, rows: int) -> pl.Expr:
    """Return the municipality's name, some of Santa Elvira's misspelt."""
    name = pl.col("municipality_code").replace_strict(
        {town.code: town.name for town in places.MUNICIPALITIES}
    )
    at_home = pl.col("municipality_code") == places.MUNICIPALITY_CODE
    wrong = happens(chance, MISSPELT_TOWN, rows)
    return pl.when(wrong & at_home).then(one_of(chance, list(TOWN_VARIANTS), rows)).otherwise(name)


def _ward(chance: np.random.Generator, rows: int) -> pl.Expr:
    """Return the zone's number or the canton's name as the police write it, null where they do not.

    Before zone 8 was made, its people lived in zone 3.
    """
    before = (pl.col("occurred_at").dt.date() < places.SPLIT_ON) & (
        pl.col("ward_code") == places.SPLIT_ZONES[1]
    )
    code = pl.when(before).then(pl.lit(places.SPLIT_ZONES[0])).otherwise("ward_code")
    number = code.str.slice(4).cast(pl.Int32).cast(pl.String)
    variant = happens(chance, MISSPELT_WARD, rows)
    canton = pl.when(variant).then(pl.col("ward_name").replace(WARD_VARIANTS)).otherwise("ward_name")
    return _unless(happens(chance, NO_WARD, rows), pl.when("is_canton").then(canton).otherwise(number))
