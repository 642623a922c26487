"""What the weekly coordination meeting looks at: the last week told, the ten priority events of the precinct,
new hot spots, chains that may go on, where next week's facts are expected. Places and times, never persons.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from confianza.web.observatory import memory
from confianza.web.observatory.queries import incidents, patterns
from confianza.web.observatory.queries.ground import Ground
from confianza.web.observatory.queries.incidents import Incidents
from confianza.web.observatory.queries.patterns import Mapped

if TYPE_CHECKING:
    from confianza.analysis.hotspots.forecasts.answering import Answer
    from confianza.analysis.hotspots.priorities import Priorities
    from confianza.analysis.vocabulary.problems import Problem

WEEK, USUAL = timedelta(days=7), timedelta(weeks=8)
EVERYTHING = "all_offences"
WEEKS_SCORED = 26
AREA_SHARE = 0.05
MOST_PLACES = 8
# Fewer facts than these foretell nothing.
FEWEST_FACTS = 60


@dataclass(frozen=True)
class Event:
    """A priority event: facts of the week, what eight usual weeks bring in one, and how sure a rise is."""

    name: str
    now: float
    usual: float
    low: float | None
    high: float | None
    probability_up: float
    stands_out: bool


@dataclass(frozen=True)
class Method:
    """A way of forecasting places, how it did on weeks it had not seen (PAI in the share of the area)."""

    name: str
    baseline: bool
    pai: float
    low: float
    high: float
    hit_rate: float


@dataclass(frozen=True)
class Forecast:
    """Where next week's facts are expected: the methods side by side, the one chosen and why, and the first
    places (areas, how many of the first cells lie there, facts expected in these).
    """

    methods: Sequence[Method]
    chosen: str
    why: "Problem"
    weeks: int
    places: Sequence[tuple[Sequence[str], int, float]]


@dataclass(frozen=True)
class Week:
    """The sheet: days of the week, the events of the precinct's list by reports and by finds of patrols, and
    the map's findings of the indicator with most points. `source` tells the events, `found` the places.
    """

    first: date
    last: date
    place: str
    source: str
    reports: Sequence[Event]
    finds: Sequence[Event]
    decided: tuple[str, str]
    found: Incidents | None
    told: Mapped | None
    new_hot_spots: Sequence[Sequence[str]]
    forecast: Forecast | None


def week(found: Incidents) -> Week | None:
    """Return the sheet for the place of the facts; None where no voice tells of any offence there."""
    key = f"week|{incidents.state()}|{found.key}|{_language()}"
    return memory.remembered(key, lambda: _week(found))


def _language() -> str:
    from confianza.web.observatory import labels

    return labels.language()


def _week(found: Incidents) -> Week | None:
    ground = Ground(None)
    area = found.asked.area
    everything = incidents.facts_in(ground, EVERYTHING, area)
    if everything.is_empty():
        return None
    fullest = everything.group_by("voice").len().sort("len", "voice", descending=[True, False])
    source = str(fullest["voice"][0])
    last = incidents.told_until(ground, source)
    if last is None:
        return None
    first = last - WEEK + timedelta(days=1)
    listed = _listed()
    told = patterns.mapped(found) if found.rows.height else None
    events = _events(everything.filter(pl.col("voice") == source), area, listed, (first, last))
    finds = {each.id for each in listed.events if _is_find(each.iccs, listed)}
    names = {each.name(_language()): each.id for each in listed.events}
    return Week(
        first=first,
        last=last,
        place=found.place.name,
        source=source,
        reports=[each for each in events if names[each.name] not in finds],
        finds=[each for each in events if names[each.name] in finds],
        decided=(listed.author, listed.decided_on),
        found=found,
        told=told,
        new_hot_spots=[cell.where for cell in told.cells if cell.kind == "emerging"] if told else [],
        forecast=_forecast(found),
    )


def _listed() -> "Priorities":
    """Return the list of priorities people decided for this installation, or the one that comes with it."""
    from django.conf import settings

    from confianza.analysis.hotspots import priorities

    own = settings.WORKSPACE.root / "decisions" / priorities.FILE
    return priorities.read(own.read_text("utf-8")) if own.exists() else priorities.shipped()


def _is_find(codes: Sequence[str], listed: "Priorities") -> bool:
    return all(any(code.startswith(find) for find in listed.patrol_finds) for code in codes)


def _events(facts: pl.DataFrame, area: str, listed: "Priorities", days: tuple[date, date]) -> list[Event]:
    from confianza.analysis.hotspots import priorities

    cases = facts.select(
        pl.lit(area).alias("precinct"),
        pl.col("iccs").cast(pl.String),
        pl.col("offence_label").cast(pl.String),
        "occurred_on",
        pl.col("weight").cast(pl.Float64).alias("count"),
    )
    before = days[0] - USUAL, days[0] - timedelta(days=1)
    table = priorities.table(cases, now=days, before=before, priorities=listed)
    known = {each.id: each.name(_language()) for each in listed.events}
    weeks = USUAL / WEEK
    return [
        Event(
            name=known[row["event"]],
            now=row["now"],
            usual=row["before"] / weeks,
            low=row["low"],
            high=row["high"],
            probability_up=row["probability_up"],
            stands_out=row["stands_out"],
        )
        for row in table.iter_rows(named=True)
    ]


def _forecast(found: Incidents) -> Forecast | None:
    """Forecast the week after the last day told from all facts with a point; None where they are too few."""
    from confianza.analysis.hotspots.findings import PointsRefused
    from confianza.analysis.hotspots.forecasts import answering

    placed = found.everything.drop_nulls("latitude")
    if placed.height < FEWEST_FACTS:
        return None
    _first, last = found.days
    table = placed.select("longitude", "latitude", "occurred_on")
    asked = answering.Asked(
        x="longitude",
        y="latitude",
        day="occurred_on",
        train_until=last - WEEKS_SCORED * WEEK,
        test_until=last,
        step="week",
        cell=float(patterns.size_of_cells(found, 0)),
        crs="EPSG:4326",
    )
    try:
        answer = answering.of_table(table, asked)
    except PointsRefused:
        return None
    return _told(answer)


def _told(answer: "Answer") -> Forecast:
    compared = answer.whole.comparison
    methods = []
    for each in compared.methods:
        score = min(each.scores, key=lambda one: abs(one.area_share - AREA_SHARE))
        methods.append(
            Method(each.method, each.baseline, score.pai, score.ci_low, score.ci_high, score.hit_rate)
        )
    return Forecast(methods, compared.choice.chosen, answer.whole.why, compared.scored, _ahead(answer))


def _ahead(answer: "Answer") -> list[tuple[tuple[str, ...], int, float]]:
    """Return the areas of the forecast's first cells, with how many of them and what is expected there."""
    from confianza.analysis.hotspots.forecasts import answering

    cells = answering.next_map(answer, answer.whole, AREA_SHARE)
    areas: dict[tuple[str, ...], list[float]] = {}
    named = patterns.named([(each["longitude"], each["latitude"]) for each in cells])
    for where, each in zip(named, cells, strict=True):
        areas.setdefault(where, []).append(each["expected"])
    found = [(where, len(expected), sum(expected)) for where, expected in areas.items()]
    return sorted(found, key=lambda each: -each[2])[:MOST_PLACES]
