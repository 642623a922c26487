"""A series of cases as a reader needs it: what is usual, what is noise, what changed and how sure that is."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.hotspots import changes, fans, seasonality, series
from confianza.analysis.hotspots.asking import finding
from confianza.analysis.hotspots.changes import Sureness
from confianza.analysis.hotspots.fans import Fan
from confianza.analysis.hotspots.seasonality import Decomposition, Season
from confianza.analysis.hotspots.series import SEASON, Series, Step
from confianza.analysis.indicators import direction
from confianza.analysis.indicators.direction import Direction
from confianza.analysis.quality import breaks
from confianza.analysis.quality.breaks import Break
from confianza.analysis.vocabulary.problems import Problem

# How many periods are foretold, by step.
AHEAD = {"month": 6, "week": 8, "day": 14}
# The change is told between the last periods and as many before them: a year, or half of what there is.
FEWEST_COMPARED = 3


@dataclass(frozen=True)
class Trend:
    """`fan.past` is the noise band of the series, `fan.ahead` what is to come. `season` and `decomposition`
    are None for fewer than three whole seasons; `change` compares the last `compared` periods with as many
    before; `direction` is by how much a period, over those; `breaks` are months of another level (only of
    months).
    """

    series: Series
    fan: Fan
    season: Season | None
    decomposition: Decomposition | None
    change: Sureness | None
    compared: int
    direction: Direction | None
    breaks: tuple[Break, ...]
    ahead: NDArray[np.datetime64]
    notes: tuple[Problem, ...] = field(default=())


def of_days(
    day: NDArray[np.datetime64],
    step: Step = "month",
    *,
    first: date | None = None,
    until: date | None = None,
    weight: NDArray[np.float64] | None = None,
) -> Trend:
    """Return what the days of cases (datetime64[D]) tell, by month, week or day; see `series.of_days`."""
    told = series.of_days(day, step, first=first, until=until, weight=weight)
    period = SEASON[step]
    season = seasonality.of_counts(told.counts, told.days, period)
    factors = season.factors if season is not None and season.clear else np.ones(period)
    edges = _ahead(told)
    exposure = told.days * factors[np.arange(len(told.counts)) % period]
    following = (np.arange(len(edges) - 1) + len(told.counts)) % period
    to_come = np.diff(edges).astype(float) * factors[following]
    compared = min(period, len(told.counts) // 2)
    return Trend(
        series=told,
        fan=fans.of_counts(told.counts, exposure, to_come),
        season=season,
        decomposition=seasonality.decompose(told.counts, period),
        change=_change(told.counts, exposure, compared),
        compared=compared,
        direction=_direction(told.counts, exposure, compared),
        breaks=tuple(breaks.find(told.counts.tolist())) if step == "month" else (),
        ahead=edges[:-1],
        notes=_notes(told, period, season),
    )


def _ahead(told: Series) -> NDArray[np.datetime64]:
    """Return the starts of the periods to come, and the end of the last."""
    many = AHEAD[told.step] + 1
    end = told.starts[-1] + int(told.days[-1])
    if told.step == "month":
        month = end.astype("datetime64[M]")
        return np.arange(month, month + many).astype("datetime64[D]")
    length = 7 if told.step == "week" else 1
    return np.arange(end, end + many * length, length)


def _change(counts: NDArray[np.float64], exposure: NDArray[np.float64], compared: int) -> Sureness | None:
    if compared < FEWEST_COMPARED:
        return None
    rate = [(counts[part] / exposure[part]).mean() for part in _halves(compared)]
    level = np.concatenate(
        [rate[0] * exposure[_halves(compared)[0]], rate[1] * exposure[_halves(compared)[1]]]
    )
    return changes.of_counts(
        float(counts[-compared:].sum()),
        float(counts[-2 * compared : -compared].sum()),
        exposure_now=float(exposure[-compared:].sum()),
        exposure_before=float(exposure[-2 * compared : -compared].sum()),
        dispersion=_dispersion(counts[-2 * compared :], level),
    )


def _halves(compared: int) -> tuple[slice, slice]:
    return slice(-2 * compared, -compared), slice(-compared, None)


def _dispersion(counts: NDArray[np.float64], level: NDArray[np.float64]) -> float:
    """Return how many times as spread as chance counts are around two levels; at least 1."""
    seen = level > 0
    if seen.sum() < 2 * FEWEST_COMPARED:
        return 1.0
    return max(1.0, float(((counts[seen] - level[seen]) ** 2 / level[seen]).sum() / (seen.sum() - 2)))


def _direction(counts: NDArray[np.float64], exposure: NDArray[np.float64], compared: int) -> Direction | None:
    lately = slice(-2 * compared, None)
    return direction.of_years(counts[lately].tolist(), exposure[lately].tolist()) if compared else None


def _notes(told: Series, period: int, season: Season | None) -> tuple[Problem, ...]:
    notes = []
    if told.left_over:
        notes.append(finding("cut_periods", count=told.left_over, step=told.step))
    if season is None and len(told.counts) < seasonality.FEWEST_SEASONS * period:
        least = seasonality.FEWEST_SEASONS * period
        notes.append(finding("short_series", periods=len(told.counts), what="season", least=least))
    return tuple(notes)
