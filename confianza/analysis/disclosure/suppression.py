"""Which cells to hide, so that the audit finds nothing: the small ones, and what would give them away.

Complementary cells come from linear programmes over all the cells, one after the other, after Kelly, Golden
and Assad (1992), "Cell suppression: disclosure protection for sensitive tabular data", Networks 22:397-417;
of big tables, first from boxes (`boxes`). What is hidden needlessly is shown again where the table is small.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from confianza.analysis.disclosure import auditing, boxes, linking, propagation, repairing, systems
from confianza.analysis.disclosure.auditing import Audit
from confianza.analysis.disclosure.boxes import Boxes, Evidence
from confianza.analysis.disclosure.cube import Cube
from confianza.analysis.disclosure.findings import CannotProtect
from confianza.analysis.disclosure.linking import Published

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]
Zeros = Literal["shown", "hidden"]

# Up to so many hidden cells, each complementary one is tried without.
MOST_TRIED = 40
# From so many cells on, boxes find what to hide; below, programmes alone do, and hide a little less.
BIG = 2_000
# What boxes have not proven after so many rounds of hiding is left to the programmes.
ROUNDS = 5
# Where zeros may be hidden at all, to hide one tells more than it saves: many know which cannot be otherwise.
COST_OF_A_ZERO = 4.0
SMALLEST_THRESHOLD = 2


@dataclass(frozen=True)
class Protection:
    """A cube that may be shown: `cells` with `hidden`, and the audit that found no leak.

    `primary`: how many cells were hidden for what they are; `complementary`: how many to protect these.
    """

    cells: pl.DataFrame
    audit: Audit
    primary: int
    complementary: int

    @property
    def shown(self) -> pl.DataFrame:
        """The cells as they leave the house: value is null where hidden, and nothing tells why."""
        return self.cells.with_columns(value=pl.when("hidden").then(None).otherwise("value"))


def protect(
    cube: Cube,
    *,
    threshold: int,
    primary: pl.Series | None = None,
    earlier: Sequence[Published] = (),
    zeros: Zeros = "shown",
) -> Protection:
    """Hide the counts from 1 to `threshold` - 1, those flagged in `primary`, and what would give them away.

    `zeros`: "shown", a zero is nobody and is always shown (unless `primary` hides one), so that everyone
    knows a hidden cell to count one at least, which the audit takes into account; "hidden", a zero is as
    small as a one. `earlier`: releases before this one (oldest first), which are audited along. The
    same cube gives the same answer. Raises CannotProtect where even the whole table hidden would leak.
    """
    if threshold < SMALLEST_THRESHOLD:
        raise CannotProtect("threshold", threshold=threshold)
    forced = small(cube, threshold, zeros)
    if primary is not None:
        forced |= primary.to_numpy().astype(bool)
    task = _Task(cube, forced, threshold, tuple(earlier), _least(cube, forced, zeros))
    hidden, audit = task.until_nothing_leaks(task.started())
    if int(hidden.sum()) <= MOST_TRIED:
        hidden, audit = task.without_the_needless(hidden, audit)
        audit = task.audited(hidden, exact=True)
    cells = cube.cells.with_columns(hidden=pl.Series(hidden))
    return Protection(cells, audit, int(forced.sum()), int((hidden & ~forced).sum()))


def small(cube: Cube, threshold: int, zeros: Zeros = "shown") -> Flags:
    """Return which cells are too small to be shown."""
    least = 0 if zeros == "hidden" else 1
    values = cube.values
    return np.asarray((values >= least) & (values < threshold))


def costs(cube: Cube) -> Floats:
    """Return what is lost with every cell: more the more it counts, as its logarithm."""
    values = cube.values
    return np.asarray(np.where(values > 0, 1.0 + np.log1p(values), COST_OF_A_ZERO))


def _least(cube: Cube, forced: Flags, zeros: Zeros) -> int:
    """Return what everyone knows a hidden cell to count at least: where all zeros are shown, one."""
    return 1 if zeros == "shown" and not (forced & (cube.values == 0)).any() else 0


@dataclass(frozen=True)
class _Task:
    cube: Cube
    forced: Flags
    threshold: int
    earlier: tuple[Published, ...]
    least: int

    def audited(self, hidden: Flags, *, exact: bool = False) -> Audit:
        return auditing.audit(
            self.cube, pl.Series(hidden), threshold=self.threshold, earlier=self.earlier, least=self.least,
            exact=exact,
        )  # fmt: skip

    def started(self) -> Flags:
        """Return what is hidden for what it is, and of a big cube what boxes need beside."""
        hidden = self.forced.copy()
        if self.cube.cells.height < BIG or not boxes.can_be_turned(self.cube):
            return hidden
        values = self.cube.values
        price = np.where(values >= self.least, costs(self.cube), np.inf)
        floor = np.full(len(values), self.least, dtype=np.int64)
        turning, seen = boxes.Boxes(self.cube), boxes.start(self.cube)
        for targets in (self._bounded(hidden), np.flatnonzero(hidden)):
            self._hide(turning, targets, seen, hidden, floor, price)
        for _ in range(ROUNDS):
            left = turning.prove(hidden, floor, self.threshold)[1]
            if not len(left):
                break
            self._hide(turning, left, boxes.start(self.cube), hidden, floor, price)
        return hidden

    def _hide(
        self, turning: Boxes, targets: Whole, seen: Evidence, hidden: Flags, floor: Whole, price: Floats
    ) -> None:
        """Hide what lets the targets move, until as many as can do."""
        while len(targets):
            left = targets[~turning.hide(targets, seen, hidden, floor, self.threshold, price)]
            if len(left) == len(targets):
                break
            targets = left

    def _bounded(self, hidden: Flags) -> Whole:
        """Return the cells that leak without any programme being asked."""
        board = linking.board(self.cube, hidden, ())
        system = systems.of_board(board, least=self.least)
        low, high = propagation.shuttle(system)
        return system.cells[high - low < self.threshold]

    def until_nothing_leaks(self, hidden: Flags) -> tuple[Flags, Audit]:
        repair = repairing.Repair(self.cube, costs(self.cube), self.threshold, self.earlier, self.least)
        while True:
            audit = self.audited(hidden)
            leaks = [leak for leak in audit.leaks.rows(named=True) if repair.can_help(leak)]
            more = repair.complements(hidden, leaks) if leaks else hidden
            if (more == hidden).all():
                break
            hidden = more
        if left := audit.leaks.filter(pl.col("release") == 0).height:
            raise CannotProtect("cannot_hide", count=left, threshold=self.threshold)
        return hidden, audit

    def without_the_needless(self, hidden: Flags, audit: Audit) -> tuple[Flags, Audit]:
        """Show again, the dearest first, what the others are protected without."""
        cost = costs(self.cube)
        complementary = np.flatnonzero(hidden & ~self.forced)
        for cell in complementary[np.argsort(-cost[complementary], kind="stable")]:
            fewer = hidden.copy()
            fewer[cell] = False
            tried = self.audited(fewer)
            if tried.leaks.height <= audit.leaks.height:
                hidden, audit = fewer, tried
        return hidden, audit
