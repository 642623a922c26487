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

from confianza.analysis.disclosure import auditing, repairing
from confianza.analysis.disclosure.auditing import Audit
from confianza.analysis.disclosure.cube import Cube
from confianza.analysis.disclosure.findings import CannotProtect
from confianza.analysis.disclosure.linking import Published

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Zeros = Literal["shown", "hidden"]

# Up to so many hidden cells, each complementary one is tried without.
MOST_TRIED = 40
# To hide a zero tells more than it saves: many know which zeros cannot be otherwise.
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

    `zeros`: "shown", a zero is nobody and is hidden only where nothing else protects a small count; "hidden",
    it is as small as a one. `earlier`: releases before this one (oldest first), which are audited along. The
    same cube gives the same answer. Raises CannotProtect where even the whole table hidden would leak.
    """
    if threshold < SMALLEST_THRESHOLD:
        raise CannotProtect("threshold", threshold=threshold)
    forced = small(cube, threshold, zeros)
    if primary is not None:
        forced |= primary.to_numpy().astype(bool)
    hidden, audit = _until_nothing_leaks(cube, forced.copy(), threshold, earlier)
    if int(hidden.sum()) <= MOST_TRIED:
        hidden, audit = _without_the_needless(cube, forced, hidden, audit, threshold, earlier)
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


def _until_nothing_leaks(
    cube: Cube, hidden: Flags, threshold: int, earlier: Sequence[Published]
) -> tuple[Flags, Audit]:
    repair = repairing.Repair(cube, costs(cube), threshold, earlier)
    while True:
        audit = auditing.audit(cube, pl.Series(hidden), threshold=threshold, earlier=earlier)
        leaks = [leak for leak in audit.leaks.rows(named=True) if repair.can_help(leak)]
        if not leaks:
            break
        more = repair.complements(hidden, leaks)
        if (more == hidden).all():
            break
        hidden = more
    left = audit.leaks.filter(pl.col("release") == 0).height
    if left:
        raise CannotProtect("cannot_hide", count=left, threshold=threshold)
    return hidden, audit


def _without_the_needless(
    cube: Cube, forced: Flags, hidden: Flags, audit: Audit, threshold: int, earlier: Sequence[Published]
) -> tuple[Flags, Audit]:
    """Show again, the dearest first, what the others are protected without."""
    cost = costs(cube)
    complementary = np.flatnonzero(hidden & ~forced)
    for cell in complementary[np.argsort(-cost[complementary], kind="stable")]:
        fewer = hidden.copy()
        fewer[cell] = False
        tried = auditing.audit(cube, pl.Series(fewer), threshold=threshold, earlier=earlier)
        if tried.leaks.height <= audit.leaks.height:
            hidden, audit = fewer, tried
    return hidden, audit
