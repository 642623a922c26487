"""One number from several criteria: normalised, weighed, put together; each step is a choice, and told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.selection.criteria import Criterion
from confianza.analysis.selection.noise import Floats
from confianza.analysis.selection.problems import SelectionRefused

Ints = NDArray[np.int64]
Normalise = Literal["minmax", "z", "rank"]
Aggregate = Literal["arithmetic", "geometric"]
# A geometric mean would let one zero decide everything (OECD and JRC 2008, Handbook on composite
# indicators, step 6).
FLOOR = 0.01
_FEWEST_APART = 1e-12


@dataclass(frozen=True)
class How:
    """How values become one score. `minmax`: 0 is the least urgent of those observed, 1 the most; `z`:
    standard deviations from their mean; `rank`: the share of the others that is less urgent.
    """

    normalise: Normalise = "minmax"
    aggregate: Aggregate = "arithmetic"

    def __post_init__(self) -> None:
        if self.aggregate == "geometric" and self.normalise == "z":
            raise SelectionRefused("select_geometric_z")


def scale(criterion: Criterion) -> tuple[float, float]:
    """Return the lowest and highest value a criterion is normalised by: of the figures told, or, where their
    noise is known, of the true values, one standard deviation beyond the outermost.

    It is the same in all drawn worlds, so that they are measured by one rule.
    """
    known = np.isfinite(criterion.centre)
    spread = np.zeros_like(criterion.centre) if criterion.noise is None else criterion.noise.spread
    low, high = criterion.centre - spread, criterion.centre + spread
    return float(low[known].min()), float(high[known].max())


def normalised(values: Floats, criterion: Criterion, how: How) -> Floats:
    """Return values (worlds × municipalities, or municipalities alone) so that more means more urgent.

    Where the true values do not differ at all, everybody has the same.
    """
    if how.normalise == "rank":
        turned = _ranked(values)
        return turned if criterion.high else 1 - turned
    if how.normalise == "z":
        turned = _z(values, criterion)
        return turned if criterion.high else -turned
    low, high = scale(criterion)
    if high - low <= _FEWEST_APART * max(abs(high), 1.0):
        return np.full_like(values, 0.5)
    turned = np.clip((values - low) / (high - low), 0, 1)
    return turned if criterion.high else 1 - turned


def _z(values: Floats, criterion: Criterion) -> Floats:
    known = criterion.centre[np.isfinite(criterion.centre)]
    doubt = 0.0 if criterion.noise is None else float((criterion.noise.spread**2).mean())
    width = float(np.sqrt(known.var(ddof=1) + doubt))
    if width <= _FEWEST_APART * max(abs(float(known.mean())), 1.0):
        return np.zeros_like(values)
    turned: Floats = (values - known.mean()) / width
    return turned


def _ranked(values: Floats) -> Floats:
    """Return the share of the others that lies below, half a place for each that is equal."""
    from scipy.stats import rankdata

    ranked: Floats = (rankdata(values, axis=-1) - 1) / max(values.shape[-1] - 1, 1)
    return ranked


def together(turned: Floats, weights: Floats, how: How) -> Floats:
    """Return scores from normalised values (… × municipalities × criteria) and weights (… × criteria)."""
    if how.aggregate == "geometric":
        turned = np.log(np.maximum(turned, FLOOR))
    scores: Floats = np.einsum("...nm,...m->...n", turned, weights)
    if how.aggregate == "geometric":
        np.exp(scores, out=scores)
    return scores


def central(criteria: Sequence[Criterion], how: How, weights: Floats | None = None) -> Floats:
    """Return the scores by the figures and weights told; a value that is not known stands for the median."""
    turned = [normalised(_filled(each.centre), each, how) for each in criteria]
    told = weights if weights is not None else shares(criteria)
    return together(np.stack(turned, axis=-1), told, how)


def _filled(values: Floats) -> Floats:
    known = np.isfinite(values)
    return np.where(known, values, np.median(values[known]))


def places(scores: Floats) -> Ints:
    """Return the rank of each: 1 for the highest score, the same for equals."""
    ordered = np.sort(-scores)
    found: Ints = np.searchsorted(ordered, -scores - _FEWEST_APART) + 1
    return found


def shares(criteria: Sequence[Criterion], *, by_group: bool = False) -> Floats:
    """Return the weights as shares of one; `by_group`: every group has the same share, which its criteria
    divide.
    """
    told = np.array([each.weight for each in criteria])
    if by_group:
        groups = [each.group or each.name for each in criteria]
        sums = {name: told[[at for at, one in enumerate(groups) if one == name]].sum() for name in groups}
        told = told / np.array([sums[name] for name in groups])
    summed: Floats = told / told.sum()
    return summed
