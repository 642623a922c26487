"""Where people of the fictional municipality live and pass: points with a ward, a beat and a locality."""

from dataclasses import dataclass

import numpy as np
import shapely

from confianza.demo import places
from confianza.demo.geography import Ground

SEED = 140_000
PEOPLE_PER_ADDRESS = 24
FEWEST_ADDRESSES = 60
HOT_SPOT_REACH_KM = 0.11
# Kilometres east and north of the park, and how hot: market, bus terminal, ravine, bridge, slope …
HOT_SPOTS = (
    (1.20, -0.45, 1.0), (1.75, -0.80, 0.9), (0.55, -1.95, 1.0), (0.15, -1.30, 0.6), (2.75, 0.55, 0.7),
    (-0.10, 0.15, 0.7), (1.35, 1.35, 0.4), (-2.05, 0.75, 0.3), (4.70, -0.75, 0.2), (10.6, 2.05, 0.2),
)  # fmt: skip


@dataclass(frozen=True)
class Addresses:
    """Parallel arrays, one entry per address.

    `ward` is a position in `places.WARDS`, `beat` a code or "", `at` km east and north of the park, `heat`
    how much a hot spot draws there, `people` the census residents each address stands for.
    """

    ward: np.ndarray
    beat: np.ndarray
    locality: np.ndarray
    at: np.ndarray  # (addresses, 2)
    heat: np.ndarray
    people: np.ndarray

    def near(self, chosen: np.ndarray, within_km: float, chance: np.random.Generator) -> np.ndarray:
        """Return for each chosen address another one within a distance (itself where it stands alone)."""
        return np.array([chance.choice(self._around(address, within_km)) for address in chosen], dtype=int)

    def _around(self, address: int, within_km: float) -> np.ndarray:
        distance = np.hypot(*(self.at - self.at[address]).T)
        return np.flatnonzero(distance <= within_km)


def scatter(ground: Ground) -> Addresses:
    """Scatter addresses over the wards, thick around the corners that have a name."""
    chance = np.random.default_rng(SEED)
    settled = [_settle(ground, number, chance) for number in range(len(places.WARDS))]
    ward = np.concatenate([np.full(len(at), number) for number, (at, _, _) in enumerate(settled)])
    at = np.concatenate([at for at, _, _ in settled])
    people = np.array([w.people for w in places.WARDS])[ward] / np.bincount(ward)[ward]
    beat = np.concatenate([beat for _, _, beat in settled])
    return Addresses(ward, beat, np.concatenate([corner for _, corner, _ in settled]), at, _heat(at), people)


def _settle(
    ground: Ground, number: int, chance: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the points of one ward, the locality each belongs to, and the beat that patrols it."""
    ward = places.WARDS[number]
    wanted = max(FEWEST_ADDRESSES, ward.people // PEOPLE_PER_ADDRESS)
    own = np.flatnonzero(ground.ward == number)
    shape = ground.area_of(ground.ward == number)
    corners = _inside(shape, chance.uniform(shape.bounds[:2], shape.bounds[2:], (400, 2)))[
        : len(ward.localities)
    ]
    spread = 0.22 * np.sqrt(shape.area) if not ward.is_canton else 0.12 * np.sqrt(shape.area)
    around = corners[chance.integers(len(corners), size=wanted * 8)]
    at = _inside(shape, around + chance.normal(0, spread, around.shape))[:wanted]
    nearest = np.hypot(*(at[:, None] - corners[None]).transpose(2, 0, 1)).argmin(axis=1)
    return at, np.array(ward.localities)[nearest], _beat_codes(ground, own, at)


def _inside(shape: shapely.Geometry, points: np.ndarray) -> np.ndarray:
    return points[shapely.contains_xy(shape, *points.T)]


def _beat_codes(ground: Ground, own: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Return the code of the beat that holds each point of a ward, "" outside the police jurisdiction."""
    codes = np.full(len(at), "", dtype="U8")
    for piece in own[ground.beat[own] >= 0]:
        codes[shapely.contains_xy(ground.pieces[piece], *at.T)] = places.BEATS[ground.beat[piece]].code
    return codes


def _heat(at: np.ndarray) -> np.ndarray:
    """Return how much the hot spots draw to each point: a sum of bells."""
    heat = np.zeros(len(at))
    for east, north, how_hot in HOT_SPOTS:
        heat += how_hot * np.exp(-((at - (east, north)) ** 2).sum(axis=1) / (2 * HOT_SPOT_REACH_KM**2))
    return heat
