"""Why a pair is thought to be one person: from the odds nobody knew better to the odds that are believed,
step by step."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from confianza.analysis.link import thresholds

PRIOR = "prior"
MISSING = "missing"
MISSING_LEVEL = -1


@dataclass(frozen=True)
class Step:
    """One step: the comparison (or `PRIOR`), the label of the level met (or `MISSING`), and its bits."""

    comparison: str
    level: str
    bits: float


def steps(pair: Mapping[str, Any], model: Mapping[str, Any]) -> tuple[Step, ...]:
    """Return the steps whose bits add up to the pair's `weight`: the prior first, then each comparison.

    `pair` is a row of `Linkage.pairs`, `model` the model of the same linkage. One bit doubles the odds; a
    pair that was never compared (decided by people) has only missing steps.
    """
    first = Step(PRIOR, "", thresholds.log_odds(model["prior"]))
    return (first, *(_step(name, told, pair) for name, told in model["comparisons"].items()))


def _step(name: str, told: Mapping[str, Any], pair: Mapping[str, Any]) -> Step:
    level = pair[f"level_{name}"]
    if level is None or level == MISSING_LEVEL:
        return Step(name, MISSING, 0.0)
    label = next(each["label"] for each in told["levels"] if each["level"] == level)
    return Step(name, label, float(pair[f"bits_{name}"]))
