"""Next door to a programme: did it move there, or fall there too? Both are told alike.

Areas around are asked as if they had the programme from its first day on, against those that are compared
with, by the imputation that speaks for the programme itself; then inside and around together. Beside it
stands the weighted displacement difference, in cases. Something is told only where both point one way, by
more than chance, and only as strongly as the guard allows of that evidence.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from confianza.analysis.evaluation import counted, differences, displacement, guard
from confianza.analysis.evaluation.counted import Around, Reals, Series
from confianza.analysis.evaluation.differences import Effect
from confianza.analysis.evaluation.displacement import Judged
from confianza.analysis.evaluation.guard import Evidence, Strength
from confianza.analysis.evaluation.panels import Panel
from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.indicators import change


@dataclass(frozen=True)
class Part:
    """A part of the ground: "here", "around" or "together". `before` and `after`: cases before its beginning
    and since; `expected`: since, had nothing been done. `cases`: more or fewer than the comparison lets
    expect (WDD). `high` None: nothing holds it.
    """

    part: str
    before: float
    after: float
    expected: float
    ratio: float
    low: float
    high: float | None
    p: float
    cases: float
    cases_low: float
    cases_high: float


@dataclass(frozen=True)
class Neighbour:
    """One area next door. `stands`: "more" or "fewer" where it stands out of all of them judged together
    (Holm), "" where not. Without a ratio too few were counted there for one.
    """

    area: str
    before: float
    after: float
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    stands: str = ""


@dataclass(frozen=True)
class Nearby:
    """`around`, `together`: keys of guard_words.NEARBY; both "" where `refused` (a code of problems.KINDS)
    says why nothing can be told.
    """

    around: str = ""
    together: str = ""
    parts: tuple[Part, ...] = ()
    areas: tuple[Neighbour, ...] = ()
    left_out: tuple[str, ...] = ()
    refused: str = ""
    details: dict[str, Any] = field(default_factory=dict)


def look(told: Series, evidence: Evidence) -> Nearby | None:
    """Say what happened next door; `evidence`: what stands behind the answer for the programme itself.

    None where no areas were named. What cannot be answered is said in the result, never raised.
    """
    if told.around is None:
        return None
    try:
        return _looked(told, told.around, evidence)
    except EvaluationRefused as refused:
        names = told.around.left_out
        return Nearby(refused=refused.code, details=dict(refused.details), left_out=names)


def _looked(told: Series, around: Around, evidence: Evidence) -> Nearby:
    if not around.areas:
        raise EvaluationRefused("nobody_around")
    if not around.y[:, : told.before].any():
        raise EvaluationRefused("nothing_around")
    here = counted.as_panel(told)
    beside, together = _panel_around(told, around.y.sum(axis=0), around.e.sum(axis=0)), _joined(told, around)
    effects = [differences.overall(each) for each in (here, beside, together)]
    cases = _in_cases(told, around, effects[1])
    parts = [
        _part("here", here, effects[0], cases.local),
        _part("around", beside, effects[1], cases.around),
        _part("together", together, effects[2], cases.total),
    ]
    alone = _evidence_around(told, around, parts[1])
    both = Evidence(**(asdict(evidence) | {"clear": _clear(parts[2]), "placebo_p": None}))
    return Nearby(
        around=_verdict("around", parts[1], cases.around, alone),
        together=_verdict("together", parts[2], cases.total, both),
        parts=tuple(parts),
        areas=_each(told, around),
        left_out=around.left_out,
    )


def _panel_around(told: Series, y: Reals, e: Reals) -> Panel:
    """Return what lies around as one area that has the programme from its first day, and the comparison."""
    many = len(told.begun)
    names = ("", *told.areas[many:])
    start = np.full(len(names), len(told.periods))
    start[0] = told.before
    rows = np.vstack([y, told.y[many:]]), np.vstack([e, told.e[many:]])
    return Panel(names, told.periods, *rows, start)


def _joined(told: Series, around: Around) -> Panel:
    here, beside = counted.as_panel(told), _panel_around(told, around.y.sum(axis=0), around.e.sum(axis=0))
    return Panel(
        (*beside.areas[:1], *here.areas),
        told.periods,
        np.vstack([beside.y[:1], here.y]),
        np.vstack([beside.exposure[:1], here.exposure]),
        np.concatenate([beside.start[:1], here.start]),
    )


def _in_cases(told: Series, around: Around, effect: Effect) -> displacement.Beside:
    """Return the displacement difference from the time before the first start to that since the last."""
    first, last = told.before, max(told.begun)

    def sides(y: Reals) -> tuple[float, float]:
        return float(y[:first].sum()), float(y[last:].sum())

    return displacement.beside(
        treated=sides(told.treated),
        around=sides(around.y.sum(axis=0)),
        comparison=sides(told.y[len(told.begun) :].sum(axis=0)),
        periods=(float(first), float(len(told.periods) - last)),
        dispersion=max(1.0, effect.dispersion),
    )


def _part(name: str, panel: Panel, effect: Effect, cases: Judged) -> Part:
    before = float((panel.y * ~panel.under_way)[panel.treated].sum())
    high = effect.high if np.isfinite(effect.high) else None
    found = cases.difference
    return Part(
        name, before, effect.counted, effect.expected, effect.ratio, effect.low, high, effect.p,
        found.estimate, found.low, found.high,
    )  # fmt: skip


def _clear(part: Part) -> bool:
    return part.low > 1 or (part.high is not None and part.high < 1)


def _evidence_around(told: Series, around: Around, part: Part) -> Evidence:
    """Return what stands behind what is said of the areas around: they were chosen for where they lie."""
    row, people = around.y.sum(axis=0), around.e.sum(axis=0)
    alone = Series(
        ("", *told.areas[len(told.begun) :]), told.periods,
        (tuple(row), *told.counts[len(told.begun) :]), (tuple(people), *told.exposures[len(told.begun) :]),
        told.before,
    )  # fmt: skip
    return Evidence(
        counts=True,
        interval=True,
        clear=_clear(part),
        control=True,
        control_chosen_alike=counted.as_high(alone),
        before=alone.before,
        after=alone.after,
        same_area=True,
        selected_for_being_high=counted.stands_out(alone),
    )


def _verdict(name: str, part: Part, cases: Judged, evidence: Evidence) -> str:
    """Return what may be said of a part: more, fewer, neither, or nothing where the guard withholds it."""
    went = "more" if part.ratio > 1 else "fewer"
    if not _clear(part) or cases.verdict != went:
        return f"{name}_neither"
    return f"{name}_{went}" if guard.strength(evidence) >= Strength.DIFFERS else f"{name}_withheld"


def _each(told: Series, around: Around) -> tuple[Neighbour, ...]:
    """Return every area next door by itself, and whether it stands out of all of them."""
    found: list[Effect | None] = []
    for y, e in zip(around.y, around.e, strict=True):
        try:
            found.append(differences.overall(_panel_around(told, y, e)))
        except EvaluationRefused:
            found.append(None)
    # One of which nothing can be told counts as one that does not stand out.
    stand = change.holm([each.p if each else 1.0 for each in found])
    return tuple(
        _neighbour(area, y, told.before, each, out)
        for area, y, each, out in zip(around.areas, around.y, found, stand, strict=True)
    )


def _neighbour(area: str, y: Reals, first: int, effect: Effect | None, stands: bool) -> Neighbour:
    sides = float(y[:first].sum()), float(y[first:].sum())
    if effect is None:
        return Neighbour(area, *sides)
    high = effect.high if np.isfinite(effect.high) else None
    went = ("more" if effect.ratio > 1 else "fewer") if stands else ""
    return Neighbour(area, *sides, effect.ratio, effect.low, high, went)
