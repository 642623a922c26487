"""Synthetic controls beside pysyncon: the same pools, the misfit each ends with, and how long it takes.

Pools are invented from a fixed seed, as large as the published examples; where the published examples lie
beside this checkout (../shared/oracles/evaluation) they are run too.
"""

import json
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measuring import Row, apart

PEERS = Path(".venv-peers")
PUBLISHED = Path(__file__).resolve().parents[2] / "shared" / "oracles" / "evaluation"
SEED = 1989
TIMES_FASTER = 20
PLACEBO_SECONDS = 2.0
# Losses that differ by less, relatively, are the same: pysyncon stops its descent that early.
SAME_LOSS = 1e-6
REPEATS = 5


@dataclass(frozen=True)
class Case:
    """Outcomes of donors and of the treated unit over the fitted periods; predictors, or none."""

    paths: np.ndarray
    path: np.ndarray
    donors: np.ndarray | None = None
    treated: np.ndarray | None = None


def run() -> list[Row]:
    """Fit every case in both programs."""
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "cases.npz")
        np.savez(file, **_written(cases()))
        ours, theirs = apart(confianza, file).returned, _pysyncon(file)
    rows = []
    for name, told in theirs.items():
        rows += _compared(name, ours[name], told)
    return rows


def cases() -> dict[str, Case]:
    """Return the pools, by name; those that begin with "placebos" are fitted for every unit in turn."""
    smoking = _invented(units=38, periods=19)
    found = {
        "outcome alone: 38 donors, 19 years": smoking,
        "outcome alone: 100 donors, 60 months": _invented(units=100, periods=60),
        "placebos: 39 units, 19 years": smoking,
        "predictors: 17 donors, 10 years, 14 predictors": _invented(units=17, periods=10, predictors=14),
        "predictors: 26 donors, 9 years, 7 predictors": _invented(units=26, periods=9, predictors=7),
    }
    return found | (_of_the_published() if PUBLISHED.is_dir() else {})


def confianza(file: str) -> dict[str, dict[str, float]]:
    """Fit the cases of a file; the seconds are the median of some runs, after one that does not count."""
    with np.load(file) as held:
        told = {name: held[name] for name in held.files}
    names = sorted({name.partition("/")[0] for name in told})
    read = {name: _read(told, name) for name in names}
    return {name: _timed(_question(name, case)) for name, case in read.items()}


def _read(told: dict[str, np.ndarray], name: str) -> Case:
    predictors = (told.get(f"{name}/donors"), told.get(f"{name}/treated"))
    return Case(told[f"{name}/paths"], told[f"{name}/path"], *predictors)


def _timed(question: Callable[[], float]) -> dict[str, float]:
    loss, seconds = question(), []
    for _ in range(REPEATS):
        began = time.perf_counter()
        question()
        seconds.append(time.perf_counter() - began)
    return {"seconds": float(np.median(seconds)), "loss": loss}


def _question(name: str, case: Case) -> Callable[[], float]:
    from confianza.analysis.evaluation import placebos, predictors, synthetic
    from confianza.analysis.evaluation.predictors import Predictors

    pool = _pool(case)
    if name.startswith("placebos"):
        return lambda: sum(
            each.rmspe**2
            for found in [placebos.in_space(pool, synthetic.fit)]
            for each in (found.fit, *found.told)
        )
    if case.donors is None or case.treated is None:
        return lambda: synthetic.fit(pool).rmspe ** 2
    labels = tuple(f"predictor {place}" for place in range(len(case.treated)))
    told = Predictors(labels, case.donors, case.treated, tuple(range(len(case.path))))
    return lambda: predictors.fit(pool, told).best.loss


def _pool(case: Case) -> Any:
    """Return a pool with one period after: what comes then is no part of the question."""
    from confianza.analysis.evaluation.pool import Pool

    donors = tuple(f"donor {place}" for place in range(case.paths.shape[1]))
    periods = tuple(str(place) for place in range(len(case.path) + 1))
    y, others = np.append(case.path, 0.0), np.vstack([case.paths, np.zeros(len(donors))])
    return Pool("treated", donors, periods, y, others, len(case.path))


def _invented(*, units: int, periods: int, predictors: int = 0) -> Case:
    """Return paths with three common trends; predictors are what the trends weigh, and noise."""
    random = np.random.default_rng(SEED + units)
    trends = np.cumsum(random.normal(0, 1, (periods, 3)), axis=0)
    weights = random.normal(0, 1, (3, units + 1))
    paths = 50 + 3 * trends @ weights + random.normal(0, 1, (periods, units + 1))
    if not predictors:
        return Case(paths[:, 1:], paths[:, 0])
    seen = random.normal(0, 1, (predictors, 3)) @ weights + random.normal(0, 0.3, (predictors, units + 1))
    return Case(paths[:, 1:], paths[:, 0], seen[:, 1:], seen[:, 0])


def _of_the_published() -> dict[str, Case]:
    from confianza.analysis.evaluation.tests import comparisons

    smoking = comparisons.california()
    before = Case(smoking.others[: smoking.before], smoking.y[: smoking.before])
    found = {"outcome alone: California": before, "placebos: California and 38 states": before}
    for name, left_out in (("with Spain", ()), ("without Spain", (comparisons.SPAIN,))):
        pool, told = comparisons.basque(left_out=left_out)
        rows = list(told.fitted)
        found[f"predictors: Basque Country, {name}"] = Case(
            pool.others[rows], pool.y[rows], told.donors, told.treated
        )
    return found


def _written(told: dict[str, Case]) -> dict[str, Any]:
    pairs = (
        (name, part, getattr(case, part)) for name, case in told.items() for part in Case.__dataclass_fields__
    )
    return {f"{name}/{part}": value for name, part, value in pairs if value is not None}


def _pysyncon(file: str) -> dict[str, dict[str, float]]:
    """Let pysyncon do the same in the peers' environment."""
    command = [
        str(PEERS / "bin" / "python"),
        str(Path(__file__).with_name("synthetic_control_peer.py")),
        file,
    ]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, dict[str, float]] = json.loads(answer.stdout.splitlines()[-1])
    return told


def _compared(name: str, ours: dict[str, float], theirs: dict[str, float]) -> list[Row]:
    """Return the rows of one case: loss, seconds, and for the published placebos the aim by the clock."""
    loss, seconds = ours["loss"], ours["seconds"]
    quicker = theirs["seconds"] / seconds
    least = loss <= theirs["loss"] * (1 + SAME_LOSS) + np.finfo(float).eps
    rows = [
        Row(f"{name}: misfit", loss, "", "pysyncon", _ratio(loss, theirs["loss"]), "≤ pysyncon", bool(least)),
        Row(
            f"{name}: {quicker:,.0f} times faster",
            seconds,
            "s",
            f"pysyncon, {theirs['seconds']:.3g} s",
            seconds / theirs["seconds"],
            f"≥ {TIMES_FASTER} times faster",
            quicker >= TIMES_FASTER,
        ),
    ]
    if name.startswith("placebos"):
        aim = f"≤ {PLACEBO_SECONDS:.0f} s"
        met = seconds <= PLACEBO_SECONDS
        rows.append(Row(f"{name}: by the clock", seconds, "s", "aim", seconds / PLACEBO_SECONDS, aim, met))
    return rows


def _ratio(ours: float, theirs: float) -> float | None:
    return ours / theirs if theirs else None
