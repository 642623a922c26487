"""What the weekly coordination meeting looks at: the last week told, the ten priority events of the precinct,
new hot spots, chains that may go on, where next week's facts are expected. Places and times, never persons.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from confianza.web.observatory import memory
from confianza.web.observatory.queries import forecasts, harm, incidents, patterns
from confianza.web.observatory.queries.forecasts import Forecast
from confianza.web.observatory.queries.ground import Ground
from confianza.web.observatory.queries.incidents import Incidents
from confianza.web.observatory.queries.patterns import Mapped

if TYPE_CHECKING:
    from confianza.analysis.hotspots.priorities import Priorities

WEEK, USUAL = timedelta(days=7), timedelta(weeks=8)
EVERYTHING = "all_offences"


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
class Harm:
    """What the facts of the week weigh, and what eight usual weeks bring in one; None where nobody decided
    any weight, or where some offence has none (`lacking`, codes of the ICCS).
    """

    now: float | None
    usual: float | None
    lacking: Sequence[str]


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
    found: Incidents
    told: Mapped | None
    new_hot_spots: Sequence[Sequence[str]]
    forecast: Forecast | None
    harm: "Harm"


def week(found: Incidents, *, foretold: bool = True) -> Week | None:
    """Return the sheet for the place of the facts, of the last week told by the last day asked for; None
    where no voice tells of any offence there. Without `foretold` it holds no forecast, and is there sooner.
    """
    key = f"week|{incidents.state()}|{harm.state()}|{found.key}|{foretold}|{_language()}"
    return memory.remembered(key, lambda: _week(found, foretold))


def _language() -> str:
    from confianza.web.observatory import labels

    return labels.language()


def _week(found: Incidents, foretold: bool) -> Week | None:
    ground = Ground(None)
    area = found.asked.area
    everything = incidents.facts_in(ground, EVERYTHING, area)
    if everything.is_empty():
        return None
    fullest = everything.group_by("voice").len().sort("len", "voice", descending=[True, False])
    source = str(fullest["voice"][0])
    until = incidents.told_until(ground, source)
    if until is None:
        return None
    last = min(until, found.days[1])
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
        forecast=forecasts.forecast(found, "week") if foretold else None,
        harm=_harm(everything.filter(pl.col("voice") == source), (first, last)),
    )


def _harm(facts: pl.DataFrame, days: tuple[date, date]) -> Harm:
    """Weigh the facts of the week and of the eight before."""
    first, last = days
    told = facts.filter(pl.col("occurred_on").is_between(first - USUAL, last))
    weighing = harm.of_rows(told)
    if not weighing.complete:
        return Harm(None, None, weighing.lacking if weighing.weights else ())
    weighed = weighing.weighed(told)
    before = float(weighed.filter(pl.col("occurred_on") < first)["weight"].sum())
    return Harm(float(weighed["weight"].sum()) - before, before / (USUAL / WEEK), ())


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
