"""What the morgue writes down: nearly every violent or sudden death, by the day the body came in.

It tells with what a person was killed, never whether it was meant; it knows the municipality, nothing finer.
"""

from collections.abc import Mapping

import numpy as np
import polars as pl

from confianza.demo import places
from confianza.demo.chance import by_month, happens
from confianza.demo.identities import Ear, heard

SEED = 1602
EXAMINED: Mapping[str, float] = {"homicide": 0.95, "road_death": 0.88, "suicide": 0.97, "sudden_death": 0.85}
CAUSES: Mapping[str, str] = {
    "firearm": "Herida por proyectil de arma de fuego", "sharp": "Herida por arma blanca",
    "strangulation": "Asfixia por suspensión o estrangulación", "blunt": "Traumatismo contundente",
    "other": "Otras causas", "vehicle": "Politraumatismo por hecho de tránsito", "poison": "Intoxicación",
    "illness": "Enfermedad común", "undetermined": "Causa indeterminada",
}  # fmt: skip
NO_AGE, NO_SEX, WRONG_AGE, DECOMPOSED = 0.035, 0.006, 0.14, 0.012
# Relatives bring papers; whom nobody asks for stays a body without a name.
EAR = Ear(
    seed=16020, nameless=0.05, misspelt=0.04, no_second_name=0.15, no_second_surname=0.08,
    swapped_surnames=0.01, swapped_names=0.01, by_nickname=0.0, by_married_surname=0.15, knows_alias=0.2,
    knows_number=0.6, wrong_digit=0.01, knows_birthday=0.5,
)  # fmt: skip


def told(truth: pl.DataFrame) -> pl.DataFrame:
    """Return one row per body the morgue examined, in the morgue's words, with the day it came in."""
    return by_month(truth.filter(pl.col("happening").is_in(list(EXAMINED))), SEED, _write_down)


def _write_down(month: pl.DataFrame, chance: np.random.Generator) -> pl.DataFrame:
    seen = month.filter(happens(chance, month["happening"].replace_strict(EXAMINED), len(month)))
    rows = len(seen)
    age_off = pl.Series(chance.integers(-4, 5, rows)) * happens(chance, WRONG_AGE, rows)
    carried = pl.Series(chance.choice([0, 1, 2], rows, p=[0.72, 0.24, 0.04]))
    found_late = pl.Series(chance.integers(5, 40, rows)) * happens(chance, DECOMPOSED, rows)
    intake_on = pl.col("died_on") + pl.duration(days=carried + found_late)
    return seen.select(
        "victim_id",
        "happening",
        "municipality_code",
        occurred_on=intake_on,
        registered_on=intake_on,
        municipality=pl.col("municipality_code").replace_strict(
            {m.code: m.name for m in places.MUNICIPALITIES}
        ),
        sex=pl.when(~happens(chance, NO_SEX, rows)).then("sex"),
        age=pl.when(~happens(chance, NO_AGE, rows)).then((pl.col("age") + age_off).clip(0, 97)),
        cause=pl.col("mechanism").replace_strict(CAUSES),
    ).with_columns(heard(seen, EAR))
