"""One question, several reasonable ways to answer it, side by side; and the evidence they make for the guard.

Whoever may choose among specifications after seeing the data will find one that pleases. Here all are told:
with their fit before, their placebos in space and in time, and whether they agree.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from confianza.analysis.evaluation import augmented, guard, placebos, predictors, synthetic, synthetic_did
from confianza.analysis.evaluation.guard import Direction, Evidence
from confianza.analysis.evaluation.placebos import InSpace, InTime
from confianza.analysis.evaluation.pool import Pool
from confianza.analysis.evaluation.predictors import Predictors, Searched
from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.evaluation.synthetic import Fit, Method

# Misfit before as a share of the level of the outcome, or of the misfit of the plain mean of donors: up to
# here the counterfactual followed the path (Adhikari & Alm 2016, Southern Economic Journal 83:437-456).
GOOD_FIT = 0.10
# The programme is said to have begun after so much of the time before, once: for the path to be shown.
BACKDATED = 2 / 3
# What is found then, as a share of what is found now: negligible whatever its rank, and small.
NEGLIGIBLE, SMALL = 0.10, 0.50
# With fewer periods before, half of them are no path to fit.
FEWEST_FOR_HALF = 8


@dataclass(frozen=True)
class Specification:
    """A way to answer: its name, and the method. `reference`: shown for comparison, no vote on agreement."""

    name: str
    method: Method
    reference: bool = False


@dataclass(frozen=True)
class Result:
    """What one way says: fit, placebos in space and in time."""

    name: str
    space: InSpace
    time: tuple[InTime, ...]
    reference: bool = False

    @property
    def fit(self) -> Fit:
        return self.space.fit

    @property
    def followed(self) -> bool:
        """Whether the counterfactual followed the path before closely enough to be believed."""
        return min(self.fit.relative_rmspe, self.fit.share_of_misfit) <= GOOD_FIT


@dataclass(frozen=True)
class Study:
    """All ways side by side; the first is the one that speaks, by `method`. `searched`: where predictors were
    given.

    `refused`: ways that had no answer, by name, with the code of the refusal.
    """

    pool: Pool
    method: Method
    results: tuple[Result, ...]
    searched: Searched | None = None
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def main(self) -> Result:
        return self.results[0]

    @property
    def direction(self) -> Direction:
        estimate = self.main.fit.estimate
        return "fall" if estimate < 0 else "rise" if estimate > 0 else "none"

    @property
    def agree(self) -> bool:
        """Whether all ways but the plain references point the same way, none to less than half as much."""
        main = self.main.fit.estimate
        others = [each.fit.estimate for each in self.results if not each.reference]
        return bool(main) and all(estimate / main >= SMALL for estimate in others)

    @cached_property
    def without_one(self) -> dict[str, Fit]:
        """The main way without each donor that bears weight."""
        return synthetic.leave_one_out(self.pool, self.method)

    @cached_property
    def backdated(self) -> InSpace | None:
        """The main way with the programme as if begun earlier, among all units; None with too few periods."""
        before = round(self.pool.before * BACKDATED)
        if before < 2 or before >= self.pool.before:
            return None
        return placebos.in_space(self.pool.as_if_begun(before), self.method)

    @property
    def path_shown(self) -> bool:
        """Whether, where nothing had been done yet, next to nothing is found: a gap that is no rarer than
        chance and not half as large, or a negligible one.
        """
        found = self.backdated
        if found is None or not self.main.fit.estimate:
            return False
        share = abs(found.fit.estimate / self.main.fit.estimate)
        return share <= NEGLIGIBLE or (share <= SMALL and found.p > guard.RARE)


def _later_half(pool: Pool) -> Fit:
    """Fit the later half of the periods before alone; the gaps of the others are told too."""
    first = pool.before // 2
    found = synthetic.fit(pool.fitted_from(first))
    return Fit(pool, found.weights, pool.y - pool.others @ found.weights)


# The way that speaks unless another is asked for.
USUAL = "outcome"
STANDARD: tuple[Specification, ...] = (
    Specification(USUAL, synthetic.fit),
    Specification("changes", synthetic.fit_of_changes),
    Specification("augmented", augmented.fit),
    Specification("synthetic_did", synthetic_did.fit),
    Specification("later_half", _later_half),
    Specification("plain_did", synthetic_did.plain, reference=True),
)


def compare(pool: Pool, told: Predictors | None = None, *, speaks: str = USUAL) -> Study:
    """Answer in every standard way and, where there are predictors, by them: as usual programs do, and best.

    `speaks`: the way that was chosen; see `evidence` for one that was not registered. Raises
    EvaluationRefused where it has no answer.
    """
    results, refused = [], {}
    for each in _in_order(pool, speaks):
        try:
            space, time = placebos.in_space(pool, each.method), placebos.in_time(pool, each.method)
            results.append(Result(each.name, space, time, each.reference))
        except EvaluationRefused as error:
            if each.name == speaks:
                raise
            refused[each.name] = error.code
    method = next(each.method for each in STANDARD if each.name == speaks)
    if told is None:
        return Study(pool, method, tuple(results), refused=refused)
    searched = predictors.fit(pool, told)
    results += _by_predictors(pool, told, searched)
    return Study(pool, method, tuple(results), searched, refused)


def _in_order(pool: Pool, speaks: str) -> list[Specification]:
    """Return the standard ways that these periods allow, the one that speaks first."""
    if speaks not in (each.name for each in STANDARD):
        raise EvaluationRefused("no_way", way=speaks, ways=", ".join(each.name for each in STANDARD))
    allowed = [
        each
        for each in STANDARD
        if each.name == speaks or each.name != "later_half" or pool.before >= FEWEST_FOR_HALF
    ]
    return sorted(allowed, key=lambda each: each.name != speaks)


def evidence(
    study: Study,
    *,
    periods_a_year: float = 1.0,
    same_area: bool | None = None,
    selected_for_being_high: bool | None = None,
    control_chosen_alike: bool = False,
    registered: bool = False,
) -> Evidence:
    """Return what a study shows, for the guard; what only people know is told by whoever asks.

    A last period before that stands out is taken for a peak, whatever is declared: for counts. Another way
    than the usual one that nobody registered may have been chosen for its answer: of the best of six, nine in
    a hundred are rare where nothing was done. It says no more than the usual one says beside it.
    """
    main = study.main
    heard = [main] if registered else [main, *(each for each in study.results if each.name == USUAL)]
    intervals = [each.space.interval() for each in heard]
    peak = _stands_out(study.pool)
    return Evidence(
        counts=True,
        interval=intervals[0] is not None,
        clear=all(each is not None and not each[0] <= 0 <= each[1] for each in intervals),
        control=True,
        control_chosen_alike=control_chosen_alike,
        before=study.pool.before,
        after=study.pool.after,
        years_after=study.pool.after / periods_a_year,
        path_shown=study.path_shown,
        fit_is_good=main.followed,
        placebo_p=max(each.space.p for each in heard) if main.space.units > 1 else None,
        same_area=same_area,
        selected_for_being_high=True if peak else selected_for_being_high,
        specifications_agree=study.agree,
        registered=registered,
    )


def _stands_out(pool: Pool) -> bool:
    """Say whether counts show a peak in the last period before, beside what the donors show then.

    The counterfactual follows donors, so that a peak of all is no peak of one.
    """
    seen = pool.y[: pool.before]
    if (seen < 0).any() or (seen != np.round(seen)).any():
        return False
    return guard.stands_out([int(each) for each in seen])


def _by_predictors(pool: Pool, told: Predictors, searched: Searched) -> Sequence[Result]:
    """Return the classic answer, and the best one where another is better, each with placebos of its own
    way.
    """
    donors = range(len(pool.donors))
    usual = tuple(_placebo(pool, told, at, predictors.classic) for at in donors)
    better = searched.best is not searched.classic
    found = [Result("predictors", InSpace(searched.classic.fit, usual), (), reference=better)]
    if better:
        best = tuple(_placebo(pool, told, at, predictors.best) for at in donors)
        found.append(Result("predictors_best", InSpace(searched.best.fit, best), ()))
    return found


def _placebo(pool: Pool, told: Predictors, donor: int, way: Callable[[Pool, Predictors], Fit]) -> Fit | None:
    kept = np.arange(len(pool.donors)) != donor
    asked = replace(told, donors=told.donors[:, kept], treated=told.donors[:, donor])
    try:
        return way(pool.as_if_treated(donor), asked)
    except EvaluationRefused:
        return None
