"""Crime on segments of streets: which segment an event belongs to, and which hold more than their length.

Crime gathers in segments, not in squares, and 4 to 6 in 100 segments hold half of it (Weisburd 2015,
Criminology 53:133-157). A long segment holds more by its length alone, and a short one with a single event
has a high rate by chance: segments are ranked by how unlikely their count is for their length.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from confianza.analysis.hotspots import concentration, discovery, projection
from confianza.analysis.hotspots.findings import PointsRefused, finding
from confianza.analysis.hotspots.points import METRES_OF_A_KM, Points
from confianza.analysis.vocabulary.problems import Problem

# From the middle of a street to the doors of its houses and the error of a telephone's place.
WITHIN_METRES = 50.0
RATE_METRES = 100.0
DRAWS = 199
SEED = 20_260_101
# So many events tell whether any street is near at all.
ASKED_HOW_FAR = 500

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Lines = NDArray[np.object_]


@dataclass(frozen=True)
class Streets:
    """Segments of streets: `lines` (shapely LineStrings) in metres of `crs`, each with its id and the name of
    its street ("" where none is told). `notes` tell what was no segment, and what to know.
    """

    lines: Lines
    ids: tuple[str, ...]
    names: tuple[str, ...]
    crs: str = projection.METRES
    notes: tuple[Problem, ...] = ()

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def metres(self) -> Floats:
        """How long each segment is."""
        return np.asarray(shapely.length(self.lines), dtype=np.float64)


@dataclass(frozen=True)
class Snapped:
    """`street` is the place of each event's segment, -1 where none is near; `metres` how far it lies (NaN).

    `at_corners` events are as near to another segment.
    """

    street: Places
    metres: Floats
    at_corners: int

    @property
    def lost(self) -> int:
        """How many events have no street."""
        return int((self.street < 0).sum())


@dataclass(frozen=True)
class OnStreets:
    """`table` has a row for each segment, the least likely by chance first: rank, id, street, length (m),
    count, per_100m, expected, p, x and y (its middle, metres), `shown` where it stands out, and `place` among
    the segments.

    Of towns where every metre is alike, 5 in 100 show any segment; `signal_p` is the chance of one like the
    strongest. `length_for_half` is the share of the length that holds half of the crime, and
    `even_length_for_half` that in such a town.
    """

    table: pl.DataFrame
    snapped: Snapped
    by_segment: concentration.Concentration
    gini_of_length: float
    length_for_half: float
    even_length_for_half: float
    signal_p: float


def snap(points: Points, streets: Streets, within: float = WITHIN_METRES) -> Snapped:
    """Return the nearest segment of every event, at most `within` metres away.

    Events as near to several segments, as at a corner, are dealt to them in turn. Raises PointsRefused where
    no event is near any street.
    """
    if not (np.isfinite(within) and within > 0):
        raise PointsRefused("no_tolerance", metres=f"{within:g}")
    tree = shapely.STRtree(streets.lines)
    events = shapely.points(points.x, points.y)
    (event, street), metres = tree.query_nearest(events, max_distance=within, return_distance=True)
    if not len(event):
        some = events[np.linspace(0, len(events) - 1, min(len(events), ASKED_HOW_FAR)).astype(int)]
        (_, _), far = tree.query_nearest(some, return_distance=True, all_matches=False)
        away = f"{far.min() / METRES_OF_A_KM:,.1f}"
        raise PointsRefused("no_street_near", count=len(points), metres=f"{within:g}", km=away)
    return _dealt(len(points), event.astype(np.int64), street.astype(np.int64), metres)


def _dealt(events: int, event: Places, street: Places, metres: Floats) -> Snapped:
    """Give each event one of the segments that are as near, those of one corner by turns."""
    order = np.lexsort((street, event))
    event, street, metres = event[order], street[order], metres[order]
    first = np.flatnonzero(np.r_[True, event[1:] != event[:-1]])
    ways = np.diff(np.r_[first, len(event)])
    chosen = first.copy()
    turns: dict[tuple[int, ...], int] = {}
    for at in np.flatnonzero(ways > 1).tolist():
        corner = tuple(street[first[at] : first[at] + ways[at]].tolist())
        turn = turns.get(corner, 0)
        turns[corner] = turn + 1
        chosen[at] += turn % len(corner)
    told, away = np.full(events, -1, dtype=np.int64), np.full(events, np.nan)
    told[event[first]], away[event[first]] = street[chosen], metres[chosen]
    return Snapped(told, away, int((ways > 1).sum()))


def of_points(
    points: Points,
    streets: Streets,
    *,
    within: float = WITHIN_METRES,
    level: float = discovery.LEVEL,
    draws: int = DRAWS,
    seed: int = SEED,
) -> OnStreets:
    """Return how many events each segment holds, for its length; both in metres of the same system.

    `count` and `per_100m` heed weights; chances are of whole events. Raises PointsRefused.
    """
    near = snap(points, streets, within)
    found = near.street >= 0
    metres = streets.metres
    events = np.bincount(near.street[found], minlength=len(streets))
    weighed = np.bincount(near.street[found], points.weight[found], len(streets)).astype(np.float64)
    if not weighed.sum() > 0:
        raise PointsRefused("nothing_weighs")
    share = metres / metres.sum()
    p = chances(events, share)
    even = _even(int(events.sum()), share, draws, seed)
    called = discovery.called(p, discovery.calibrated_level(even.levels, level))
    return OnStreets(
        table=_table(streets, events, weighed, p, called),
        snapped=near,
        by_segment=concentration.of_counts(weighed),
        gini_of_length=concentration.gini(weighed, metres),
        length_for_half=concentration.places_for(weighed, concentration.HALF, metres),
        even_length_for_half=float(even.halves.mean()),
        signal_p=discovery.chance_of(discovery.strongest(p), even.levels),
    )


def chances(events: NDArray[np.int64], share: Floats) -> Floats:
    """Return how likely so many events or more are on each segment, if each fell on any metre alike.

    Binomial, exactly; 1 where there are no more than expected, which is never called.
    """
    from scipy.special import bdtrc

    total = int(events.sum())
    p = np.ones(len(events))
    more = events > total * share
    p[more] = bdtrc(events[more] - 1.0, total, share[more])
    return p


@dataclass(frozen=True)
class _Even:
    """Of many towns where every metre is alike: the level at which each calls its first segment, and the
    share of the length that holds half of its events.
    """

    levels: Floats
    halves: Floats


def _even(events: int, share: Floats, draws: int, seed: int) -> _Even:
    random = np.random.default_rng(seed)
    levels, halves = np.empty(draws), np.empty(draws)
    for each in range(draws):
        fallen = random.multinomial(events, share)
        levels[each] = discovery.strongest(chances(fallen, share))
        halves[each] = concentration.places_for(fallen, concentration.HALF, share)
    return _Even(levels, halves)


def _table(
    streets: Streets, events: NDArray[np.int64], weighed: Floats, p: Floats, called: NDArray[np.bool_]
) -> pl.DataFrame:
    metres = streets.metres
    middle = shapely.line_interpolate_point(streets.lines, 0.5, normalized=True)
    rate = weighed * RATE_METRES / metres
    order = np.lexsort((np.arange(len(streets)), -rate, p))
    told = {
        "id": pl.Series(streets.ids, dtype=pl.String),
        "street": pl.Series(streets.names, dtype=pl.String),
        "length": metres,
        "count": weighed,
        "per_100m": rate,
        "expected": events.sum() * metres / metres.sum(),
        "p": p,
        "x": shapely.get_x(middle),
        "y": shapely.get_y(middle),
        "shown": called,
        "place": np.arange(len(streets)),
    }
    return pl.DataFrame(told)[order].with_row_index("rank", offset=1)


def of_lines(
    shapes: Any,
    ids: tuple[str, ...] = (),
    names: tuple[str, ...] = (),
    crs: str = projection.METRES,
    file: str = "",
) -> Streets:
    """Return segments of shapes in metres: every line of them, also those of collections.

    A shape of several lines becomes several segments, numbered after its id (7.1, 7.2); shapes without an id
    are numbered from 1. Lines of no length and lines drawn twice are left out. Raises PointsRefused where
    nothing is a line; `file` is what to call them then.
    """
    drawn = shapely.force_2d(np.asarray(shapes, dtype=object))
    parts, of = shapely.get_parts(drawn, return_index=True)
    nested = shapely.get_type_id(parts) > shapely.GeometryType.POLYGON
    while nested.any():
        inner, of_inner = shapely.get_parts(parts, return_index=True)
        parts, of = inner, of[of_inner]
        nested = shapely.get_type_id(parts) > shapely.GeometryType.POLYGON
    lines = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    if not lines.any():
        raise PointsRefused("no_lines", file=file)
    return _fit(parts[lines], of[lines], ids or tuple(str(row + 1) for row in range(len(drawn))), names, crs)


def _fit(parts: Lines, of: Places, ids: tuple[str, ...], names: tuple[str, ...], crs: str) -> Streets:
    """Keep the lines that are streets, once each, and call them by their shapes."""
    length = shapely.length(parts)
    real = np.isfinite(length) & (length > 0)
    _, once = np.unique(shapely.to_wkb(shapely.normalize(parts[real])), return_index=True)
    kept = np.flatnonzero(real)[np.sort(once)]
    if not len(kept):
        raise PointsRefused("no_lines", file="")
    shape = of[kept]
    several = np.bincount(shape, minlength=len(ids)) > 1
    first = np.searchsorted(shape, shape)
    told = [
        f"{ids[at]}.{place - begin + 1}" if several[at] else ids[at]
        for place, (at, begin) in enumerate(zip(shape.tolist(), first.tolist(), strict=True))
    ]
    gone = len(parts) - len(kept)
    notes = (finding("no_segments", count=gone),) if gone else ()
    called = tuple(names[at] for at in shape.tolist()) if names else ("",) * len(kept)
    return Streets(parts[kept], tuple(told), called, crs, notes)
