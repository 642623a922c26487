"""What the pages share: taking a step or saying why not."""

from confianza.web.lib.steps import Steps
from confianza.web.plans import sentences
from confianza.web.plans.rules.refusals import StepRefused

_steps = Steps((StepRefused,), sentences.refused)
taken, taken_or_told = _steps.taken, _steps.taken_or_told
