"""One unit that had the programme, and the units that did not: its donors, period by period."""

from dataclasses import dataclass, replace

import numpy as np

from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.evaluation.simplex import Reals

# One period before shows no path: nothing can be said of whether the donors would have followed it.
FEWEST_BEFORE = 2


@dataclass(frozen=True)
class Pool:
    """`y`: outcome of the treated unit, shape (T,); `others`: of its donors, shape (T, J).

    The first `before` periods lie before the programme.
    """

    treated: str
    donors: tuple[str, ...]
    periods: tuple[str, ...]
    y: Reals
    others: Reals
    before: int

    @property
    def after(self) -> int:
        return len(self.periods) - self.before

    def as_if_treated(self, donor: int) -> "Pool":
        """Return the pool in which a donor plays the treated unit, which itself is left out."""
        kept = np.arange(len(self.donors)) != donor
        names = tuple(name for at, name in enumerate(self.donors) if at != donor)
        return replace(
            self,
            treated=self.donors[donor],
            donors=names,
            y=self.others[:, donor],
            others=self.others[:, kept],
        )

    def without(self, donor: int) -> "Pool":
        """Return the pool without one donor."""
        kept = np.arange(len(self.donors)) != donor
        names = tuple(name for at, name in enumerate(self.donors) if at != donor)
        return replace(self, donors=names, others=self.others[:, kept])

    def as_if_begun(self, before: int) -> "Pool":
        """Return the periods before the programme alone, as if it had begun after the first `before`."""
        last = self.before
        return replace(
            self, periods=self.periods[:last], y=self.y[:last], others=self.others[:last], before=before
        )

    def fitted_from(self, first: int) -> "Pool":
        """Return the pool without the first periods."""
        return replace(
            self,
            periods=self.periods[first:],
            y=self.y[first:],
            others=self.others[first:],
            before=self.before - first,
        )


def checked(pool: Pool) -> Pool:
    """Return the pool, or raise EvaluationRefused where no counterfactual can be made of it."""
    if pool.treated in pool.donors:
        raise EvaluationRefused("treated_among_donors", unit=pool.treated)
    if not pool.donors:
        raise EvaluationRefused("no_donors", unit=pool.treated)
    if pool.before < FEWEST_BEFORE:
        first = "".join(pool.periods[pool.before : pool.before + 1])
        raise EvaluationRefused("one_period_before", unit=pool.treated, before=pool.before, first=first)
    if pool.after < 1:
        raise EvaluationRefused("nothing_after", last=pool.periods[-1])
    if not np.ptp(pool.y[: pool.before]):
        raise EvaluationRefused("constant_before", unit=pool.treated, value=f"{pool.y[0]:g}")
    return pool
