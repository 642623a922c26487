"""Thousands of cells are asked at once: which may be called, if false calls are to stay rare?

Benjamini & Hochberg (1995, JRSS B 57:289-300) for tests that do not contradict each other, as neighbours do
not; Benjamini & Yekutieli (2001, Annals of Statistics 29:1165-1188) for any.
"""

import numpy as np
from numpy.typing import NDArray

LEVEL = 0.05

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def adjusted(p: Floats, *, any_dependence: bool = False) -> Floats:
    """Return p adjusted so that calling those up to a level keeps the share of false calls under it."""
    flat = p.reshape(-1)
    order = np.argsort(flat)
    tests = len(flat)
    factor = np.sum(1 / np.arange(1, tests + 1)) if any_dependence else 1.0
    scaled = flat[order] * factor * tests / np.arange(1, tests + 1)
    told = np.empty(tests)
    told[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return told.reshape(p.shape)


def called(p: Floats, level: float = LEVEL) -> Mask:
    """Return which tests are called at a rate of false discoveries (Benjamini & Hochberg)."""
    return np.asarray(adjusted(p) <= level)


def strongest(p: Floats) -> float:
    """Return the level at which the first test would be called (Simes 1986, Biometrika 73:751-754)."""
    order = np.sort(p.reshape(-1))
    return float(np.min(order * len(order) / np.arange(1, len(order) + 1)))


def calibrated_level(by_chance: Floats, level: float = LEVEL) -> float:
    """Return the level that calls anything in `level` of the maps that chance alone made.

    `by_chance` are the levels (`strongest`) at which such maps would call their first test. Overlapping
    neighbourhoods and whole counts make the usual level call less often than it says; this one does not.
    """
    kept = int(level * (len(by_chance) + 1)) - 1
    if kept < 0:
        return 0.0
    return float(np.nextafter(np.sort(by_chance)[kept], 0))
