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
    # Of tests with p = 1, which most cells of a thin map are, the last alone would be called, at 1.
    order = np.sort(p[p < 1])
    if not order.size:
        return 1.0
    found = float(np.min(order * p.size / np.arange(1, order.size + 1)))
    return found if order.size == p.size else min(found, 1.0)


def chance_of(found: float, by_chance: Floats) -> float:
    """Return how often maps that chance alone made call their first test at a level as low as `found`.

    `by_chance` are the levels (`strongest`) of such maps. Ties count half (Lancaster 1961, JASA 56:223-234):
    a thin town has few levels, and counted in full they would make the method deaf.
    """
    below, ties = (by_chance < found).sum(), (by_chance == found).sum()
    return float((1 + below + ties / 2) / (1 + len(by_chance)))


def calibrated_level(by_chance: Floats, level: float = LEVEL) -> float:
    """Return the highest level of which chance (`chance_of`) is at most `level`.

    Overlapping neighbourhoods and whole counts make the usual level call less often than it says; this one
    calls anything in `level` of the maps that chance alone made.
    """
    found = 0.0
    for value in np.unique(by_chance).tolist():
        just_below = float(np.nextafter(value, 0))
        if chance_of(just_below, by_chance) > level:
            break
        found = value if chance_of(value, by_chance) <= level else just_below
    return found
