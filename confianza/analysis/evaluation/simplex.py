"""The mixture of some columns that lies nearest to a target: weights of zero or more that add up to one.

Every synthetic control asks this question. It is answered exactly, in a finite number of steps, by the
nearest point of a polytope (Wolfe 1976, Mathematical Programming 11:128-149), and not by a descent that stops
somewhere: the same data give the same weights on every machine.
"""

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]

# Weights and gains below these are rounding: relative to the longest column, squared.
TINY = 1e-13
GAIN = 1e-12
# A ridge so small beside the columns would square their condition away: it is written as rows instead, and
# what it gains is looked for down to the last digits, or it would choose nothing among mixtures alike.
FEEBLE, FEEBLE_GAIN = 1e-6, 1e-15


def weights(columns: Reals, target: Reals, *, ridge: float = 0.0) -> Reals:
    """Return the w, zero or more with sum 1, that make |columns w - target|² + ridge |w|² smallest.

    `columns` has shape (rows, J), `target` (rows,). Without a ridge, where several mixtures fit alike, it is
    the one reached from the single nearest column; `ambiguity` in `synthetic` tells how much hangs on it.
    """
    away, gain = columns - target[:, None], GAIN
    if ridge > 0 and ridge < FEEBLE * float((away * away).sum()):
        away = np.vstack([away, np.sqrt(ridge) * np.eye(away.shape[1])])
        ridge, gain = 0.0, FEEBLE_GAIN
    return _Search(away, ridge, gain).weights()


class _Search:
    """Wolfe's search: a set of columns, the nearest point of the flat through them, and back into the
    hull.
    """

    def __init__(self, away: Reals, ridge: float, gain: float) -> None:
        self.away, self.ridge, self.gain = away, ridge, gain
        self.squares = (away * away).sum(axis=0)
        self.chosen = [int(np.argmin(self.squares))]
        self.found = np.zeros(away.shape[1])
        self.found[self.chosen] = 1.0

    def weights(self) -> Reals:
        longest = float(self.squares.max()) + self.ridge
        for _step in range(10 * len(self.found) + 100):
            pull = self.away.T @ (self.away @ self.found) + self.ridge * self.found
            best = int(np.argmin(pull))
            if self.found @ pull - pull[best] <= self.gain * longest or best in self.chosen:
                break
            self.chosen.append(best)
            self._settle()
        return self.found

    def _settle(self) -> None:
        """Move to the nearest point of the flat; where it lies outside the hull, stop at the border."""
        while True:
            wanted, held = self._on_the_flat(), self.found[self.chosen]
            outside = wanted <= TINY
            if not outside.any():
                self.found[:] = 0.0
                self.found[self.chosen] = wanted
                return
            step = float((held[outside] / (held[outside] - wanted[outside])).min())
            moved = held + step * (wanted - held)
            kept = moved > TINY
            self.chosen = [at for at, stays in zip(self.chosen, kept, strict=True) if stays]
            self.found[:] = 0.0
            self.found[self.chosen] = moved[kept] / moved[kept].sum()

    def _on_the_flat(self) -> Reals:
        """Return the affine weights of the chosen columns nearest to the target."""
        some = self.away[:, self.chosen]
        if self.ridge > 0:
            solved = np.linalg.solve(
                some.T @ some + self.ridge * np.eye(some.shape[1]), np.ones(some.shape[1])
            )
            return np.asarray(solved / solved.sum())
        apart = some[:, 1:] - some[:, :1]
        others = np.linalg.lstsq(apart, -some[:, 0], rcond=None)[0]
        return np.concatenate([[1.0 - others.sum()], others])
