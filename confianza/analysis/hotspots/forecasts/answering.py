"""From a plain table to a forecast: what is read, what stands apart, and the answer with its reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from confianza.analysis.hotspots import grids, offence_words, origins, persons, points, projection
from confianza.analysis.hotspots.asking import PointsRefused, finding
from confianza.analysis.hotspots.forecasts import comparing, intervals, periods, study
from confianza.analysis.hotspots.forecasts.choosing import Choice, efficiency
from confianza.analysis.hotspots.forecasts.comparing import Comparison
from confianza.analysis.hotspots.forecasts.periods import DAYS_OF_A_WEEK, Periods, Step
from confianza.analysis.hotspots.forecasts.study import Study
from confianza.analysis.hotspots.grids import CELL_METRES, Grid
from confianza.analysis.hotspots.points import Points
from confianza.analysis.vocabulary.problems import Problem

# The last day that has one after it, as every calendar here counts.
LAST_DAY = date(9998, 12, 31)
# How many periods are kept aside to score, where nobody says from when on.
SCORED = 12
# A group with fewer cases to learn from, or to score, is not worth a table of its own.
FEWEST_LEARNT, FEWEST_SCORED = 100, 24
# From such a share on, offences that patrols find are a warning.
MANY_FINDS = 0.1
HALF = 0.5
PERCENT = 100


@dataclass(frozen=True)
class Asked:
    """What to forecast: names of columns, and the days until which to learn and to score.

    `offence` names an offence (one answer) or the column that holds them (an answer for each group too).
    `origin` is the column that tells finds of patrols from reports; `with_finds` puts both in one map.
    """

    x: str
    y: str
    day: str
    offence: str = ""
    offence_column: str = ""
    origin: str = ""
    with_finds: bool = False
    crs: str | None = None
    train_until: date | None = None
    test_until: date | None = None
    step: Step = "month"
    cell: float = CELL_METRES


@dataclass(frozen=True)
class Forecast:
    """The answer for one group of cases; `why` the chosen method was chosen."""

    offence: str
    learnt: int
    comparison: Comparison
    why: Problem


@dataclass(frozen=True)
class Answer:
    """The forecast of all cases asked for, of `groups` where asked, and what to know (`notes`).

    Maps are of cells of `study.region` on `grid`, whose metres are those of `crs`.
    """

    whole: Forecast
    groups: tuple[Forecast, ...]
    periods: Periods
    study: Study
    grid: Grid
    crs: str
    train_until: date
    notes: tuple[Problem, ...] = field(default=())


def of_table(
    frame: pl.DataFrame,
    asked: Asked,
    *,
    layers: Mapping[str, pl.DataFrame] | None = None,
    first_row: int = 2,
    skip_unreadable: bool = False,
) -> Answer:
    """Forecast the cases of a table, one a row, period by period, and score every method on what came.

    The columns of `layers` are called as those of the table. Columns that tell of persons are not read.
    Raises PointsRefused.
    """
    persons.refuse([asked.x, asked.y, asked.day, asked.origin, asked.offence, asked.offence_column])
    read = points.of_table(
        frame, x=asked.x, y=asked.y, date=asked.day, crs=asked.crs, first_row=first_row,
        skip_unreadable=skip_unreadable,
    )  # fmt: skip
    cases = frame if read.rows is None else frame[read.rows]
    notes = [*read.left_out, *_persons(frame.columns)]
    spans, until, silent = _periods(read, asked)
    notes += silent
    grid = grids.around(read, asked.cell)
    everything = study.of_points(read, grid, until)
    labels, ours, by_group = _offences(cases, asked)
    kept, apart = _origins(cases, asked, ours, labels)
    mine = everything.only(kept[everything.of])
    cells = _layers(layers or {}, asked, read.crs, grid)
    whole = _forecast(mine, spans, cells, asked.offence if not by_group else "")
    groups, thin = (
        ((), ()) if labels is None or not by_group else _groups(everything, kept, labels, spans, cells)
    )
    notes += [*apart, *thin, *_to_know(whole.comparison, bool(cells))]
    return Answer(whole, groups, spans, everything, grid, read.crs, until, tuple(notes))


def next_map(answer: Answer, forecast: Forecast, share: float) -> list[dict[str, Any]]:
    """Return the cells where most is expected in the period still to come, until `share` of the area.

    Each with rank, expected cases, and its middle: x and y in metres, and degrees where the place is known.
    """
    expected = forecast.comparison.maps[forecast.comparison.choice.chosen][-1]
    places = np.flatnonzero(answer.study.region.reshape(-1))
    order = np.lexsort((places, -expected))[: max(1, round(share * len(places)))]
    rows, columns = np.divmod(places[order], answer.grid.columns)
    across, up = answer.grid.centres()
    x, y = across[columns], up[rows]
    told = [
        {"rank": rank, "cell": int(place), "expected": float(expected[at]), "x": float(e), "y": float(n)}
        for rank, (at, place, e, n) in enumerate(zip(order, places[order], x, y, strict=True), 1)
    ]
    if projection.is_known(answer.crs):
        for each, east, north in zip(told, *projection.to_degrees(x, y, answer.crs), strict=True):
            each |= {"longitude": float(east), "latitude": float(north)}
    return told


def _periods(read: Points, asked: Asked) -> tuple[Periods, date, list[Problem]]:
    """Return the periods to learn from, to score and to come, the last day learnt from, and what to know.

    Whole periods after the last case of the file are not scored: they are no zeros.
    """
    days = read.times().astype("datetime64[D]")
    first, last = days.min().item(), days.max().item()
    test_until = min(asked.test_until or last, LAST_DAY)
    train_until = min(asked.train_until or _before(first, test_until, asked.step), LAST_DAY)
    spans = periods.between(first, train_until, test_until, asked.step)
    told = max(spans.history + 1, int(np.searchsorted(spans.edges, days.max(), side="right")))
    silent = len(spans.edges) - 1 - told
    notes = [finding("silent_end", last=last, periods=silent, until=test_until)] if silent > 0 else []
    spans = Periods(spans.edges[: told + 1], spans.history)
    return spans.with_next(asked.step), train_until, notes


def _before(first: date, test_until: date, step: Step) -> date:
    """Return the last day before the periods that are scored where nobody said so: twelve, or half of fewer
    than two dozen.
    """
    following = test_until + timedelta(days=1)
    if step == "week":
        return test_until - timedelta(weeks=min(SCORED, (following - first).days // DAYS_OF_A_WEEK // 2))
    begin = following.replace(day=1)
    told = (begin.year - first.year) * SCORED + begin.month - first.month
    back = begin.month - 1 - min(SCORED, max(1, told // 2))
    return begin.replace(year=begin.year + back // SCORED, month=back % SCORED + 1) - timedelta(days=1)


def _offences(cases: pl.DataFrame, asked: Asked) -> tuple[pl.Series | None, NDArray[np.bool_], bool]:
    """Return the offence of every case, which of them are asked for, and whether groups are."""
    everyone = np.ones(len(cases), dtype=bool)
    if not asked.offence:
        try:
            name = offence_words.column(cases.columns, asked.offence_column)
        except PointsRefused:
            if asked.offence_column:
                raise
            return None, everyone, False
        return cases[name], everyone, False
    if asked.offence in cases.columns:
        return cases[asked.offence], everyone, True
    labels = cases[offence_words.column_of(cases, asked.offence, asked.offence_column)]
    return labels, offence_words.chosen(labels, asked.offence), False


def _origins(
    cases: pl.DataFrame, asked: Asked, ours: NDArray[np.bool_], labels: pl.Series | None
) -> tuple[NDArray[np.bool_], list[Problem]]:
    """Keep what citizens reported, and say what stands apart or may feed on patrols."""
    if asked.origin:
        if asked.origin not in cases.columns:
            raise PointsRefused(
                "points_unknown_column", column=asked.origin, columns=", ".join(cases.columns)
            )
        finds = origins.found_by_patrols(cases[asked.origin]) & ours
        count = int(finds.sum())
        if asked.with_finds:
            return ours, [finding("with_patrol_finds", count=count)] if count else []
        if count and count == ours.sum():
            raise PointsRefused("only_patrol_finds")
        return ours & ~finds, [finding("patrols_apart", count=count)] if count else []
    share = origins.share_found(labels.filter(pl.Series(ours))) if labels is not None else 0.0
    if share < MANY_FINDS:
        return ours, []
    return ours, [finding("feeds_on_patrols", percent=round(share * PERCENT))]


def _layers(
    layers: Mapping[str, pl.DataFrame], asked: Asked, crs: str, grid: Grid
) -> dict[str, NDArray[np.int64]]:
    """Return the cells of the places of every layer, in the metres of the cases."""
    cells = {}
    for name, frame in layers.items():
        persons.refuse([asked.x, asked.y])
        places = points.of_table(frame, x=asked.x, y=asked.y, crs=asked.crs, least=1)
        if places.crs != crs and projection.is_known(places.crs) and projection.is_known(crs):
            x, y = projection.to_metres(*projection.to_degrees(places.x, places.y, places.crs), crs)
            places = points.of_arrays(x, y, crs=crs)
        inside = grids.places(places, grid)
        cells[name] = inside[inside >= 0]
        if not len(cells[name]):
            raise PointsRefused("layer_without_places", layer=name)
    return cells


def _groups(
    everything: Study,
    kept: NDArray[np.bool_],
    labels: pl.Series,
    spans: Periods,
    cells: Mapping[str, NDArray[np.int64]],
) -> tuple[tuple[Forecast, ...], tuple[Problem, ...]]:
    """Forecast each group of offences that has cases enough, the most frequent first."""
    group = offence_words.groups(labels).to_numpy()[everything.of]
    counted = pl.Series("group", group[kept[everything.of]]).drop_nulls().value_counts(sort=True)
    found, thin = [], 0
    start, end = spans.edges[spans.history], spans.edges[-2]
    for name in counted["group"].to_list():
        mine = everything.only(kept[everything.of] & (group == name))
        learnt = int((mine.day < start).sum())
        if learnt < FEWEST_LEARNT or ((mine.day >= start) & (mine.day < end)).sum() < FEWEST_SCORED:
            thin += 1
            continue
        found.append(_forecast(mine, spans, cells, name))
    notes = [finding("few_cases", count=thin, least=f"{FEWEST_LEARNT} / {FEWEST_SCORED}")] if thin else []
    ours = pl.Series(group)
    told = labels.gather(everything.of)
    fed = [one.offence for one in found if origins.share_found(told.filter(ours == one.offence)) > HALF]
    if fed:
        notes.append(finding("groups_feed_on_patrols", offences=", ".join(fed)))
    return tuple(found), tuple(notes)


def _forecast(mine: Study, spans: Periods, cells: Mapping[str, NDArray[np.int64]], offence: str) -> Forecast:
    learnt = int((mine.day < spans.edges[spans.history]).sum())
    if not learnt:
        raise PointsRefused("nothing_to_learn", until=spans.edges[spans.history] - 1)
    told = comparing.compare(mine, spans, layers=cells, to_come=1)
    return Forecast(offence, learnt, told, _why(told, told.choice))


def _why(told: Comparison, choice: Choice) -> Problem:
    """Say why a method was chosen."""
    if choice.periods < intervals.FEWEST_PERIODS:
        return finding("chosen_for_lack", chosen=choice.chosen, periods=choice.periods)
    if choice.chosen == choice.best:
        best = round(PERCENT * float(efficiency(told.caught[choice.best]).mean()))
        return finding("chosen_for_best", chosen=choice.chosen, efficiency=best, periods=choice.periods)
    ends = {"lead": choice.lead, "low": choice.low, "high": choice.high}
    points_of = {name: f"{PERCENT * value:.1f}" for name, value in ends.items()}
    return finding(
        "chosen_for_simplicity", chosen=choice.chosen, best=choice.best, periods=choice.periods, **points_of
    )


def _persons(columns: Sequence[str]) -> list[Problem]:
    personal = persons.columns(columns)
    return [finding("persons_ignored", columns=", ".join(personal))] if personal else []


def _to_know(told: Comparison, layered: bool) -> list[Problem]:
    notes = []
    if told.outside:
        notes.append(finding("outside_region", count=told.outside, km2=f"{told.km2:,.1f}"))
    if told.scored < intervals.FEWEST_PERIODS:
        notes.append(finding("few_periods", periods=told.scored))
    if not layered:
        notes.append(finding("no_layers"))
    return notes
