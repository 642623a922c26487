"""Models in which people differ in how easily they are seen (Mth of the literature).

To independent lists they add one column that turns on how many lists know a person (Baillargeon and Rivest
2007, Journal of Statistical Software 19(5)). They say more than independence: who is hard to see was missed
more often.
"""

import numpy as np

from confianza.analysis.undercount import poisson
from confianza.analysis.undercount.histories import Histories, Numbers
from confianza.analysis.undercount.poisson import Fits

# The parameters that Rcapture takes by default.
POISSON_BASE = 2.0
GAMMA_SHAPE = 3.5


def columns(k: int) -> dict[str, Numbers]:
    """Return the column of each model by the number of lists, 0 to k."""
    times = np.arange(k + 1, dtype=float)
    return {
        "poisson": POISSON_BASE**times - 1,
        "darroch": times**2 / 2,
        "gamma": np.log(GAMMA_SHAPE) - np.log(GAMMA_SHAPE + times),
    }


def fits(histories: Histories) -> dict[str, Fits]:
    """Fit each of the models to a table of three lists or more."""
    table = histories.counts[None, :]
    return {name: poisson.with_column(table, column) for name, column in columns(histories.k).items()}


def strength(histories: Histories) -> float:
    """Return how much Darroch's column says, in standard errors: high where people differ or lists depend.

    It is the square root of the likelihood ratio against independence, with the sign of the column.
    """
    darroch = fits(histories)["darroch"]
    alone = poisson.of_models(histories, [frozenset([0, *(1 << i for i in range(histories.k))])])
    ratio = 2 * float(darroch.log_likelihood[0] - alone.log_likelihood[0])
    sign = 1.0 if darroch.unseen[0] >= alone.unseen[0] else -1.0
    return sign * float(np.sqrt(max(ratio, 0.0)))
