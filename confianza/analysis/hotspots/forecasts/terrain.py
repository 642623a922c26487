"""Risk terrain: where crime is expected from what stands there (bars, stops, parks), not from its past.

Caplan, Kennedy & Miller (2011 JQ 28:360-381): for each layer of places supplied, how near the next one is
and how many there are around; a Poisson regression with the elastic net keeps those that help (Zou & Hastie
2005; fitted by coordinate descent, Friedman, Hastie & Tibshirani 2010). How hard it chooses is set by how
well it foretold the last periods of the training.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.hotspots.forecasts.baselines import VALIDATED, log_score
from confianza.analysis.hotspots.forecasts.periods import Periods
from confianza.analysis.hotspots.forecasts.study import Study

# Beyond so many standard deviations a Gaussian is cut off.
CUT_OFF = 3.0
# Reach of a layer, in cells.
REACHES = (0.5, 1.0, 2.0, 4.0)
# Far from a layer: so many cells, or where none are, the farthest quarter.
FAR, FARTHEST = 8.0, 0.75
# Mostly lasso, so that layers which do not help drop out; a little ridge, so that twins share.
LASSO = 0.9
PENALTIES, SMALLEST = 25, 1e-3
MOST_ROUNDS, MOST_SWEEPS, CLOSE_ENOUGH = 25, 100, 1e-6
# Beyond so much a linear predictor would overflow; no expectation differs that much between cells.
STEEPEST = 30.0


@dataclass(frozen=True)
class Feature:
    """One reading of a layer: `kind` "near" or "many", within `reach` cells."""

    layer: str
    kind: str
    reach: float


@dataclass(frozen=True)
class Terrain:
    """What a cell has of every feature, standardised: shape (cells, features); and how many cells `away` from
    the next place of each layer it is: shape (layers, cells).
    """

    features: tuple[Feature, ...]
    values: NDArray[np.float64]
    layers: tuple[str, ...]
    away: NDArray[np.float64]


@dataclass(frozen=True)
class Risk:
    """How many times the rate of cells far from a layer's places is that of the cells that hold them."""

    layer: str
    factor: float


def of_layers(study: Study, layers: Mapping[str, NDArray[np.int64]]) -> Terrain:
    """Return the features of layers; each layer is the cells of its places (of the flattened grid)."""
    from scipy.ndimage import distance_transform_edt, gaussian_filter

    names, columns, distances = [], [], []
    for name, cells in layers.items():
        counts = np.bincount(cells, minlength=study.region.size).astype(float).reshape(study.region.shape)
        away = distance_transform_edt(counts == 0) if counts.any() else np.full(counts.shape, np.inf)
        distances.append(away[study.region])
        for reach in REACHES:
            names += [Feature(name, "near", reach), Feature(name, "many", reach)]
            around = gaussian_filter(counts, reach, mode="constant", truncate=CUT_OFF)
            columns += [np.exp(-away / reach)[study.region], np.log1p(around[study.region])]
    table = np.stack(columns, axis=1)
    differs = table.std(axis=0) > 0
    kept = tuple(name for name, keep in zip(names, differs, strict=True) if keep)
    table = table[:, differs]
    values = (table - table.mean(axis=0)) / table.std(axis=0)
    return Terrain(kept, values, tuple(layers), np.stack(distances))


def forecast(
    terrain: Terrain, counts: NDArray[np.float64], periods: Periods
) -> tuple[NDArray[np.float64], list[Risk]]:
    """Return the expected cases (periods to forecast, cells) and the risks found in the training."""
    penalty = _best_penalty(terrain, counts, periods)
    fits: list[tuple[float, NDArray[np.float64]]] = []
    for place in periods.forecast:
        start = fits[-1] if fits else None
        fits.append(elastic_net(terrain.values, counts[:place].sum(axis=0), penalty, start=start))
    days = [periods.days[place] / periods.days[:place].sum() for place in periods.forecast]
    told = [_mean(terrain.values, *fit) * share for fit, share in zip(fits, days, strict=True)]
    return np.array(told), _risks(terrain, fits[0][1])


def _risks(terrain: Terrain, slopes: NDArray[np.float64]) -> list[Risk]:
    """Return what each layer does to the rate, all of its features together, the strongest first."""
    found = []
    for layer, away in zip(terrain.layers, terrain.away, strict=True):
        own = np.array([feature.layer == layer for feature in terrain.features])
        effect = terrain.values[:, own] @ slopes[own]
        far = away >= min(FAR, float(np.quantile(away, FARTHEST)))
        held = away == away.min()
        found.append(Risk(layer, float(np.exp(effect[held].mean() - effect[far].mean()))))
    return sorted(found, key=lambda each: -abs(np.log(each.factor)))


def elastic_net(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    penalty: float,
    *,
    lasso: float = LASSO,
    start: tuple[float, NDArray[np.float64]] | None = None,
) -> tuple[float, NDArray[np.float64]]:
    """Return intercept and slopes of a Poisson regression with log link.

    They minimise mean(mu - y log mu) + penalty (lasso |b| + (1 - lasso)/2 b^2), the intercept free:
    quadratic approximations, each solved by going round the coordinates.
    """
    base, slopes = start or (float(np.log(max(y.mean(), 1e-12))), np.zeros(x.shape[1]))
    for _ in range(MOST_ROUNDS):
        mean = _mean(x, base, slopes)
        linear = np.log(mean)
        centre = (mean @ x) / mean.sum()
        around = x - centre
        gram = around.T @ (around * mean[:, None]) / len(y)
        working = linear + (y - mean) / mean
        level = float(mean @ working) / mean.sum()
        pull = around.T @ (mean * (working - level)) / len(y)
        new = _coordinates(gram, pull, slopes.copy(), penalty * lasso, penalty * (1 - lasso))
        moved = float(np.abs(new - slopes).max(initial=0.0))
        base, slopes = level - float(centre @ new), new
        if moved < CLOSE_ENOUGH:
            break
    return base, slopes


def _coordinates(
    gram: NDArray[Any], pull: NDArray[Any], slopes: NDArray[Any], sparse: float, ridge: float
) -> NDArray[Any]:
    """Minimise b'Gb/2 - pull'b + sparse |b| + ridge b^2/2, one coordinate after the other."""
    for _ in range(MOST_SWEEPS):
        largest = 0.0
        for j in range(len(slopes)):
            left = pull[j] - gram[j] @ slopes + gram[j, j] * slopes[j]
            new = np.sign(left) * max(abs(left) - sparse, 0.0) / (gram[j, j] + ridge)
            largest = max(largest, abs(new - slopes[j]))
            slopes[j] = new
        if largest < CLOSE_ENOUGH:
            break
    return slopes


def _best_penalty(terrain: Terrain, counts: NDArray[np.float64], periods: Periods) -> float:
    """Choose the penalty by how well periods kept aside were foretold by those before them."""
    aside = max(1, periods.history - VALIDATED, periods.history // 2)
    learnt, seen = counts[:aside].sum(axis=0), counts[aside : periods.history].sum(axis=0)
    if not learnt.any():
        return 1.0
    steepest = np.abs(terrain.values.T @ (learnt - learnt.mean())).max(initial=0.0) / len(learnt)
    path = steepest / LASSO * np.geomspace(1, SMALLEST, PENALTIES)
    told, start = [], None
    for penalty in path:
        start = elastic_net(terrain.values, learnt, penalty, start=start)
        told.append(log_score(seen, _mean(terrain.values, *start)))
    return float(path[int(np.argmax(told))])


def _mean(x: NDArray[np.float64], base: float, slopes: NDArray[np.float64]) -> NDArray[np.float64]:
    mean: NDArray[np.float64] = np.exp(np.clip(base + x @ slopes, -STEEPEST, STEEPEST))
    return mean
