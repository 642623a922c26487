"""Near or far from the programme: direct effect and spill-over where the lot chose the areas.

Aronow & Samii (2017, Annals of Applied Statistics 11:1912-1947), as Blattman et al. (2021, JEEA 19:2022-2051)
asked of the streets of Bogotá: an area has the programme, lies near one that has it, or far from all. How
likely each was depends on where it lies, so areas are weighted by that. Areas near each other share their
luck; the only yardstick that knows is to draw the lot again and again.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.indicators.intervals import CONFIDENCE

Reals = NDArray[np.float64]
Flags = NDArray[np.bool_]
DRAWS = 4000
# An area that would hardly ever be near (or far) says nothing of being so.
RAREST = 0.02


@dataclass(frozen=True)
class Spill:
    """`estimate`: change beyond that of areas far away, per area, and in sum over the `areas` concerned
    (`total`); `p` by drawing the lot again; the interval from the spread of the draws.
    """

    estimate: float
    low: float
    high: float
    p: float
    total: float
    areas: int


@dataclass(frozen=True)
class Exposure:
    """`direct`: of areas with the programme; `near`: of those near one; `all_together`: the sum of both
    totals, below zero for cases prevented.
    """

    direct: Spill
    near: Spill
    all_together: Spill
    far: int
    draws: int


def compare(
    change: Reals,
    treated: Flags,
    neighbours: Flags,
    *,
    strata: NDArray[Any] | None = None,
    draws: int = DRAWS,
    seed: int = 1,
    confidence: float = CONFIDENCE,
) -> Exposure:
    """Return what the programme did where it is and near it.

    `change`: after less before, one an area (as rates where areas or spans differ). `neighbours` (n × n):
    which areas are near which. The lot chose as many areas as have the programme, in each of `strata`.
    Raises EvaluationRefused no_lot, none_near, none_far.
    """
    many = len(change)
    if not 0 < treated.sum() < many:
        raise EvaluationRefused("no_lot", treated=int(treated.sum()), areas=many)
    lots = _lots(treated, strata, draws, seed)
    touching = neighbours & ~np.eye(many, dtype=bool)
    near = ((lots @ touching.astype(float)) > 0) & ~lots
    far = ~lots & ~near
    if not near[0].any():
        raise EvaluationRefused("none_near")
    if not far[0].any():
        raise EvaluationRefused("none_far")
    chances = {name: cells.mean(axis=0) for name, cells in (("on", lots), ("near", near), ("far", far))}
    direct = _contrast(change, lots, far, chances["on"], chances["far"])
    beside = _contrast(change, near, far, chances["near"], chances["far"])
    sizes = lots.sum(axis=1), near.sum(axis=1)
    together = np.nan_to_num(direct) * sizes[0] + np.nan_to_num(beside) * sizes[1]
    return Exposure(
        _told(direct, int(sizes[0][0]), confidence),
        _told(beside, int(sizes[1][0]), confidence),
        _told(together, 1, confidence),
        int(far[0].sum()),
        draws,
    )


def within(place: Reals, metres: float) -> Flags:
    """Return which areas lie within so many metres of which, by their centres (n × 2)."""
    apart = np.hypot(place[:, None, 0] - place[None, :, 0], place[:, None, 1] - place[None, :, 1])
    near: Flags = (apart <= metres) & ~np.eye(len(place), dtype=bool)
    return near


def _lots(treated: Flags, strata: NDArray[Any] | None, draws: int, seed: int) -> Flags:
    """Return the true lot, and others that could have been drawn, one a row."""
    random = np.random.default_rng(seed)
    groups = (
        np.zeros(len(treated), dtype=int) if strata is None else np.unique(strata, return_inverse=True)[1]
    )
    lots = np.repeat(treated[None, :], draws + 1, axis=0)
    for group in range(int(groups.max()) + 1):
        here = np.flatnonzero(groups == group)
        order = random.random((draws, len(here))).argsort(axis=1)
        lots[1:, here] = treated[here][order]
    return lots


def _contrast(change: Reals, one: Flags, other: Flags, of_one: Reals, of_other: Reals) -> Reals:
    """Return the weighted mean change of one group less that of the other, for every lot (nan without)."""
    fit = (of_one > RAREST) & (of_other > RAREST)
    weights = [
        np.where(fit, cells / np.maximum(chance, RAREST), 0.0)
        for cells, chance in ((one, of_one), (other, of_other))
    ]
    with np.errstate(invalid="ignore", divide="ignore"):
        means = [each @ change / each.sum(axis=1) for each in weights]
    found: Reals = means[0] - means[1]
    if np.isnan(found[0]):
        raise EvaluationRefused("none_near")
    return found


def _told(found: Reals, areas: int, confidence: float) -> Spill:
    """Judge the first of the values by the others, which are what no effect at all would give."""
    others = found[1:][~np.isnan(found[1:])]
    seen = float(found[0])
    p = (1 + float((np.abs(others) >= abs(seen) - 1e-12).sum())) / (len(others) + 1)
    tail = (1 - confidence) / 2
    low, high = np.quantile(others, [tail, 1 - tail])
    return Spill(seen, seen - float(high), seen - float(low), p, seen * areas, areas)
