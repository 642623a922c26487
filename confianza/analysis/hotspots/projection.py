"""Degrees become metres, in the zone of UTM in which most of the points lie. Nothing else is guessed.

UTM keeps distances to 1 in 1,000 inside a zone (Snyder 1987, USGS Professional Paper 1395); a degree as a
measure of distance would be 2 to 30 per cent too short from west to east where our readers live, and more
further north.
"""

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.hotspots.findings import PointsRefused
from confianza.analysis.vocabulary.folding import fold

DEGREES = "EPSG:4326"
METRES = "metres"
MOST_LONGITUDE, MOST_LATITUDE = 180.0, 90.0
# Where neither names nor a system say so, coordinates are degrees if they look like those of a country:
# no further apart than this, further from (0, 0) than this, and with decimals.
WIDTH_OF_A_COUNTRY = 15.0
NEAR_NULL_ISLAND = 1.5
LONGITUDES = re.compile(r"(^| )(lon|lng|long|longitude|longitud)( |$)")
LATITUDES = re.compile(r"(^| )(lat|latitude|latitud)( |$)")

Floats = NDArray[np.float64]


def utm_zone(longitude: Floats, latitude: Floats) -> str:
    """Return the EPSG code of the UTM zone of the middle (median) of some points."""
    east, north = float(np.median(longitude)), float(np.median(latitude))
    zone = min(60, int((east + MOST_LONGITUDE) % (2 * MOST_LONGITUDE) // 6) + 1)
    return f"EPSG:{(32600 if north >= 0 else 32700) + zone}"


def to_metres(longitude: Floats, latitude: Floats, crs: str) -> tuple[Floats, Floats]:
    """Return x and y in a projected system for degrees; the far side of the earth is infinite."""
    return _transform(DEGREES, crs, longitude, latitude)


def to_degrees(x: Any, y: Any, crs: str) -> tuple[Floats, Floats]:
    """Return longitude and latitude (degrees) of places in metres of `crs`."""
    return _transform(crs, DEGREES, np.asarray(x, dtype=float), np.asarray(y, dtype=float))


def is_known(crs: str) -> bool:
    """Say whether a system has a place on the globe, so that its points can be drawn on a map."""
    return bool(crs) and crs != METRES


def in_degrees(crs: str) -> bool:
    """Say whether a system that somebody named is one of degrees. PointsRefused where there is none such."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    if crs.strip().lower() in (METRES, "metros", "meters", "m", "plane"):
        return False
    try:
        return bool(CRS.from_user_input(crs).is_geographic)
    except CRSError:
        raise PointsRefused("unknown_crs", crs=crs) from None


def in_metres(crs: str) -> bool:
    """Say whether a projected system counts in metres, and not in feet or varas."""
    from pyproj import CRS

    return all(axis.unit_conversion_factor == 1 for axis in CRS.from_user_input(crs).axis_info[:2])


def look_like_degrees(x: Floats, y: Floats, x_name: str, y_name: str) -> bool | None:
    """Say whether coordinates without a system are degrees; None where they may be either."""
    if LONGITUDES.search(fold(x_name)) and LATITUDES.search(fold(y_name)):
        return True
    if np.mean((np.abs(x) <= MOST_LONGITUDE) & (np.abs(y) <= MOST_LATITUDE)) < 0.5:
        return False
    some = (np.abs(x) <= MOST_LONGITUDE) & (np.abs(y) <= MOST_LATITUDE) & ~((x == 0) & (y == 0))
    if not some.any():
        return None
    low, high = np.percentile(np.column_stack([x[some], y[some]]), [1, 99], axis=0)
    narrow = bool(np.all(high - low <= WIDTH_OF_A_COUNTRY))
    away = float(np.hypot(*np.median(np.column_stack([x[some], y[some]]), axis=0))) > NEAR_NULL_ISLAND
    exact = bool(np.mean(x[some] != np.round(x[some], 2)) > 0.5)
    return True if narrow and away and exact else None


def look_swapped(x: Floats, y: Floats, x_name: str, y_name: str) -> bool:
    """Say whether what was given for the east is a latitude and for the north a longitude."""
    if LATITUDES.search(fold(x_name)) and LONGITUDES.search(fold(y_name)):
        return True
    beyond = np.mean(np.abs(y) > MOST_LATITUDE) > 0.5
    return bool(beyond and look_like_degrees(y, x, y_name, x_name))


def _transform(source: str, target: str, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    from pyproj import Transformer

    east, north = Transformer.from_crs(source, target, always_xy=True).transform(x, y)
    return np.asarray(east, dtype=float), np.asarray(north, dtype=float)
