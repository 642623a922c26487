"""Evaluations, what was fixed beforehand, the data as known on a day, results, their critique."""

from confianza.web.evaluation.models.critiques import Critique, Objection, Standing, Verdict
from confianza.web.evaluation.models.evaluations import Evaluation, Highness, Method, State
from confianza.web.evaluation.models.evidence import Publication, Result, Vintage
from confianza.web.evaluation.models.registrations import Deviation, Registration, Timing

__all__ = [
    "Critique",
    "Deviation",
    "Evaluation",
    "Highness",
    "Method",
    "Objection",
    "Publication",
    "Registration",
    "Result",
    "Standing",
    "State",
    "Timing",
    "Verdict",
    "Vintage",
]
