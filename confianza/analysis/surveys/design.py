"""How a sample was drawn: weights, strata, clusters within clusters, and how much of each was taken.

The variance of any estimate follows from its influence on each row (what the row adds to it) and from the
design: of sums over the clusters of a stratum, then of sums inside each cluster, and so on (Särndal, Swensson
and Wretman 1992, result 4.3.1; the recursion as in Lumley 2004, J. Stat. Software 9(8)).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, Protocol, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from confianza.analysis.surveys.problems import SurveyRefused

Reals: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]
Lonely = Literal["refuse", "adjust", "average", "certainty"]


class Adjustment(Protocol):
    """A change of the weights that made sums of the sample equal to known totals (weighting.py)."""

    def residuals(self, influence: Reals) -> Reals:
        """Return the part of an influence (n, k) that the known totals do not explain."""
        ...


@dataclass(frozen=True)
class Stage:
    """One stage of drawing: to which stratum and cluster each row belongs, how many clusters of its stratum
    were taken, and which share of all there are that is (0: so few that it does not matter).
    """

    strata: Codes
    clusters: Codes
    taken: Reals
    share: Reals

    @cached_property
    def first_rows(self) -> Codes:
        """The first row of each cluster."""
        return np.unique(self.clusters, return_index=True)[1]


@dataclass(frozen=True)
class Design:
    """A sample of n rows. `weights` are what each row stands for; `stages` how it was drawn, the first first.

    `lonely` is what to do with a stratum of one cluster, of which no variance can be told: refuse; adjust
    (its distance from the mean of all clusters stands for it); average (that of the other strata); certainty
    (none).
    """

    weights: Reals
    stages: tuple[Stage, ...]
    adjustments: tuple[Adjustment, ...] = ()
    lonely: Lonely = "refuse"

    @property
    def size(self) -> int:
        """How many rows."""
        return len(self.weights)

    @property
    def df(self) -> int:
        """Degrees of freedom: clusters of the first stage less strata."""
        return self.df_of(np.ones(self.size, dtype=bool))

    def df_of(self, rows: NDArray[np.bool_]) -> int:
        """Return the degrees of freedom of an estimate from some rows alone: the clusters that hold any of
        them less their strata (Korn and Graubard 1999, section 5.2), at least 1.
        """
        first, held = self.stages[0], rows & (self.weights > 0)
        return max(1, _different(first.clusters[held]) - _different(first.strata[held]))

    def clusters_of(self, rows: NDArray[np.bool_]) -> int:
        """Return how many clusters of the first stage hold some of these rows."""
        return _different(self.stages[0].clusters[rows & (self.weights > 0)])

    def variance(self, influence: Reals) -> Reals:
        """Return the covariance matrix (k, k) of estimates whose influence on the rows is (n, k)."""
        left = influence
        for adjustment in self.adjustments:
            left = adjustment.residuals(left)
        return _variance(self.weights[:, None] * left, self.stages, self.lonely)

    def reweighted(self, weights: Reals, adjustment: Adjustment) -> "Design":
        """Return the design with other weights, and what made them so."""
        return replace(self, weights=weights, adjustments=(*self.adjustments, adjustment))


def of(
    weights: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    clusters: Sequence[ArrayLike] = (),
    fpc: Sequence[ArrayLike] = (),
    lonely: Lonely = "refuse",
) -> Design:
    """Return the design of a sample of n rows.

    `weights` (n): how many people each row stands for. `strata` (n): labels of the strata of the first
    stage. `clusters`: labels per stage, the first first; without any, each row is its own. Labels need only
    be unique within what they lie in. `fpc` per stage: how many clusters there are in the stratum (or, where
    it is at most 1, which share of them was taken). Raises SurveyRefused: negative_weight, no_weight,
    not_a_number, lengths_differ, missing_label, fpc_changes, more_taken_than_there_are, lonely_cluster.
    """
    told = _reals(weights, "weights")
    if np.any(told < 0):
        raise SurveyRefused("negative_weight", row=int(np.argmax(told < 0)) + 1)
    if not told.sum() > 0:
        raise SurveyRefused("no_weight")
    stages = _stages(len(told), strata, clusters, fpc)
    design = Design(told, stages, lonely=lonely)
    if lonely == "refuse":
        _refuse_lonely(design)
    return design


def codes(labels: ArrayLike, size: int, name: str) -> Codes:
    """Return labels as numbers from 0. Raises SurveyRefused lengths_differ or missing_label."""
    told = np.asarray(labels)
    if told.shape != (size,):
        raise SurveyRefused("lengths_differ", column=name, rows=size, values=int(told.size))
    missing = _missing(told)
    if missing.any():
        raise SurveyRefused("missing_label", column=name, row=int(np.argmax(missing)) + 1)
    return np.unique(told, return_inverse=True)[1].astype(np.int64)


def _missing(told: NDArray[Any]) -> NDArray[np.bool_]:
    """Return which labels are none: None, nan or nothing at all."""
    if told.dtype.kind in "iub":
        return np.zeros(len(told), dtype=bool)
    if told.dtype.kind == "f":
        nothing: NDArray[np.bool_] = np.isnan(told)
        return nothing
    return np.array([each is None or each != each or each == "" for each in told.tolist()], dtype=bool)


def _different(codes: Codes) -> int:
    """Return how many different numbers from 0 there are."""
    return int(np.count_nonzero(np.bincount(codes)))


def _reals(values: ArrayLike, name: str) -> Reals:
    told = np.asarray(values, dtype=float)
    if told.ndim != 1 or not len(told):
        raise SurveyRefused("no_rows")
    if not np.isfinite(told).all():
        raise SurveyRefused("not_a_number", column=name, row=int(np.argmin(np.isfinite(told))) + 1)
    return told


def _stages(
    size: int, strata: ArrayLike | None, clusters: Sequence[ArrayLike], fpc: Sequence[ArrayLike]
) -> tuple[Stage, ...]:
    within = np.zeros(size, dtype=np.int64) if strata is None else codes(strata, size, "strata")
    rows: Codes = np.arange(size, dtype=np.int64)
    stages: list[Stage] = []
    for number in range(max(1, len(clusters), len(fpc))):
        labels = codes(clusters[number], size, f"clusters {number + 1}") if number < len(clusters) else rows
        together = within * (int(labels.max()) + 1) + labels
        inside = np.unique(together, return_inverse=True)[1].astype(np.int64)
        taken = _clusters_per_stratum(within, inside)
        share = _share(fpc[number], taken, within) if number < len(fpc) else np.zeros(size)
        stages.append(Stage(within, inside, taken, share))
        within = inside
    return tuple(stages)


def _clusters_per_stratum(strata: Codes, clusters: Codes) -> Reals:
    first_rows = np.unique(clusters, return_index=True)[1]
    return np.bincount(strata[first_rows], minlength=int(strata.max()) + 1)[strata].astype(float)


def _share(told: ArrayLike, taken: Reals, strata: Codes) -> Reals:
    there_are = np.asarray(told, dtype=float)
    if there_are.shape != taken.shape:
        raise SurveyRefused("lengths_differ", column="fpc", rows=len(taken), values=int(there_are.size))
    bad = ~(np.isfinite(there_are) & (there_are > 0))
    if bad.any():
        raise SurveyRefused("not_a_number", column="fpc", row=int(np.argmax(bad)) + 1)
    share = np.where(there_are <= 1, there_are, taken / there_are)
    low, high = (np.full(strata.max() + 1, fill) for fill in (np.inf, -np.inf))
    np.minimum.at(low, strata, share)
    np.maximum.at(high, strata, share)
    if np.any(high - low > 1e-9):
        raise SurveyRefused("fpc_changes", row=int(np.argmax((high - low)[strata] > 1e-9)) + 1)
    if np.any(share > 1 + 1e-9):
        row = int(np.argmax(share > 1 + 1e-9))
        raise SurveyRefused("more_taken_than_there_are", row=row + 1, taken=int(taken[row]))
    return np.minimum(share, 1.0)


def _refuse_lonely(design: Design) -> None:
    first = design.stages[0]
    alone = (first.taken == 1) & (first.share < 1)
    if alone.any() and (len(np.unique(first.strata)) > 1 or first.taken[0] == 1):
        raise SurveyRefused("lonely_cluster", row=int(np.argmax(alone)) + 1)


# --- the recursion -----------------------------------------------------------------------------------


def _variance(told: Reals, stages: tuple[Stage, ...], lonely: Lonely) -> Reals:
    """Return Σ over stages: what is told of a stage counts by the share of the stages above it."""
    weight, total = np.ones(len(told)), np.zeros((told.shape[1], told.shape[1]))
    for number, stage in enumerate(stages):
        total += _of_stage(told, stage, weight, lonely if number == 0 else "certainty")
        weight = weight * stage.share
        if not weight.any():
            break
    return total


def _of_stage(told: Reals, stage: Stage, weight: Reals, lonely: Lonely) -> Reals:
    rows, sums = stage.first_rows, _sums(told, stage.clusters)
    strata, taken, share = stage.strata[rows], stage.taken[rows], stage.share[rows]
    centres = _sums(sums / taken[:, None], strata)
    alone = (taken == 1) & (share < 1)
    centred = sums - centres[strata]
    if lonely == "adjust":
        centred[alone] = sums[alone] - sums.mean(axis=0)
    scale = weight[rows] * (1 - share) * np.where(taken > 1, taken / np.maximum(taken - 1, 1), 1.0)
    result: Reals = (centred * scale[:, None]).T @ centred
    if lonely == "average" and alone.any():
        result = result / (1 - len(np.unique(strata[alone])) / len(np.unique(strata)))
    return result


def _sums(told: Reals, codes: Codes) -> Reals:
    """Return the sums of each column over the rows of each number, the numbers being 0, 1, 2 …"""
    return np.stack([np.bincount(codes, weights=column) for column in told.T], axis=1)
