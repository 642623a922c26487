"""The answers to the linkage of the demo: what each office recorded about whom, and who that really was.

Three files of records as linkage takes them, with the victim and the event that no office knows. They lie
beside the deliveries for whoever wants to measure a linkage; nothing of the demo reads them.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from confianza.analysis.vocabulary.identities import PERSONAL
from confianza.demo import coroner, health, places, police

# Deaths and injuries: what more than one office may know of the same victim.
HARM = ("homicide", "assault", "domestic_violence", "road_death", "suicide", "sudden_death")
OFFICES: Mapping[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "police": police.told, "coroner": coroner.told, "health": health.told,
}  # fmt: skip
COLUMNS = (
    "record", "source", "occurred_on", "died_on", "sex", "age_from", "age_to", "mechanism",
    "department_code", "municipality_code", "latitude", "longitude", "locality", *PERSONAL, "victim_id",
    "event_id",
)  # fmt: skip
_CAUSES = {words: mechanism for mechanism, words in coroner.CAUSES.items()}
_NOTHING_TOLD = ("died_on", "mechanism", "latitude", "longitude", "locality")


def of(happened: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return the records (COLUMNS) of each office, in the order of their days."""
    events = happened.filter(pl.col("happening").is_in(HARM)).select("victim_id", "event_id")
    return {name: _records(name, told(happened), events) for name, told in OFFICES.items()}


def write(happened: pl.DataFrame, folder: Path) -> None:
    """Write one CSV file for each office."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, records in of(happened).items():
        records.write_csv(folder / f"{name}.csv")


def _records(office: str, told: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    known = told.join(events, on="victim_id").sort("occurred_on", "surname", "first_name", "victim_id")
    if "cause" in known.columns:
        known = known.with_columns(mechanism=pl.col("cause").replace_strict(_CAUSES))
    absent = [pl.lit(None, pl.String).alias(name) for name in _NOTHING_TOLD if name not in known.columns]
    numbers = pl.int_range(1, 1 + pl.len()).cast(pl.String).str.zfill(5)
    return known.with_columns(absent).select(
        pl.format("{}-{}", pl.lit(office), numbers).alias("record"),
        pl.lit(office).alias("source"),
        *("occurred_on", "died_on", "sex"),
        pl.col("age").alias("age_from"),
        pl.col("age").alias("age_to"),
        "mechanism",
        pl.lit(places.DEPARTMENT_CODE).alias("department_code"),
        *COLUMNS[9:],
    )
