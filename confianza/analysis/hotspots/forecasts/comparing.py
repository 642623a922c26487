"""Forecast period after period with every method, as if each were the future, and score them side by side."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.hotspots.asking import PointsRefused
from confianza.analysis.hotspots.forecasts import (
    baselines,
    choosing,
    intervals,
    scores,
    self_exciting,
    terrain,
)
from confianza.analysis.hotspots.forecasts.choosing import Choice
from confianza.analysis.hotspots.forecasts.periods import Periods
from confianza.analysis.hotspots.forecasts.scores import AREA_SHARES, Captured
from confianza.analysis.hotspots.forecasts.study import Study

# Before probabilities are scored so much is spread evenly: one case in a cell of none must not decide alone.
HEDGE = 0.02


@dataclass(frozen=True)
class Score:
    """A method in one share of the area: scores of all periods together, PAI with its interval over them."""

    area_share: float
    pai: float
    pei: float
    ser: float
    ci_low: float
    ci_high: float
    hit_rate: float
    expected: float
    seen: float


@dataclass(frozen=True)
class Scored:
    """One method: its scores, what it `expected` in all and what was `seen`, and bits per case gained over
    an even map (how well probabilities, not only ranks, were told).
    """

    method: str
    baseline: bool
    scores: tuple[Score, ...]
    expected: float
    seen: float
    bits: float


@dataclass(frozen=True)
class Comparison:
    """Every method scored, the choice, and the maps: expected cases by method (periods, cells).

    The maps have one period more than were scored where `periods` has: the one that is still to come.
    """

    methods: tuple[Scored, ...]
    choice: Choice
    maps: Mapping[str, NDArray[np.float64]]
    caught: Mapping[str, Captured]
    scored: int
    cases: int
    outside: int
    km2: float
    excitation: self_exciting.Fitted
    width: baselines.Density
    risks: tuple[terrain.Risk, ...] = field(default=())


def compare(
    study: Study,
    periods: Periods,
    *,
    layers: Mapping[str, NDArray[np.int64]] | None = None,
    to_come: int = 0,
) -> Comparison:
    """Forecast every period after the training from what came before, and score all but the last `to_come`.

    `layers` (the cells of places by name) are what the risk terrain stands on; without any it is left out.
    No method sees a case of the period it forecasts or of a later one. Raises
    PointsRefused without a case to be scored.
    """
    counts = study.counts(periods.edges)
    width = baselines.best_density(counts, periods, study)
    maps = {
        "last_period": _each(periods, lambda p: baselines.last_period(counts, periods, p)),
        "long_run_mean": _each(periods, lambda p: baselines.long_run_mean(counts, periods, p)),
        "density": _each(periods, lambda p: baselines.density(counts, periods, p, study, width)),
    }
    risks: list[terrain.Risk] = []
    if layers:
        maps["risk_terrain"], risks = terrain.forecast(terrain.of_layers(study, layers), counts, periods)
    maps["self_exciting"], fitted = self_exciting.forecast(study, periods)
    scored = len(periods.forecast) - to_come
    seen = counts[periods.history : periods.history + scored]
    outside = _outside(study, periods)[:scored]
    if not (seen.sum() + outside.sum()):
        raise PointsRefused("nothing_to_score", periods=scored)
    caught = {name: scores.captured(each[:scored], seen, outside=outside) for name, each in maps.items()}
    km2 = study.cells * study.cell_km2
    return Comparison(
        methods=tuple(_scored(name, caught[name], maps[name][:scored], seen, km2) for name in maps),
        choice=choosing.simplest(caught),
        maps=maps,
        caught=caught,
        scored=scored,
        cases=int(seen.sum() + outside.sum()),
        outside=int(outside.sum()),
        km2=km2,
        excitation=fitted,
        width=width,
        risks=tuple(risks),
    )


def _each(periods: Periods, forecast: Callable[[int], NDArray[np.float64]]) -> NDArray[np.float64]:
    return np.array([forecast(place) for place in periods.forecast])


def _outside(study: Study, periods: Periods) -> NDArray[np.float64]:
    """Count the cases of each forecast period that fell outside the region."""
    period = np.searchsorted(periods.edges, study.day[~study.inside], side="right") - 1
    strays = np.bincount(period[period >= 0], minlength=len(periods.edges))
    return strays[periods.history : len(periods.edges) - 1].astype(float)


def _scored(
    method: str, caught: Captured, expected: NDArray[np.float64], seen: NDArray[np.float64], km2: float
) -> Scored:
    pai, pei, ser = scores.pai(caught), scores.pei(caught), scores.ser(caught, km2)
    rows = []
    for i, share in enumerate(AREA_SHARES):
        low, high = intervals.of_share(caught.hits[:, i], caught.cases)
        rows.append(
            Score(
                area_share=share,
                pai=float(pai[i]),
                pei=float(pei[i]),
                ser=float(ser[i]),
                ci_low=low / share,
                ci_high=high / share,
                hit_rate=float(pai[i]) * share,
                expected=float(caught.foretold[:, i].sum()),
                seen=float(caught.hits[:, i].sum()),
            )
        )
    hedged = (1 - HEDGE) * expected + HEDGE * expected.mean(axis=1, keepdims=True)
    told = sum(baselines.log_score(s, e) for s, e in zip(seen, hedged, strict=True))
    even = -float(seen.sum()) * float(np.log(seen.shape[1]))
    bits = (told - even) / max(1.0, float(seen.sum())) / float(np.log(2))
    return Scored(
        method, method in choosing.BASELINES, tuple(rows), float(expected.sum()), float(seen.sum()), bits
    )
