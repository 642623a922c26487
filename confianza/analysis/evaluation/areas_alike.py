"""Which areas to compare with: those that went the same way before, and stood about as high.

Proposed before anything is known of what comes after, so that nobody can choose areas for their answer. How
far two ways part is told in units of chance: small areas part by much for no reason, and are not punished for
it. Areas as high as the one in question share its luck too: what comes down by itself comes down in both.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.evaluation.problems import EvaluationRefused

Reals = NDArray[np.float64]
FEWEST_PERIODS, FEWEST_OTHERS = 4, 4
# Of a way that parts by so many times what chance would have, on average, it is not said that it is alike.
PARTED = 2.0
# A level twice as high weighs like a way that parts by as much again as chance would have.
LEVEL_WEIGHS = 1.0 / np.log(2.0) ** 2


@dataclass(frozen=True)
class Alike:
    """`parting`: chi-square over degrees of freedom of the two ways (1: as chance would have it); `level`:
    rate over that of the area in question; `is_alike`: parting below two.
    """

    area: int
    parting: float
    level: float

    @property
    def is_alike(self) -> bool:
        """Whether it went about the same way."""
        return self.parting < PARTED

    @property
    def distance(self) -> float:
        """Parting and level together; the smallest first."""
        return float(self.parting + LEVEL_WEIGHS * np.log(self.level) ** 2)


def propose(y: Reals, exposure: Reals, area: int) -> tuple[Alike, ...]:
    """Return all other areas, the most alike first; `y` (areas × periods) holds periods before alone.

    Areas in which nothing was counted are left out. Raises EvaluationRefused few_to_propose: fewer than four
    periods or four other areas; nothing_before of the area in question (named by its number).
    """
    others = [at for at in range(len(y)) if at != area and y[at].sum()]
    if y.shape[1] < FEWEST_PERIODS or len(others) < FEWEST_OTHERS:
        raise EvaluationRefused("few_to_propose", periods=y.shape[1], areas=len(others), least=FEWEST_PERIODS)
    if not y[area].sum():
        raise EvaluationRefused("nothing_before", area=area)
    rate = y.sum(axis=1) / exposure.sum(axis=1)
    found = [
        Alike(at, _parting(y[[area, at]], exposure[[area, at]]), float(rate[at] / rate[area]))
        for at in others
    ]
    return tuple(sorted(found, key=lambda each: each.distance))


def _parting(y: Reals, exposure: Reals) -> float:
    """Return Pearson's chi-square of two ways that differ in level alone, over its degrees of freedom."""
    seen = y.sum(axis=0) > 0
    y, exposure = y[:, seen], exposure[:, seen]
    if y.shape[1] < FEWEST_PERIODS - 1:
        return float("inf")
    total, odds = y.sum(axis=0), y[0].sum() / max(y[1].sum(), 1e-12)
    for _ in range(100):
        share = odds * exposure[0] / (odds * exposure[0] + exposure[1])
        ratio = y[0].sum() / (total * share).sum()
        if abs(ratio - 1) < 1e-9:
            break
        odds *= ratio
    expected = np.stack([total * share, total * (1 - share)])
    return float(((y - expected) ** 2 / expected).sum() / (y.shape[1] - 1))
