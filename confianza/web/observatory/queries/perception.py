"""What people say beside what was recorded, neighbourhood by neighbourhood."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from confianza.web.observatory.queries.figures import Figure, figure
from confianza.web.observatory.queries.ground import Ground
from confianza.web.observatory.queries.horizon import Horizon
from confianza.web.observatory.queries.question import Question
from confianza.web.surveys import published

MONTHS = 12
# The questions of the ready form that say whether victims reported what happened.
REPORTED = "denuncio"
FIRST_ASKED = ("victima", "seguro_barrio")


@dataclass(frozen=True)
class Side:
    """A neighbourhood: what people say of it, and what was recorded there."""

    said: Any
    recorded: Figure


@dataclass(frozen=True)
class Beside:
    """A question of a survey beside an indicator in the twelve months before it. `whole`: of everybody, and
    of the whole place. `reported`: the question on what was reported, None where none was asked.
    """

    found: published.PublishedResults
    asked: Any
    indicator_id: str
    first: date
    last: date
    whole: Figure
    sides: Sequence[Side]
    reported: Any


def questions(found: published.PublishedResults) -> list[Any]:
    """Return the questions one can set beside what was recorded: shares of people that are told."""
    return [each for each in found.told.questions if each.is_share and each.last.is_told]


def latest(horizon: Horizon) -> published.PublishedResults | None:
    """Return the last results published of a place that a reader sees, with a question to set beside."""
    ground = Ground(None)
    for found in published.surveys():
        place = ground.place(found.told.area)
        if place is not None and horizon.sees(place) and questions(found):
            return found
    return None


def beside(
    found: published.PublishedResults, horizon: Horizon, *, key: str, indicator_id: str
) -> Beside | None:
    """Return a question beside an indicator; None for a question that is not there."""
    chosen = questions(found)
    asked = next((each for each in chosen if each.key == key), None) if key else first_of(chosen)
    if asked is None:
        return None
    first, last = months_before(found.told.last_day)
    question = Question(indicator_id=indicator_id, area=found.told.area, first=first, last=last)
    return Beside(
        found=found,
        asked=asked,
        indicator_id=indicator_id,
        first=first,
        last=last,
        whole=_whole(question),
        sides=_sides(asked, question, horizon),
        reported=next((each for each in chosen if each.key.startswith(REPORTED)), None),
    )


def first_of(chosen: Sequence[Any]) -> Any:
    """Return the question that is shown first: victims, where it was asked."""
    for column in FIRST_ASKED:
        for each in chosen:
            if each.key.startswith(column):
                return each
    return chosen[0]


def months_before(day: date) -> tuple[date, date]:
    """Return the first days of the first and last of the twelve whole months before a day."""
    from confianza.analysis.indicators.periods import shifted

    this = day.replace(day=1)
    return shifted(this, -MONTHS), shifted(this, -1)


def _whole(question: Question) -> Figure:
    return figure(next(Ground(None).table(question).iter_rows(named=True), None))


def _sides(asked: Any, question: Question, horizon: Horizon) -> list[Side]:
    levels = sorted({place.area.partition("-")[0] for place in asked.places})
    ground = Ground(None)
    whole = ground.place(question.area)
    rows: dict[str, Any] = {}
    for level in levels:
        if whole is not None and horizon.divides(whole, level):
            table = ground.table(question.but(level=level), "area")
            rows |= {row["area"]: row for row in table.iter_rows(named=True)}
    return [Side(place, figure(rows.get(place.area))) for place in asked.places]
