"""What really happened, which no office knows whole: every victim, seen or not."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from confianza.demo import happenings, identities, names, places
from confianza.demo.addresses import Addresses
from confianza.demo.happenings import HAPPENINGS, Happening

SEED = 20_210_101
FIRST_MONTH = date(2021, 1, 1)
REPEAT_WITHIN_KM, REPEAT_WITHIN_DAYS = 0.2, 14
DAYS_TO_DIE = 1.6  # mean, of those who do not die at once
DIE_LATER = 0.28
# Share of the victims who die beside another one of the month, and a stream of their own.
DOUBLES: Mapping[str, float] = {"homicide": 0.10}
DOUBLES_SEED = 22

SCHEMA: dict[str, Any] = {
    "victim_id": pl.String, "happening": pl.String, "occurred_at": pl.Datetime("us"), "died_on": pl.Date,
    "sex": pl.String, "age": pl.Int16, "born_on": pl.Date, "first_name": pl.String, "second_name": pl.String,
    "surname": pl.String, "second_surname": pl.String, "mechanism": pl.String, "municipality_code": pl.String,
    "ward_code": pl.String, "ward_name": pl.String, "is_canton": pl.Boolean, "locality": pl.String,
    "beat": pl.String,
    "latitude": pl.Float64, "longitude": pl.Float64,
    "event_id": pl.String,  # the victim after whom an event is called: two die together
    "married_surname": pl.String, "alias": pl.String, "identity_number": pl.String,
}  # fmt: skip
_ADDED_LATER = ("event_id", "married_surname", "alias", "identity_number")


def happen(addresses: Addresses, last_month: date) -> pl.DataFrame:
    """Return every victim from January 2021 to the end of `last_month`, as they are drawn (`SCHEMA`).

    Each month of each happening has its own chance: a later last month only adds to an earlier one.
    """
    parts = [
        _month_of(addresses, happening, number, month)
        for month in months(FIRST_MONTH, last_month)
        for number, happening in enumerate(HAPPENINGS)
    ]
    end = datetime.combine(next_month(last_month), datetime.min.time())
    happened = pl.concat(parts).filter(pl.col("occurred_at") < end).sort("drawn_at", "victim_id")
    together = pl.col("victim_id").min().over("happening", "occurred_at", "latitude", "longitude")
    return identities.given(happened.with_columns(event_id=together)).select(list(SCHEMA))


def months(first: date, last: date) -> Iterator[date]:
    """Yield the first days of the months from `first` to `last`, both included."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = next_month(month)


def next_month(day: date) -> date:
    """Return the first day of the month after a day's."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _month_of(addresses: Addresses, happening: Happening, number: int, month: date) -> pl.DataFrame:
    month_key = (month.year, month.month, number)
    chance = np.random.default_rng([SEED, *month_key])
    draw = _draws(addresses, happening, month)
    expected = (
        happening.true_per_year
        / 12
        * happening.months[month.month - 1]
        * draw.sum()
        / _usual(addresses, happening)
    )
    where = chance.choice(len(draw), chance.poisson(expected), p=draw / draw.sum())
    when = _moments(happening, month, len(where), chance)
    again = chance.random(len(where)) < happening.repeats
    where = np.concatenate([where, addresses.near(where[again], REPEAT_WITHIN_KM, chance)])
    later = chance.integers(1, REPEAT_WITHIN_DAYS + 1, again.sum()) * 24 * 60 + chance.integers(
        -90, 90, again.sum()
    )
    when = np.concatenate([when, when[again] + later.astype("timedelta64[m]")])
    drawn_at, share = when, DOUBLES.get(happening.key, 0.0)
    where, when = _doubled(addresses, where, when, share, np.random.default_rng([DOUBLES_SEED, *month_key]))
    victims = _victims(addresses, happening, f"{month:%y%m}{number:02d}", where, when, chance)
    return victims.with_columns(drawn_at=pl.Series(drawn_at.astype("datetime64[us]")))


def _doubled(
    addresses: Addresses, where: np.ndarray, when: np.ndarray, share: float, chance: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Move some victims to the place and moment of an earlier one: as many victims, in fewer events.

    Nobody leaves the municipality or the police jurisdiction, so that no office gains or loses a victim.
    """
    where, when = where.copy(), when.copy()
    town = [places.WARDS[number].municipality for number in addresses.ward]
    own = np.array([f"{code} {beat != ''}" for code, beat in zip(town, addresses.beat, strict=True)])
    first = np.arange(len(where))
    for victim in np.flatnonzero(chance.random(len(where)) < share):
        alone = (first[:victim] == np.arange(victim)) & (own[where[:victim]] == own[where[victim]])
        if alone.any():
            first[victim] = chance.choice(np.flatnonzero(alone))
            where[victim], when[victim] = where[first[victim]], when[first[victim]]
    return where, when


def _draws(addresses: Addresses, happening: Happening, month: date) -> np.ndarray:
    """Return how strongly each address draws a happening in a month: people, ward's risk, hot spots."""
    risk = np.array(
        [happenings.risk(happening, w.code, w.is_canton, month.year, month.month) for w in places.WARDS]
    )
    grown = np.array([(1 + w.growth) ** (month.year - FIRST_MONTH.year) for w in places.WARDS])
    spread = (risk * grown)[addresses.ward] * addresses.people
    hot = spread * addresses.heat
    return (1 - happening.hot) * spread + happening.hot * hot * spread.sum() / hot.sum()


def _usual(addresses: Addresses, happening: Happening) -> float:
    return float(_draws(addresses, happening, FIRST_MONTH).sum()) * (1 + happening.repeats)


def _moments(happening: Happening, month: date, how_many: int, chance: np.random.Generator) -> np.ndarray:
    """Return so many moments of a month: weekends and hours weigh as the happening says (datetime64[m])."""
    days = (next_month(month) - month).days
    is_weekend = np.array([(month + timedelta(days=day)).weekday() >= 5 for day in range(days)])
    of_days = np.where(is_weekend, happening.weekends, 1.0)
    of_hours = np.array(happening.hours)
    day = chance.choice(days, how_many, p=of_days / of_days.sum())
    hour = chance.choice(24, how_many, p=of_hours / of_hours.sum())
    minutes = day * 24 * 60 + hour * 60 + chance.integers(0, 60, how_many)
    return np.datetime64(month, "m") + minutes.astype("timedelta64[m]")


def _victims(
    addresses: Addresses, happening: Happening, prefix: str, where: np.ndarray, when: np.ndarray,
    chance: np.random.Generator,
) -> pl.DataFrame:  # fmt: skip
    """Give every happening a victim who does not exist."""
    people = len(where)
    women = chance.random(people) < happening.women
    age = np.clip(np.exp(chance.normal(np.log(happening.age[0]), happening.age[1], people)), 1, 94).astype(
        np.int16
    )
    wards = [places.WARDS[number] for number in addresses.ward[where]]
    happened_on = when.astype("datetime64[D]")
    return pl.DataFrame(
        {
            "victim_id": [f"{prefix}-{number:03d}" for number in range(people)],
            "happening": [happening.key] * people,
            "occurred_at": when.astype("datetime64[us]"),
            "died_on": _deaths(happening, happened_on, chance),
            "sex": np.where(women, "female", "male"),
            "age": age,
            "born_on": happened_on - (age * 365.25 + chance.uniform(1, 364, people)).astype("timedelta64[D]"),
            "first_name": names.first_names(women, chance),
            "second_name": names.first_names(women, chance),
            "surname": names.surnames(people, chance),
            "second_surname": names.surnames(people, chance),
            "mechanism": _mechanisms(happening, people, chance),
            "municipality_code": [ward.municipality for ward in wards],
            "ward_code": [ward.code for ward in wards],
            "ward_name": [ward.name for ward in wards],
            "is_canton": [ward.is_canton for ward in wards],
            "locality": addresses.locality[where],
            "beat": addresses.beat[where],
            "latitude": [round(places.latitude(north), 6) for north in addresses.at[where, 1]],
            "longitude": [round(places.longitude(east), 6) for east in addresses.at[where, 0]],
        },
        schema={name: dtype for name, dtype in SCHEMA.items() if name not in _ADDED_LATER},
        strict=False,
    )


def _deaths(happening: Happening, happened_on: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Return the days of death, NaT for those who live: most die at once, some in hospital days later."""
    people = len(happened_on)
    waits = np.where(chance.random(people) < DIE_LATER, np.ceil(chance.exponential(DAYS_TO_DIE, people)), 0)
    died = happened_on + waits.astype("timedelta64[D]")
    return np.where(chance.random(people) < happening.deadly, died, np.datetime64("NaT", "D"))


def _mechanisms(happening: Happening, people: int, chance: np.random.Generator) -> list[str | None]:
    if not happening.mechanisms:
        return [None] * people
    return chance.choice(list(happening.mechanisms), people, p=list(happening.mechanisms.values())).tolist()
