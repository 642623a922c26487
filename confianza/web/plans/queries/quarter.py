"""A quarter of a plan, computed: what was due and kept, money, and how far each objective is."""

from datetime import date
from typing import Any

from confianza.web.plans.models import Objective, PreventionPlan
from confianza.web.plans.queries import measured, prevention
from confianza.web.plans.queries.commitments import Tally
from confianza.web.plans.rules import quarters


def told(plan: PreventionPlan, quarter: str) -> dict[str, Any]:
    """Return what a plan's account of a quarter keeps: of what was due in the quarter, and since the plan
    began; each objective with what is measured of it, as known now.
    """
    first, last = quarters.bounds(quarter)
    return {
        "quarter": quarter,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "due": kept(prevention.tally_of(plan, last, first)),
        "since_beginning": kept(prevention.tally_of(plan, last)),
        "money": prevention.money(plan),
        "objectives": [progress(each, plan) for each in prevention.objectives(plan)],
    }


def kept(tally: Tally) -> dict[str, Any]:
    """Return a tally as a record keeps it."""
    return {**vars(tally), "until": tally.until.isoformat()}


def tally_from(record: dict[str, Any]) -> Tally:
    """Return the tally that a record keeps."""
    return Tally(**{**record, "until": date.fromisoformat(record["until"])})


def progress(objective: Objective, plan: PreventionPlan) -> dict[str, Any]:
    """Return how far an objective is: people reached, or what its indicator counts now and whether that is
    more than chance makes of the baseline.
    """
    counted = measured.last_year(plan.area, objective.indicator) if objective.indicator else None
    change = measured.change(counted, objective.told) if counted else None
    return {
        "number": objective.number,
        "text": objective.text,
        "gives": objective.gives,
        "indicator": objective.indicator,
        "baseline": objective.baseline,
        "target": objective.target,
        "by_on": objective.by_on.isoformat(),
        "people": prevention.people_reached(objective) if objective.gives else None,
        "now": counted.kept() if counted else None,
        "verdict": change.verdict if change else "",
        "shares_months": bool(counted and counted.value is not None and change is None and objective.told),
    }
