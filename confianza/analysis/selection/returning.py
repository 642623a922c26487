"""What becomes of those chosen for being high, if nothing at all is done: they come down.

Part of what made them high was chance, and chance does not come again (regression to the mean). Shown beside
every list, because a programme that begins there would be praised for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from confianza.analysis.selection.acceptability import HIGH, LOW
from confianza.analysis.selection.criteria import Criterion

WORLDS = 4_000


@dataclass(frozen=True)
class Returned:
    """Change of the sum over those chosen, as a share (-0.08: eight of a hundred less), from the year they
    were chosen by to the next, nothing done: `mean`, and `low` and `high` of nine worlds of ten. `fell`: the
    share of worlds in which it fell.
    """

    mean: float
    low: float
    high: float
    fell: float


def of_chosen(
    criterion: Criterion, chosen: Sequence[int], *, worlds: int = WORLDS, seed: int = 1
) -> Returned | None:
    """Return what the next observation of those chosen shows with no effect at all, given this one.

    None where the noise of the criterion is not known, or nothing was observed of them.
    """
    places = list(chosen)
    now = float(np.nansum(criterion.values[places]))
    if criterion.noise is None or now <= 0:
        return None
    random = np.random.default_rng(seed)
    following = criterion.noise.again(random, criterion.noise.draw(random, worlds))
    changes = following[:, places].sum(axis=1) / now - 1
    low, high = np.percentile(changes, [LOW, HIGH])
    return Returned(float(changes.mean()), float(low), float(high), float((changes < 0).mean()))
