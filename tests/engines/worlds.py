"""Stores to ask several engines about."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from confianza.analysis.indicators.tests.towns import department
from confianza.analysis.territory.areas import Territory
from confianza.store.layout import StoreLayout
from confianza.store.tests import told

SEED = 20110501
CLAIMS = 300
DAYS = (date(2024, 6, 1), date(2024, 6, 2), date(2024, 6, 3))

# Days where engines differ when anything is wrong with their calendar: before the Unix epoch, before the
# Gregorian reform of Central America's almanacs, a leap day, both ends of a year; and no day at all.
CALENDAR: Sequence[date | None] = (
    date(1899, 12, 31), date(1900, 1, 1), date(1969, 12, 31), date(1970, 1, 1), date(1582, 10, 4),
    date(2000, 2, 29), date(2023, 12, 31), date(2024, 1, 1), None,
)  # fmt: skip
WORDS = (
    None,
    "",
    "Homicidio",
    "Lesión; «grave»",
    "Femicidio",
    "Ñandú 'y' \"otros\"",
    "a\\b",
    " con blancos ",
)


def motley(layout: StoreLayout) -> StoreLayout:
    """Deliver three files of two institutions, with gaps in every column; the second corrects the first."""
    chance = random.Random(SEED)
    for number, (source, office, received_on) in enumerate(
        [
            ("gt_pnc_victims", "", DAYS[0]),
            ("gt_pnc_victims", "", DAYS[1]),
            ("canonical_es", "Hospital", DAYS[2]),
        ]
    ):
        days = [_day(chance) for _ in range(CLAIMS)]
        told.deliver(
            layout, days, content=str(number), source=source, office=office, received_on=received_on,
            **_columns(chance),
        )  # fmt: skip
    return layout


def _day(chance: random.Random) -> date | None:
    recent = date(2024, 1, 1) + timedelta(days=chance.randrange(120))
    return chance.choice([recent, recent, recent, *CALENDAR])


def _columns(chance: random.Random) -> dict[str, list[Any]]:
    def some(*values: Any) -> list[Any]:
        return [chance.choice(values) for _ in range(CLAIMS)]

    return {
        "grain": some("victim", "victim", "offence", "tally"),
        "weight": some(1, 1, 1, 7, 2**40),
        "date_precision": some("day", "day", "month", "year", "none"),
        "minute_of_day": some(None, 0, 1439),
        "offence_label": some(*WORDS),
        "iccs": some(None, "0101", "01011", "0102", "02011"),
        "intent": some(None, "homicide", "suicide"),
        "mechanism": some(None, "firearm", "sharp"),
        "sex": some(None, "female", "male", "other"),
        "age_from": some(None, 0, 17, 18, 30, 64),
        "age_to": some(None, 64, 70, 99),
        "department_name": some(None, "Valle"),
        "municipality_name": some(None, "municipality-encinos", "municipality-robles", "Nadie sabe"),
        "zone": some(None, "zone-a", "zone-b"),
        "latitude": some(None, 14.5, -0.0, 1 / 3),
        "longitude": some(None, -90.5, 1e-300),
        "missing": some(None, "age=unknown;sex=not_reported"),
    }


def towns() -> Territory:
    """Return the department that the places of `motley` lie in."""
    return department()
