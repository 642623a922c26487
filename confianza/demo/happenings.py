"""What happens in the fictional municipality: how often, when, to whom, how, where. Invented figures."""

from collections.abc import Mapping
from dataclasses import dataclass

# Relative weight of every hour of the day, 0 to 23, for four rhythms of life.
NIGHT = (6, 5, 4, 3, 2, 1.5, 1.5, 1.5, 1.5, 1.5, 2, 2, 2, 2, 2.5, 3, 3.5, 4, 5.5, 7, 8, 8, 7.5, 7)
COMMERCE = (1, 0.5, 0.5, 0.5, 1, 2.5, 5, 5.5, 4.5, 4.5, 5, 5, 5, 4.5, 4.5, 5, 6, 7, 7.5, 7, 5.5, 4, 2.5, 1.5)
HOME = (3, 2, 1.5, 1, 1, 1.5, 2.5, 3, 3, 3, 3, 3.5, 4, 4, 4, 4, 4.5, 5, 6, 7, 7.5, 7, 6, 4.5)
OFFICE = (0.3, 0.2, 0.2, 0.2, 0.3, 0.5, 1, 3, 6, 7, 7, 7, 5, 6, 7, 7, 6, 4, 2.5, 2, 1.5, 1, 0.7, 0.5)
# January to December: end-of-year and Holy-Week months are worse, the rainy middle of the year is quieter.
FEAST_DAYS = (1.05, 0.95, 1.08, 1.10, 0.98, 0.92, 0.93, 0.94, 0.92, 0.97, 1.02, 1.18)
EVEN = (1.0,) * 12


@dataclass(frozen=True)
class Happening:
    """One kind of happening. `true_per_year` counts victims in the whole department, reported or not."""

    key: str
    true_per_year: float
    women: float  # share of victims
    age: tuple[float, float]  # median and spread (of the logarithm)
    hours: tuple[float, ...]
    weekends: float  # how many times a workday a Saturday or Sunday is
    months: tuple[float, ...]
    hot: float  # share that happens at hot spots
    repeats: float  # share followed by another nearby within two weeks
    mechanisms: Mapping[str, float]
    deadly: float = 0.0
    wards: Mapping[str, float] | None = None  # risk of a ward against the rest, by code


_TOWN_CENTRE = {"230101": 2.6, "230104": 3.4, "230103": 1.1, "230108": 1.2}
_CONTESTED = {"230104": 1.9, "230105": 2.2, "230108": 1.4, "230103": 1.2, "230107": 1.1}
_PERIPHERY = {"230105": 1.4, "230108": 1.3, "230107": 1.2, "230116": 1.2}

HAPPENINGS: tuple[Happening, ...] = (
    Happening("homicide", 92, 0.12, (28, 0.38), NIGHT, 1.35, FEAST_DAYS, 0.45, 0.14,
            {"firearm": 0.79, "sharp": 0.12, "strangulation": 0.04, "blunt": 0.03, "other": 0.02},
            deadly=1.0, wards=_CONTESTED),
    Happening("assault", 980, 0.31, (29, 0.40), NIGHT, 1.7, FEAST_DAYS, 0.30, 0.03,
            {"firearm": 0.24, "sharp": 0.27, "blunt": 0.21, "bodily_force": 0.28}, wards=_CONTESTED),
    Happening("robbery", 2_150, 0.41, (31, 0.36), COMMERCE, 0.95, FEAST_DAYS, 0.50, 0.08,
            {"firearm": 0.58, "sharp": 0.22, "bodily_force": 0.20}, wards=_TOWN_CENTRE),
    Happening("theft", 1_500, 0.44, (34, 0.38), COMMERCE, 0.90, FEAST_DAYS, 0.45, 0.04, {},
            wards=_TOWN_CENTRE),
    Happening("extortion", 1_350, 0.42, (39, 0.30), OFFICE, 0.55, EVEN, 0.40, 0.10, {},
            wards={**_CONTESTED, **_TOWN_CENTRE}),
    Happening("sexual_violence", 620, 0.91, (17, 0.42), HOME, 1.2, EVEN, 0.05, 0.0, {}, wards=_PERIPHERY),
    Happening("domestic_violence", 2_100, 0.86, (31, 0.34), HOME, 1.5, FEAST_DAYS, 0.0, 0.0,
            {"bodily_force": 0.8, "sharp": 0.08, "blunt": 0.12}, wards=_PERIPHERY),
    Happening("threats", 900, 0.52, (35, 0.36), HOME, 1.0, EVEN, 0.05, 0.02, {}, wards=_CONTESTED),
    Happening("road_death", 34, 0.19, (33, 0.45), NIGHT, 1.6, FEAST_DAYS, 0.35, 0.0, {"vehicle": 1.0},
            deadly=1.0, wards={"230113": 3.0, "230111": 2.5, "230116": 2.5, "230212": 2.0}),
    Happening("suicide", 17, 0.24, (33, 0.48), HOME, 1.0, EVEN, 0.0, 0.0,
            {"strangulation": 0.62, "poison": 0.24, "firearm": 0.14}, deadly=1.0),
    Happening("sudden_death", 46, 0.38, (55, 0.35), HOME, 1.0, EVEN, 0.0, 0.0,
            {"illness": 0.74, "undetermined": 0.26}, deadly=1.0),
)  # fmt: skip
BY_KEY: Mapping[str, Happening] = {happening.key: happening for happening in HAPPENINGS}


@dataclass(frozen=True)
class Turn:
    """A change that really happened: from a month on, a ward sees so many times what it saw before."""

    ward: str
    happenings: tuple[str, ...]
    since: tuple[int, int]  # year, month
    times: float


TURNS = (
    Turn("230105", ("homicide", "assault", "extortion"), (2024, 7), 0.45),
    Turn("230108", ("homicide", "assault", "extortion"), (2025, 3), 2.1),
)
RURAL_RISK = 0.65  # of a canton or a neighbouring town, where nothing else is said


def risk(happening: Happening, ward: str, is_canton: bool, year: int, month: int) -> float:
    """Return how risky a ward is for one happening in a month, against a plain zone of the town."""
    told = (happening.wards or {}).get(ward)
    at_first = told if told is not None else (RURAL_RISK if is_canton or not ward.startswith("2301") else 1.0)
    for turn in TURNS:
        if turn.ward == ward and happening.key in turn.happenings and (year, month) >= turn.since:
            at_first *= turn.times
    return at_first
