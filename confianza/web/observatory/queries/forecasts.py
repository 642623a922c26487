"""Where the facts of the next week or month are expected: every method beside the baselines it must beat.

Learnt from all facts with a point before, scored on periods the methods had not seen. Places only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np

from confianza.web.observatory import memory
from confianza.web.observatory.queries import incidents, patterns, tilings
from confianza.web.observatory.queries.incidents import Incidents
from confianza.web.observatory.queries.tilings import OUTLINE

if TYPE_CHECKING:
    from confianza.analysis.hotspots.forecasts.answering import Answer
    from confianza.analysis.hotspots.forecasts.comparing import Score
    from confianza.analysis.vocabulary.problems import Problem

Step = Literal["week", "month"]
STEPS: tuple[Step, ...] = ("week", "month")
SCORED, DAYS = {"week": 26, "month": 12}, {"week": 7, "month": 31}
# The share of the area that is drawn and scored where nobody chose one; those offered are those scored.
AREA_SHARE, SHARES = 0.05, (0.01, 0.02, 0.05, 0.10)
MOST_PLACES = 8
# Fewer facts than these foretell nothing.
FEWEST_FACTS = 60


@dataclass(frozen=True)
class Method:
    """A way of forecasting places and how it did, by share of the area searched (`scores`)."""

    name: str
    baseline: bool
    scores: Sequence["Score"]

    def score(self, share: float = AREA_SHARE) -> "Score":
        """Return how it did in one share of the area."""
        return min(self.scores, key=lambda each: abs(each.area_share - share))


@dataclass(frozen=True)
class Ahead:
    """A cell of the forecast: its corners (degrees), the areas around its middle, facts expected there."""

    outline: OUTLINE
    where: Sequence[str]
    expected: float


@dataclass(frozen=True)
class Forecast:
    """What is expected from `first` to `last`: the methods side by side over `scored` periods of `step`, the
    one chosen and why, its first cells until `share` of the area, facts `expected` in all of it, and what to
    know. `size` is the side of a cell in metres; `learnt` how many facts were learnt from in all.
    """

    step: Step
    first: date
    last: date
    methods: Sequence[Method]
    chosen: str
    why: "Problem"
    scored: int
    cells: Sequence[Ahead]
    share: float
    expected: float
    size: int
    learnt: int
    notes: Sequence["Problem"]

    @property
    def places(self) -> list[tuple[Sequence[str], int, float]]:
        """The areas of the first cells: how many lie there and what is expected in them, most first."""
        areas: dict[Sequence[str], list[float]] = {}
        for each in self.cells:
            areas.setdefault(each.where, []).append(each.expected)
        told = [(where, len(expected), sum(expected)) for where, expected in areas.items()]
        return sorted(told, key=lambda each: -each[2])[:MOST_PLACES]

    def of_chosen(self) -> "Score":
        """Return how the chosen method did in the share that is drawn."""
        return next(each for each in self.methods if each.name == self.chosen).score(self.share)


def forecast(found: Incidents, step: Step, size: int = 0, share: float = AREA_SHARE) -> Forecast | None:
    """Forecast the period after the last day asked for; None where facts with a point are too few."""
    if found.everything["latitude"].count() < FEWEST_FACTS:
        return None
    key = f"forecast|{incidents.state()}|{found.key}|{step}|{size}|{share}"
    return memory.remembered(key, lambda: _forecast(found, step, tilings.size_of_cells(found, size), share))


def _forecast(found: Incidents, step: Step, size: int, share: float) -> Forecast | None:
    from confianza.analysis.hotspots.findings import PointsRefused
    from confianza.analysis.hotspots.forecasts import answering

    _first, last = found.days
    table = found.everything.drop_nulls("latitude").select("longitude", "latitude", "occurred_on")
    asked = answering.Asked(
        x="longitude",
        y="latitude",
        day="occurred_on",
        train_until=_learnt_until(table["occurred_on"].min(), last, step),  # type: ignore[arg-type]
        test_until=last,
        step=step,
        cell=float(size),
        crs="EPSG:4326",
    )
    try:
        return _told(answering.of_table(table, asked), step, share, size, table.height)
    except PointsRefused:
        return None


def _learnt_until(first: date, last: date, step: Step) -> date:
    """Return the last day that is learnt from: of short memories half is scored, and half learnt."""
    days = (last - first).days + 1
    scored = min(SCORED[step], days // (2 * DAYS[step]))
    if step == "week":
        return last - timedelta(weeks=scored)
    following = last + timedelta(days=1)
    year, month = divmod(following.year * 12 + following.month - 1 - scored, 12)
    return date(year, month + 1, 1) - timedelta(days=1)


def _told(answer: "Answer", step: Step, share: float, size: int, learnt: int) -> Forecast:
    compared, edges = answer.whole.comparison, answer.periods.edges
    chosen = compared.choice.chosen
    return Forecast(
        step=step,
        first=_day(edges[-2]),
        last=_day(edges[-1]) - timedelta(days=1),
        methods=[Method(each.method, each.baseline, each.scores) for each in compared.methods],
        chosen=chosen,
        why=answer.whole.why,
        scored=compared.scored,
        cells=_cells(answer, share),
        share=share,
        expected=float(compared.maps[chosen][-1].sum()),
        size=size,
        learnt=learnt,
        notes=answer.notes,
    )


def _day(edge: object) -> date:
    day: date = np.datetime64(edge, "D").item()  # type: ignore[call-overload]
    return day


def _cells(answer: "Answer", share: float) -> list[Ahead]:
    from confianza.analysis.hotspots import projection
    from confianza.analysis.hotspots.forecasts import answering

    told = answering.next_map(answer, answer.whole, share)
    corners = np.array([answer.grid.outline(each["cell"]) for each in told])
    east, north = projection.to_degrees(corners[..., 0], corners[..., 1], answer.crs)
    named = patterns.named([(each["longitude"], each["latitude"]) for each in told])
    outlines = (list(zip(*both, strict=True)) for both in zip(east.tolist(), north.tolist(), strict=True))
    return [
        Ahead(outline, where, each["expected"])
        for outline, where, each in zip(outlines, named, told, strict=True)
    ]
