"""Two waves under each other as one design: what the clusters they share make them have in common."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from confianza.analysis.surveys import design
from confianza.analysis.surveys.design import Design, Reals


@dataclass(frozen=True)
class Part:
    """A wave: its design, and the labels of stratum and cluster of its rows, the same in every wave."""

    design: Design
    strata: Sequence[str]
    clusters: Sequence[str]


@dataclass(frozen=True)
class _Apart:
    """Adjustments of weights that were made wave by wave."""

    parts: tuple[Design, ...]

    def residuals(self, influence: Reals) -> Reals:
        """Return what the known totals of each wave leave of the influence (n, k) of its own rows."""
        left, first = [], 0
        for part in self.parts:
            own = influence[first : first + part.size]
            for adjustment in part.adjustments:
                own = adjustment.residuals(own)
            left.append(own)
            first += part.size
        return np.concatenate(left)


def together(parts: Sequence[Part]) -> Design:
    """Return one design of the rows of all parts, in their order: a cluster is the same where its label is.

    How much of a stratum was taken (fpc) is left aside: variances are, if anything, a little too large.
    """
    found = design.of(
        np.concatenate([part.design.weights for part in parts]),
        strata=np.concatenate([np.asarray(part.strata, dtype=object) for part in parts]),
        clusters=[np.concatenate([np.asarray(part.clusters, dtype=object) for part in parts])],
        lonely=parts[0].design.lonely,
    )
    return replace(found, adjustments=(_Apart(tuple(part.design for part in parts)),))
