"""Counts inside and around: from points and places to what a comparison of displacement needs.

A point belongs to the place it lies in; else to the ring of the places it lies around. Rings of a treated
and of a comparison place may overlap: what lies in both speaks for neither, is left out and counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.evaluation.columns import Table
from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.hotspots import projection
from confianza.analysis.hotspots.displacement import BeforeAfter

Reals = NDArray[np.float64]
Days = NDArray[np.datetime64]
Part = Literal["treated", "comparison", "outlying"]
# Wider than any country here, in metres.
WIDEST = 1e6
PARTS: tuple[Part, ...] = ("treated", "comparison", "outlying")


@dataclass(frozen=True)
class Place:
    """A circle on the plane: centre and radius in metres; those farther out have a name."""

    part: Part
    x: float
    y: float
    radius: float
    name: str = ""


@dataclass(frozen=True)
class Counted:
    """Counts (before, after) by part, and by name of those farther out.

    `in_both`: points in rings of both kinds; `outside`: of neither; `other_days`: of no period asked for.
    """

    parts: dict[str, BeforeAfter]
    outlying: dict[str, BeforeAfter]
    in_both: int
    outside: int
    other_days: int


def count(
    xy: Reals,
    days: Days,
    places: Sequence[Place],
    width: float,
    before: tuple[np.datetime64, np.datetime64],
    after: tuple[np.datetime64, np.datetime64],
) -> Counted:
    """Count points (n × 2, metres; datetime64[D]) in places and in rings of a `width` around them.

    Spans include their first day and not their last. Raises EvaluationRefused part_missing, bad_sizes.
    """
    for part in ("treated", "comparison"):
        if not any(place.part == part for place in places):
            raise EvaluationRefused("part_missing", part=part)
    if not 0 < width <= WIDEST or any(not 0 < place.radius <= WIDEST for place in places):
        raise EvaluationRefused("bad_sizes")
    inside = {part: _within(xy, places, part, 0.0) for part in PARTS}
    near = {part: _within(xy, places, part, width) for part in ("treated", "comparison")}
    anywhere = inside["treated"] | inside["comparison"]
    both = near["treated"] & near["comparison"] & ~anywhere
    rows = {
        "treated": inside["treated"],
        "comparison": inside["comparison"] & ~inside["treated"],
        "around_treated": near["treated"] & ~anywhere & ~both,
        "around_comparison": near["comparison"] & ~anywhere & ~both,
    }
    apart = ~(anywhere | near["treated"] | near["comparison"])
    wards = {
        place.name: _within(xy, [place], "outlying", 0.0) & apart
        for place in places
        if place.part == "outlying"
    }
    spans = [(days >= first) & (days < last) for first, last in (before, after)]
    asked = spans[0] | spans[1]

    def counted(here: NDArray[np.bool_]) -> BeforeAfter:
        return float((here & spans[0]).sum()), float((here & spans[1]).sum())

    return Counted(
        {part: counted(here) for part, here in rows.items()},
        {name: counted(here) for name, here in wards.items()},
        int((both & asked).sum()),
        int((apart & ~inside["outlying"] & asked).sum()),
        int((~asked).sum()),
    )


def of_table(table: Table, crs: str) -> list[Place]:
    """Return places from the columns part, x, y, radius (metres) and, where it is, name.

    Centres in degrees go to the system of the points, `crs`. Raises EvaluationRefused no_role, no_column …
    """
    parts, radius = table.texts("part"), table.exposures("radius")
    names = table.texts("name") if "name" in table.frame.columns else [""] * table.size
    x, y = table.numbers("x"), table.numbers("y")
    if projection.is_known(crs) and _could_be_degrees(x, y):
        x, y = projection.to_metres(x, y, crs)
    found = []
    for row, told in enumerate(parts):
        part = next((each for each in PARTS if each == told), None)
        if part is None:
            raise EvaluationRefused("no_role", row=row + table.first_row, value=told[:40])
        name = names[row] or str(row + table.first_row)
        found.append(Place(part, float(x[row]), float(y[row]), float(radius[row]), name))
    return found


def _could_be_degrees(x: Reals, y: Reals) -> bool:
    far = np.abs(x).max() <= projection.MOST_LONGITUDE and np.abs(y).max() <= projection.MOST_LATITUDE
    return bool(far)


def _within(xy: Reals, places: Sequence[Place], part: str, more: float) -> NDArray[np.bool_]:
    found = np.zeros(len(xy), dtype=bool)
    for place in places:
        if place.part == part:
            away = np.hypot(xy[:, 0] - place.x, xy[:, 1] - place.y)
            found |= away <= place.radius + more
    return found
