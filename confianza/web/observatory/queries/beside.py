"""What stands beside an answer: all indicators of one place, and the deliveries behind a figure."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from confianza.web.observatory.queries.answers import change
from confianza.web.observatory.queries.figures import Behind, IndicatorFigure, figure
from confianza.web.observatory.queries.ground import Ground
from confianza.web.observatory.queries.question import Question

if TYPE_CHECKING:
    from confianza.analysis.indicators.indicator import Indicator

MONTHS_IN_YEAR = 12


def of_place(question: Question) -> list[IndicatorFigure]:
    """Return every indicator that anybody tells of the place in the window of a settled question.

    Each quotes its own most complete source, and is compared with the same months of the year before.
    """
    from confianza.analysis.indicators import registry

    ground = Ground(question.as_of)
    found = (_of_place(ground, question, indicator) for indicator in registry.everything())
    return [each for each in found if each and each.figure.count is not None]


def _of_place(ground: Ground, question: Question, indicator: "Indicator") -> IndicatorFigure | None:
    from confianza.analysis.indicators.periods import shifted

    asked = question.but(indicator_id=indicator.id, source="")
    if asked.first is None or asked.last is None:
        return None
    now = next(ground.table(asked).iter_rows(named=True), None)
    if now is None:
        return None
    year_ago = {"first": shifted(asked.first, -MONTHS_IN_YEAR), "last": shifted(asked.last, -MONTHS_IN_YEAR)}
    before = next(ground.table(asked, **year_ago, source=now["source"]).iter_rows(named=True), None)
    return IndicatorFigure(indicator.id, figure(now), change(figure(now), figure(before)))


def behind(question: Question) -> Sequence[Behind]:
    """Return the deliveries a settled question's figure rests on, of every source that tells it."""
    from confianza.analysis.indicators import provenance

    ground = Ground(question.as_of)
    counts = ground.counts(persons=bool(question.sex or question.age_band))
    rows = provenance.of_figure(counts, ground.territory, question.filters(source=""))
    return [Behind(**row) for row in rows.iter_rows(named=True)]


def place_name(question: Question) -> str:
    """Return the name of the area a settled question is about; empty for everywhere."""
    found = Ground(question.as_of).place(question.area)
    return found.name if found else ""


def is_indicator(indicator_id: str) -> bool:
    """Whether an indicator that can be counted, or a class of the ICCS, has this identity."""
    from confianza.analysis.indicators import registry

    try:
        return not registry.get(indicator_id).awaits
    except registry.UnknownIndicator:
        return False
