"""What a step says no with."""

from collections.abc import Callable
from typing import Any

from confianza.web.plans.rules.refusals import StepRefused


def refusal(step: Callable[..., Any], /, *args: Any, **told: Any) -> str | None:
    """Return the code of a refusal, None where the step may be taken."""
    try:
        step(*args, **told)
    except StepRefused as refused:
        return refused.code
    return None
