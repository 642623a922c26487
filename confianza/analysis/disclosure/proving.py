"""What is proven of every hidden cell: bounds in rounds, tables seen, and programmes for what is left."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.disclosure import bounding, propagation, systems
from confianza.analysis.disclosure.bounding import Bounds
from confianza.analysis.disclosure.boxes import Evidence
from confianza.analysis.disclosure.systems import System

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]

# One programme moves many cells at once; what so many have not moved is asked one by one.
FEW = 12
MOST_AT_ONCE = 12
SEED = 20_261_128


@dataclass(frozen=True)
class Proof:
    """Of every unknown: an interval, whether it is exact, and whether whole tables prove it."""

    cells: Whole
    low: Floats
    high: Floats
    exact: Flags
    whole: Flags


def prove(system: System, enough: float, *, every: bool, evidence: Evidence | None = None) -> Proof:
    """Return what can be deduced of every unknown: exactly, or (not `every`) until it is seen to move enough.

    `evidence`: how far cells were seen to move already. Raises CannotProtect where nothing fits.
    """
    low, high = propagation.shuttle(system)
    part, opened = propagation.open_parts(system, low, high)
    bounds = bounding.start(system)
    bounds.low, bounds.high = low, high
    solved = high <= low
    bounds.seen_low[solved], bounds.seen_high[solved] = low[solved], high[solved]
    places = {int(cell): int(n) for cell, n in zip(part.cells, opened, strict=True)}
    for piece in systems.components(part):
        where = np.array([places[int(cell)] for cell in piece.cells])
        found = bounding.start(piece)
        if evidence is not None:
            found.seen_low = np.minimum(found.seen_low, evidence.low[piece.cells])
            found.seen_high = np.maximum(found.seen_high, evidence.high[piece.cells])
        _bound(piece, found, enough, every)
        for name in ("low", "high", "seen_low", "seen_high", "whole"):
            getattr(bounds, name)[where] = getattr(found, name)
    return _proof(system, bounds, enough)


def _bound(system: System, bounds: Bounds, enough: float, every: bool) -> None:
    if every:
        bounding.tighten(system, bounds, range(len(system.cells)))
        return
    asked = _asked(bounds, enough)
    _many_at_once(system, bounds, enough)
    bounding.tighten(system, bounds, [n for n in asked if not _moved(bounds, enough)[n]], enough)


def _moved(bounds: Bounds, enough: float) -> Flags:
    return np.asarray(bounds.seen_high - bounds.seen_low >= enough)


def _asked(bounds: Bounds, enough: float) -> Whole:
    """Return the unknowns in question: neither seen to move enough nor bounded to less."""
    return np.flatnonzero(~_moved(bounds, enough) & (bounds.high - bounds.low >= enough))


def _many_at_once(system: System, bounds: Bounds, enough: float) -> None:
    """See tables in which many unknowns in question are at once as high, or as low, as goes together."""
    random = np.random.default_rng(SEED)
    for _ in range(MOST_AT_ONCE):
        asked = _asked(bounds, enough)
        if len(asked) <= FEW:
            return
        goal = np.zeros(len(system.cells))
        goal[asked] = random.choice([-1.0, 1.0], len(asked)) * random.uniform(0.5, 1.0, len(asked))
        limited = System(
            system.matrix, system.least, system.most, system.cells, system.low,
            np.minimum(system.high, _far(bounds, enough)),
        )  # fmt: skip
        bounding.see(bounds, _some(limited, system, goal), enough)


def _far(bounds: Bounds, enough: float) -> Floats:
    """Return heights beyond which nothing more is proven, so that no table runs away."""
    seen = np.where(np.isfinite(bounds.seen_high), bounds.seen_high, 0.0)
    return np.maximum(seen, bounds.low) + 1000.0 * max(enough, 1.0)


def _some(limited: System, system: System, goal: Floats) -> Floats:
    from confianza.analysis.disclosure.findings import CannotProtect

    try:
        table = bounding.solve(limited, goal)[1]
    except CannotProtect:
        table = bounding.solve(system, np.zeros(len(goal)))[1]
    assert table is not None  # noqa: S101  every unknown is limited, or nothing is asked of it
    return table


def _proof(system: System, bounds: Bounds, enough: float) -> Proof:
    leaks = bounds.high - bounds.low < enough
    return Proof(
        system.cells,
        np.where(leaks, bounds.low, np.maximum(bounds.seen_low, bounds.low)) + 0.0,
        np.where(leaks, bounds.high, np.minimum(bounds.seen_high, bounds.high)) + 0.0,
        bounds.exact,
        bounds.whole,
    )
