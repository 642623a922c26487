"""Several areas over several periods, some of which had the programme from some period on.

Nothing is fitted here: a panel is checked to be one, or refused with the area, period and cell at fault.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.evaluation import moments
from confianza.analysis.evaluation.problems import EvaluationRefused

Reals = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.int_]
FEWEST_BEFORE = 2
# Months differ by a day or three; a period left out differs by a whole one.
MOST_STEP = 1.5
DAY = re.compile(r"\d{4}-\d{1,2}(-\d{1,2}.*)?")
# 31/12/2001, 12-31-2001, 5/2001: sorted as text they are not in the order of time, nor is their order known.
DAY_FIRST = re.compile(r"(\d{1,2}[/.-])?\d{1,2}[/.-]\d{4}.*|\d{1,2}/\d{1,2}/\d{2}|\d{4}/.*")


@dataclass(frozen=True, eq=False)
class Panel:
    """`y` and `exposure`: areas × periods; `start`: the place of the first period with the programme, the
    number of periods where it never came.
    """

    areas: tuple[str, ...]
    periods: tuple[str, ...]
    y: Reals
    exposure: Reals
    start: Places

    @property
    def treated(self) -> Flags:
        """Which areas have the programme at some time."""
        return self.start < len(self.periods)

    @property
    def under_way(self) -> Flags:
        """Which areas have it in which periods."""
        here: Flags = np.arange(len(self.periods))[None, :] >= self.start[:, None]
        return here

    @property
    def is_staggered(self) -> bool:
        """Whether areas began at different times."""
        return len(np.unique(self.start[self.treated])) > 1

    def until(self, start: Places) -> "Panel":
        """Return the same panel with other starts."""
        return Panel(self.areas, self.periods, self.y, self.exposure, start)

    def only(self, areas: Flags) -> "Panel":
        """Return some of its areas."""
        names = tuple(name for name, kept in zip(self.areas, areas, strict=True) if kept)
        return Panel(names, self.periods, self.y[areas], self.exposure[areas], self.start[areas])


def of_rows(
    areas: Sequence[str],
    periods: Sequence[str],
    counts: Sequence[float] | Reals,
    *,
    begins: Sequence[str] | None = None,
    under_way: Sequence[float] | Reals | None = None,
    exposures: Sequence[float] | Reals | None = None,
    first_row: int = 2,
    by_lot: bool = False,
) -> Panel:
    """Return a panel from rows of area, period and count, in any order.

    `begins`: the first period with the programme, "" or "0" for never; or `under_way`: 1 in the periods with
    it. `by_lot`: a lot drew the order (a stepped wedge), so that all may have it in the end, and one period
    before is enough. Raises EvaluationRefused: twice_in_panel, missing_cell, begins_changes, switched_off,
    and what `check` says.
    """
    named, times, y, e = whole(areas, periods, counts, exposures, first_row)
    on, start = np.zeros_like(y), np.full(len(named), -1)
    place, when = {name: at for at, name in enumerate(named)}, {name: at for at, name in enumerate(times)}
    for row, (area, period) in enumerate(zip(areas, periods, strict=True)):
        if under_way is not None:
            on[place[area], when[period]] = under_way[row]
        elif begins is not None:
            start[place[area]] = _began(begins[row], times, start[place[area]], row + first_row, area)
    if under_way is not None:
        start = _switched_on(on, named, times)
    found = Panel(tuple(named), tuple(times), y, e, start.astype(int))
    check(found, by_lot=by_lot)
    return found


def whole(
    areas: Sequence[str],
    periods: Sequence[str],
    counts: Sequence[float] | Reals,
    exposures: Sequence[float] | Reals | None = None,
    first_row: int = 2,
) -> tuple[list[str], list[str], Reals, Reals]:
    """Return areas, periods in their order, counts and exposures (areas × periods); nothing is missing.

    Raises EvaluationRefused not_in_one_way, twice_in_panel, missing_cell, gap (a period missing for all).
    """
    _in_one_way(periods, first_row)
    named, times = sorted(set(areas)), sorted(set(periods), key=_order)
    place, when = {name: at for at, name in enumerate(named)}, {name: at for at, name in enumerate(times)}
    y, e = np.full((len(named), len(times)), np.nan), np.ones((len(named), len(times)))
    for row, (area, period, count) in enumerate(zip(areas, periods, counts, strict=True)):
        at = place[area], when[period]
        if not np.isnan(y[at]):
            raise EvaluationRefused("twice_in_panel", row=row + first_row, area=area, period=period)
        y[at], e[at] = count, 1.0 if exposures is None else exposures[row]
    _complete(y, named, times)
    _no_gap(times)
    return named, times, y, e


def place_of(period: str, times: Sequence[str]) -> int:
    """Return the place of the first period that is not before one; the end where all are.

    Raises EvaluationRefused not_a_beginning_of where it is not written as they are.
    """
    if times and _way(period) != _way(times[0]):
        raise EvaluationRefused("not_a_beginning_of", value=period[:40], example=times[0])
    return next((at for at, each in enumerate(times) if _order(each) >= _order(period)), len(times))


def check(panel: Panel, *, by_lot: bool = False) -> None:
    """Raise EvaluationRefused for a panel from which nothing can be learnt: nobody_with, nobody_without,
    begins_too_early, nothing_before, copied.
    """
    if not panel.treated.any():
        raise EvaluationRefused("nobody_with")
    if panel.treated.all() and not panel.is_staggered:
        raise EvaluationRefused("nobody_without")
    for at in np.flatnonzero(panel.treated):
        least = 1 if by_lot else FEWEST_BEFORE
        if panel.start[at] < least:
            told = {"area": panel.areas[at], "before": int(panel.start[at]), "least": least}
            raise EvaluationRefused("begins_too_early", **told)
        if not by_lot and not panel.y[at, : panel.start[at]].sum():
            raise EvaluationRefused("nothing_before", area=panel.areas[at])
    if (panel.y == panel.y[:, :1]).all():
        raise EvaluationRefused("copied")


def _in_one_way(periods: Sequence[str], first_row: int) -> None:
    """Refuse periods that do not stand in the order of time when they are sorted: days before months before
    years, or two ways of writing in one column.
    """
    for row, period in enumerate(periods, first_row):
        if DAY_FIRST.fullmatch(period) or _way(period) != _way(periods[0]):
            first = "2019-05-31" if DAY_FIRST.fullmatch(periods[0]) else periods[0][:40]
            raise EvaluationRefused("not_in_one_way", row=row, value=period[:40], first=first)


def _way(period: str) -> str:
    try:
        float(period)
    except ValueError:
        return "text" if DAY.fullmatch(period) is None else "day"
    return "number"


def _order(period: str) -> tuple[float, str]:
    try:
        return float(period), ""
    except ValueError:
        return 0.0, period


def _began(text: str, times: list[str], known: int, row: int, area: str) -> int:
    """Return the place of the first period with the programme; the end for never."""
    found = len(times)
    if text not in ("", "0", "inf"):
        found = place_of(text, times)
    if known not in (-1, found):
        raise EvaluationRefused("begins_changes", row=row, area=area)
    return found


def _complete(y: Reals, named: list[str], times: list[str]) -> None:
    lacking = np.argwhere(np.isnan(y))
    if len(lacking):
        area, period = named[lacking[0][0]], times[lacking[0][1]]
        raise EvaluationRefused("missing_cell", area=area, period=period, cells=len(lacking))


def _no_gap(times: list[str]) -> None:
    """Raise EvaluationRefused where periods that are years, months or days leave one out for all areas."""
    try:
        steps = np.diff(moments.of_texts(times))
    except EvaluationRefused:
        return
    wide = steps > MOST_STEP * np.median(steps) if len(steps) else steps > 0
    if wide.any():
        raise EvaluationRefused("gap", period=times[int(wide.argmax())])


def _switched_on(on: Reals, named: list[str], times: list[str]) -> Places:
    """Return where each area's programme begins; once begun, it stays."""
    odd = np.argwhere((on != 0) & (on != 1))
    if len(odd):
        raise EvaluationRefused("not_on_or_off", area=named[odd[0][0]], period=times[odd[0][1]])
    off = np.argwhere(np.diff(on, axis=1) < 0)
    if len(off):
        raise EvaluationRefused("switched_off", area=named[off[0][0]], period=times[off[0][1] + 1])
    started: Places = np.where(on.any(axis=1), on.argmax(axis=1), len(times))
    return started
