"""Ridge-augmented synthetic control: what misfit the mixture leaves, a ridge regression takes off.

Ben-Michael, Feller & Rothstein (2021, JASA 116:1789-1803). Its weights may be below zero: it looks outside
the donors, as far as the penalty lets it. A large penalty gives the synthetic control back.
"""

import numpy as np

from confianza.analysis.evaluation import simplex
from confianza.analysis.evaluation.pool import Pool
from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.evaluation.simplex import Reals
from confianza.analysis.evaluation.synthetic import Fit

# Penalties that are tried, from a little above the largest singular value squared down (augsynth of R).
PENALTIES, SMALLEST = 20, 1e-8
# Fewer periods cannot be left out in turn and still teach a penalty.
FEWEST_FOLDS = 3


def fit(pool: Pool, penalty: float | None = None, rows: tuple[Reals, Reals] | None = None) -> Fit:
    """Fit with a penalty, or with the one that foretells left-out periods best (within one standard error).

    `rows`: more that shall be balanced, of the donors (k, J) and of the treated unit (k,), in the scale of
    the outcome; see `predictors.rows`.
    """
    before = pool.before
    middle = pool.others[:before].mean(axis=1)
    donors, treated = pool.others[:before] - middle[:, None], pool.y[:before] - middle
    if not donors.any():
        raise EvaluationRefused("donors_alike")
    if rows is not None:
        donors, treated = np.vstack([donors, rows[0]]), np.concatenate([treated, rows[1]])
    chosen = penalty if penalty is not None else _learnt(donors, treated, before)
    found = _weights(donors, treated, [chosen])[0]
    return Fit(pool, found, pool.y - pool.others @ found, (("penalty", chosen),))


def _weights(donors: Reals, treated: Reals, penalties: list[float]) -> list[Reals]:
    """Return the augmented weights for each penalty."""
    plain = simplex.weights(donors, treated)
    left = treated - donors @ plain
    inner, one = donors @ donors.T, np.eye(len(donors))
    return [plain + np.linalg.solve(inner + penalty * one, left) @ donors for penalty in penalties]


def _learnt(donors: Reals, treated: Reals, before: int) -> float:
    """Return the largest penalty whose error on left-out periods is within one standard error of the least.

    Each period but the last is left out in turn, as in augsynth, so that figures compare.
    """
    top = float(np.linalg.svd(donors, compute_uv=False)[0] ** 2)
    penalties = [float(top * SMALLEST ** ((step - 1) / PENALTIES)) for step in range(PENALTIES + 1)]
    folds = before - 1
    if folds < FEWEST_FOLDS:
        return penalties[0]
    errors = np.array([_errors(donors, treated, out, penalties) for out in range(folds)])
    means = errors.mean(axis=0)
    best = int(np.argmin(means))
    limit = float(means[best] + errors[:, best].std(ddof=1) / np.sqrt(folds))
    return max(each for each, mean in zip(penalties, means, strict=True) if mean <= limit)


def _errors(donors: Reals, treated: Reals, out: int, penalties: list[float]) -> list[float]:
    kept = np.arange(len(treated)) != out
    tried = _weights(donors[kept], treated[kept], penalties)
    return [float((treated[out] - donors[out] @ each) ** 2) for each in tried]
