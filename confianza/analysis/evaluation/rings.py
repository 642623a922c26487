"""Counts inside and around: from points and places to what a comparison of displacement needs.

A point belongs to the place it lies in; else to the ring of the places it lies around. Rings of a treated
and of a comparison place may overlap: what lies in both speaks for neither, is left out and counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.hotspots.displacement import BeforeAfter

Reals = NDArray[np.float64]
Days = NDArray[np.datetime64]
Part = Literal["treated", "comparison"]


@dataclass(frozen=True)
class Place:
    """A circle on the plane: centre and radius in metres."""

    part: Part
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Counted:
    """Counts (before, after) by part; `in_both`: points in rings of both kinds; `outside`: of neither;
    `other_days`: of no period asked for.
    """

    parts: dict[str, BeforeAfter]
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
    if width <= 0 or any(place.radius <= 0 for place in places):
        raise EvaluationRefused("bad_sizes")
    inside = {part: _within(xy, places, part, 0.0) for part in ("treated", "comparison")}
    near = {part: _within(xy, places, part, width) for part in ("treated", "comparison")}
    anywhere = inside["treated"] | inside["comparison"]
    both = near["treated"] & near["comparison"] & ~anywhere
    rows = {
        "treated": inside["treated"],
        "comparison": inside["comparison"] & ~inside["treated"],
        "around_treated": near["treated"] & ~anywhere & ~both,
        "around_comparison": near["comparison"] & ~anywhere & ~both,
    }
    spans = [(days >= first) & (days < last) for first, last in (before, after)]
    asked = spans[0] | spans[1]
    parts = {
        part: (float((here & spans[0]).sum()), float((here & spans[1]).sum())) for part, here in rows.items()
    }
    outside = ~(anywhere | near["treated"] | near["comparison"])
    return Counted(parts, int((both & asked).sum()), int((outside & asked).sum()), int((~asked).sum()))


def _within(xy: Reals, places: Sequence[Place], part: str, more: float) -> NDArray[np.bool_]:
    found = np.zeros(len(xy), dtype=bool)
    for place in places:
        if place.part == part:
            away = np.hypot(xy[:, 0] - place.x, xy[:, 1] - place.y)
            found |= away <= place.radius + more
    return found
