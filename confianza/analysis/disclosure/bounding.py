"""The tightest interval of a hidden cell: linear programmes, and whole numbers where these are looser."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.disclosure.findings import CannotProtect
from confianza.analysis.disclosure.systems import System

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# HiGHS keeps constraints to 1e-7; a bound this near to a whole number is that number.
NEAR_WHOLE = 1e-5
# Up to so many unknowns that hang together, whole numbers are asked wherever the linear bound is not one.
MOST_WHOLE = 2_000
INFEASIBLE, UNBOUNDED, DOUBTFUL = 2, 3, 4


@dataclass
class Bounds:
    """What is proven of the unknowns of a system.

    Tables that fit reach from `seen_low` to `seen_high`; none goes beyond `low` and `high`. `whole`: the two
    tables that reach farthest are of whole numbers.
    """

    low: Floats
    high: Floats
    seen_low: Floats
    seen_high: Floats
    whole: Flags

    @property
    def exact(self) -> Flags:
        """Where what was seen is all there can be."""
        return (self.seen_low <= self.low) & (self.seen_high >= self.high)


def start(system: System) -> Bounds:
    """Return bounds of which nothing is known but the limits of the unknowns themselves."""
    count = len(system.cells)
    return Bounds(
        system.low.copy(),
        system.high.copy(),
        np.full(count, np.inf),
        np.full(count, -np.inf),
        np.ones(count, dtype=bool),
    )


def see(bounds: Bounds, table: Floats, enough: float = np.inf) -> None:
    """Widen what was seen by one more table that fits.

    Where it is not of whole numbers, only what was not yet seen to move by `enough` is widened.
    """
    near = np.round(table)
    fits = bool(np.all(np.abs(table - near) <= NEAR_WHOLE))
    seen = near if fits else table
    wider = (seen < bounds.seen_low) | (seen > bounds.seen_high)
    if not fits:
        wider &= bounds.seen_high - bounds.seen_low < enough
        bounds.whole[wider] = False
    bounds.seen_low[wider] = np.minimum(bounds.seen_low, seen)[wider]
    bounds.seen_high[wider] = np.maximum(bounds.seen_high, seen)[wider]


def tighten(system: System, bounds: Bounds, unknowns: Iterable[int], enough: float = np.inf) -> None:
    """Find the lowest and highest value of unknowns, one after the other.

    One that was seen to move by `enough` already is passed over. Raises CannotProtect where nothing fits.
    """
    for n in unknowns:
        for direction in (1.0, -1.0):
            if bounds.seen_high[n] - bounds.seen_low[n] < enough:
                _reach(system, bounds, n, direction, enough)


def _reach(system: System, bounds: Bounds, n: int, direction: float, enough: float) -> None:
    """Find how far unknown `n` goes: down for 1, up for -1."""
    goal = np.zeros(len(system.cells))
    goal[n] = direction
    value, table = solve(system, goal)
    if table is None:
        _unbounded(bounds, n, direction)
        return
    fits = bool(np.all(np.abs(table - np.round(table)) <= NEAR_WHOLE))
    if not fits and len(system.cells) <= MOST_WHOLE:
        value, whole_table = solve(system, goal, whole=True)
        table = table if whole_table is None else whole_table
    see(bounds, table, enough)
    if direction > 0:
        bounds.low[n] = _inward(value)
        bounds.seen_low[n] = min(bounds.seen_low[n], bounds.low[n])
    else:
        bounds.high[n] = -_inward(value)
        bounds.seen_high[n] = max(bounds.seen_high[n], bounds.high[n])


def _unbounded(bounds: Bounds, n: int, direction: float) -> None:
    if direction > 0:
        bounds.seen_low[n] = bounds.low[n]
    else:
        bounds.high[n] = bounds.seen_high[n] = np.inf


def _inward(value: float) -> float:
    return float(np.ceil(value - NEAR_WHOLE))


def solve(system: System, goal: Floats, *, whole: bool = False) -> tuple[float, Floats | None]:
    """Return the least of goal × unknowns and a table that has it; -inf and None where it has no end.

    Raises CannotProtect where no table fits at all.
    """
    from scipy.optimize import Bounds as Limits
    from scipy.optimize import LinearConstraint, milp

    rows = [LinearConstraint(system.matrix, system.least, system.most)] if len(system.least) else []
    integrality = np.ones(len(goal)) if whole else None
    limits = Limits(system.low, system.high)
    found: Any = milp(goal, integrality=integrality, bounds=limits, constraints=rows)
    if found.status == DOUBTFUL:
        if milp(np.zeros(len(goal)), bounds=limits, constraints=rows).status == INFEASIBLE:
            raise CannotProtect("contradiction")
        return -np.inf, None
    if found.status == UNBOUNDED:
        return -np.inf, None
    if found.status == INFEASIBLE or found.x is None:
        raise CannotProtect("contradiction")
    return float(found.fun), np.asarray(found.x, dtype=float)
