"""A flat piece of the earth, for distances inside one area."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

METRES_PER_DEGREE = 111_320.0
PUBLISHED_DECIMALS = 6  # of a degree: a tenth of a metre

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Plane:
    """Metres east and north of one place. Within 50 km of it distances are true to one in a thousand."""

    longitude: float
    latitude: float

    @property
    def _scale(self) -> Floats:
        return np.array([METRES_PER_DEGREE * np.cos(np.radians(self.latitude)), METRES_PER_DEGREE])

    def metres(self, degrees: Any) -> Floats:
        """Return rows of (east, north) in metres for rows of (longitude, latitude)."""
        rows = np.asarray(degrees, dtype=float).reshape(-1, 2)
        return (rows - (self.longitude, self.latitude)) * self._scale

    def degrees(self, metres: Any) -> Floats:
        """Return rows of (longitude, latitude), rounded as published, for rows of (east, north)."""
        rows = np.asarray(metres, dtype=float).reshape(-1, 2) / self._scale
        rounded: Floats = np.round(rows + np.array([self.longitude, self.latitude]), PUBLISHED_DECIMALS)
        return rounded


def around(degrees: Any) -> Plane:
    """Return the plane in the middle of some places; there must be one place at least."""
    rows = np.asarray(degrees, dtype=float).reshape(-1, 2)
    longitude, latitude = (rows.min(axis=0) + rows.max(axis=0)) / 2
    return Plane(float(longitude), float(latitude))
