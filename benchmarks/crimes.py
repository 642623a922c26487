"""Invented events for the benchmarks of crime analysis: 20 × 15 km, three years."""

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 20_000.0, 15_000.0
DAYS = 1_096
UNIFORM, CLUSTERED = 0.4, 0.5  # the rest repeats near by, within days
CLUSTERS, SPREAD = 60, 250.0
REPEAT_METRES, REPEAT_DAYS = 100.0, 10.0

Floats = NDArray[np.float64]


def invented(events: int, seed: int = 1) -> tuple[Floats, Floats, NDArray[np.datetime64]]:
    """Return x, y (metres) and days of so many events: 40 % anywhere, 50 % in clusters, 10 % near repeats."""
    random = np.random.default_rng(seed)
    anywhere, clustered = int(events * UNIFORM), int(events * CLUSTERED)
    centres = random.uniform((0, 0), (WIDTH, HEIGHT), (CLUSTERS, 2))
    free = random.uniform((0, 0), (WIDTH, HEIGHT), (anywhere, 2))
    held = centres[random.integers(0, CLUSTERS, clustered)] + random.normal(0, SPREAD, (clustered, 2))
    first = np.concatenate([free, held])
    day = random.integers(0, DAYS, len(first)).astype(float)
    origin = random.integers(0, len(first), events - len(first))
    near = first[origin] + random.normal(0, REPEAT_METRES, (len(origin), 2))
    later = day[origin] + np.floor(random.exponential(REPEAT_DAYS, len(origin)))
    place = np.clip(np.concatenate([first, near]), 0, (WIDTH - 1e-6, HEIGHT - 1e-6))
    days = np.clip(np.concatenate([day, later]), 0, DAYS - 1).astype("timedelta64[D]")
    return place[:, 0], place[:, 1], np.datetime64("2023-01-01") + days
