"""Surveys, what they ask, whom they draw, wave by wave, and what was made of it."""

from confianza.web.surveys.models.assessments import Assessment, Prong
from confianza.web.surveys.models.results import Publication, Weighting
from confianza.web.surveys.models.samples import Cluster, Draw, Sampled, Stratum
from confianza.web.surveys.models.surveys import Item, Measure, Mode, Survey, Wave

__all__ = [
    "Assessment",
    "Cluster",
    "Draw",
    "Item",
    "Measure",
    "Mode",
    "Prong",
    "Publication",
    "Sampled",
    "Stratum",
    "Survey",
    "Wave",
    "Weighting",
]
