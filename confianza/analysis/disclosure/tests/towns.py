"""A made-up town for snapping and masking: a dense centre, a thin edge, a hamlet of five homes."""

import numpy as np
import shapely

CENTRE, EDGE, HAMLET, EMPTY = "zone-1", "zone-2", "zone-3", "zone-4"
AREAS = {
    CENTRE: shapely.box(-90.60, 14.60, -90.58, 14.62),
    EDGE: shapely.box(-90.58, 14.60, -90.54, 14.62),
    HAMLET: shapely.box(-90.60, 14.62, -90.58, 14.64),
    EMPTY: shapely.box(-90.58, 14.62, -90.54, 14.64),
}


def addresses(seed: int = 7) -> np.ndarray:
    """Rows of (longitude, latitude): 3,000 homes in the centre, 200 at the edge, five in the hamlet."""
    chance = np.random.default_rng(seed)
    return np.concatenate(
        [
            chance.uniform((-90.5999, 14.6001), (-90.5801, 14.6199), (3000, 2)),
            chance.uniform((-90.5799, 14.6001), (-90.5401, 14.6199), (200, 2)),
            chance.uniform((-90.595, 14.625), (-90.594, 14.626), (5, 2)),
        ]
    )


def area_of(places: np.ndarray) -> list[str | None]:
    """The area each place lies in."""
    return [
        next((area for area, shape in AREAS.items() if shapely.intersects_xy(shape, *place)), None)
        for place in places
    ]


def metres(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Metres between rows of (longitude, latitude), by the great circle: not the way the code computes it."""
    (lon_a, lat_a), (lon_b, lat_b) = np.radians(a).T, np.radians(b).T
    half = np.sin((lat_b - lat_a) / 2) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    return 2 * 6_371_009 * np.arcsin(np.sqrt(half))
