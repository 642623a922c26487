"""Figures for pages, for the command line and for what is published."""

from confianza.web.observatory.queries.answers import UnknownArea, answer, monthly, settled
from confianza.web.observatory.queries.beside import behind, is_indicator, of_place, place_name
from confianza.web.observatory.queries.figures import (
    Answer,
    AreaFigure,
    Behind,
    Figure,
    IndicatorFigure,
    Place,
)
from confianza.web.observatory.queries.ground import Ground, state
from confianza.web.observatory.queries.horizon import Horizon, horizon, narrowed, permitted, visible_place
from confianza.web.observatory.queries.places import UnknownPlace
from confianza.web.observatory.queries.question import EVERYWHERE, IN_ADDRESS, WHOLE, Question
from confianza.web.observatory.queries.rows import indicator_rows

__all__ = [
    "EVERYWHERE",
    "IN_ADDRESS",
    "WHOLE",
    "Answer",
    "AreaFigure",
    "Behind",
    "Figure",
    "Ground",
    "Horizon",
    "IndicatorFigure",
    "Place",
    "Question",
    "UnknownArea",
    "UnknownPlace",
    "answer",
    "behind",
    "horizon",
    "indicator_rows",
    "is_indicator",
    "monthly",
    "narrowed",
    "of_place",
    "permitted",
    "place_name",
    "settled",
    "state",
    "visible_place",
]
