"""Evaluations at any step of their way, from a series that is drawn: for tests that need one to be there."""

from datetime import date
from typing import Any

import numpy as np

from confianza.analysis.evaluation import designs, recorded
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.evaluation.actions import criticising, designing
from confianza.web.evaluation.models import Evaluation, Registration, Result, State, Timing, Verdict, Vintage
from confianza.web.evaluation.queries import freezing

BEFORE, AFTER = 12, 8
QUESTION = {
    "question": "Did robberies fall where the lamps are?",
    "programme": "Street lamps",
    "run_by": "The municipality",
    "begins_on": date(2024, 1, 1),
    "does": "We light the bus stops",
    "hopes": "Robberies fall within a year",
    "because": "Whoever robs is seen",
    "wrong_if": "They fall as much where there are no lamps.",
    "why_here": "It was drawn by lot.",
    "chosen_high": "no",
}


def question(area: Any, by: Any = COMMAND_LINE, title: str = "Lamps", **more: Any) -> Evaluation:
    """Write down a question."""
    return designing.begin(area=area, by=by, title=title, **(QUESTION | more))


def series(falls: float = 0.0, seed: int = 1, areas: int = 8, level: float = 30.0) -> designs.Series:
    """Draw quarters of several areas; in the first something falls by a share with the programme."""
    chance = np.random.default_rng(seed)
    means = np.full((areas, BEFORE + AFTER), level)
    means[0, BEFORE:] *= 1 - falls
    seen = chance.poisson(means).astype(float)
    periods = tuple(f"{2021 + at // 4}-{at % 4 * 3 + 1:02}-01" for at in range(BEFORE + AFTER))
    names = tuple(f"zone-{number}" for number in range(areas))
    lived = tuple((5000.0,) * (BEFORE + AFTER) for _ in names)
    return designs.Series(names, periods, tuple(map(tuple, seen.tolist())), lived, BEFORE)


def registered(area: Any, by: Any = COMMAND_LINE, timing: str = Timing.BEFORE, **more: Any) -> Evaluation:
    """Write down a question with a design, and freeze it, as if nothing of the outcome was known."""
    one = question(area, by, **more)
    told = series()
    one.indicator, one.source, one.step, one.method = "robbery", "gt_pnc_victims", "quarter", "panel"
    one.treated, one.comparison = [told.areas[0]], list(told.areas[1:])
    one.proposed = [
        {"area": each, "parting": 1.0, "level": 1.0, "alike": True, "cases": 360.0} for each in told.areas[1:]
    ]
    one.first_on, one.last_on = date(2021, 1, 1), date(2025, 10, 1)
    one.state, one.listed = State.REGISTERED, True
    one.save()
    frozen = freezing.registration(one)
    Registration.objects.create(
        evaluation=one,
        content=freezing.written(frozen),
        sha256=freezing.digest(frozen),
        timing=timing,
        registered_by=by.display_name,
    )
    return one


def computed(area: Any, by: Any = COMMAND_LINE, falls: float = 0.5, seed: int = 1, **more: Any) -> Evaluation:
    """Have one computed, from a drawn series."""
    one = registered(area, by, **more)
    told = recorded.series(series(falls, seed))
    vintage = Vintage.objects.create(
        evaluation=one,
        known_on=date(2026, 2, 1),
        deliveries=["00001-gt_pnc_victims"],
        series=told,
        sha256=recorded.digest(told),
        frozen_by=by.display_name,
    )
    design = {
        "method": "panel",
        "last_day": "2025-12-31",
        "comparison": list(one.comparison),
        "same_area": True,
    }
    design |= {"chosen_high": one.chosen_high, "registered": True, "deviations": 0}
    known = designs.Circumstances(True, False, True)
    content = recorded.answer(designs.answer(recorded.read_series(told), "panel", known))
    Result.objects.create(
        evaluation=one,
        vintage=vintage,
        design=design,
        content=content,
        sha256=recorded.digest(content),
        computer_id=by.pk or None,
        computed_by=by.display_name,
    )
    one.state = State.COMPUTED
    one.save()
    return one


def criticised(area: Any, critic: Any = COMMAND_LINE, **more: Any) -> Evaluation:
    """Have one criticised, without an objection."""
    one = computed(area, **more)
    criticising.conclude(evaluation=one, verdict=Verdict.AGREES, words="I looked at all of it.", by=critic)
    return one
