"""What becomes of those chosen for being high, if nothing at all is done: they come down.

Part of what made them high was chance, and chance does not come again (regression to the mean). Shown beside
every list, because a programme that begins there would be praised for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from confianza.analysis.selection import mixing
from confianza.analysis.selection.acceptability import HIGH, LOW
from confianza.analysis.selection.criteria import Criterion
from confianza.analysis.selection.noise import Counted, Floats

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

    Of 150 municipalities or more counts have no shape supposed between them. None where the noise of the
    criterion is not known, or nothing was observed of those chosen.
    """
    places = list(chosen)
    now = float(np.nansum(criterion.values[places]))
    if criterion.noise is None or now <= 0:
        return None
    random = np.random.default_rng(seed)
    following = criterion.noise.again(random, _true(criterion, random, worlds))
    changes = following[:, places].sum(axis=1) / now - 1
    low, high = np.percentile(changes, [LOW, HIGH])
    return Returned(float(changes.mean()), float(low), float(high), float((changes < 0).mean()))


def _true(criterion: Criterion, random: np.random.Generator, worlds: int) -> Floats:
    """Draw true values: from the posterior of the criterion, or without a shape where there are enough."""
    noise = criterion.noise
    if not isinstance(noise, Counted) or len(criterion.values) < mixing.FEWEST:
        return noise.draw(random, worlds) if noise is not None else np.empty((0, 0))
    counts = criterion.values / noise.unit * noise.exposures
    grid, chances = mixing.posterior(counts, noise.exposures)
    ends = chances.cumsum(axis=1)
    drawn = random.random((worlds, len(counts)))
    places = np.stack([np.searchsorted(ends[at], drawn[:, at]) for at in range(len(counts))], axis=1)
    true: Floats = grid[np.minimum(places, len(grid) - 1)] * noise.unit
    return true
