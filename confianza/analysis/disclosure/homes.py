"""Where people live inside an area: at known addresses, or spread evenly where only their number is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.disclosure import planes
from confianza.analysis.disclosure.planes import Floats, Plane

# Rounded up, so that we believe in fewer homes than there are: the census of Guatemala of 2018 found 4.5
# persons a home (INE, XII Censo de Población), that of El Salvador of 2007 four.
PERSONS_PER_HOME = 5.0
# Spread evenly, people stand at this many places of an area: enough to divide its smallest catchments.
PLACES_PER_CATCHMENT = 16
# No area is divided more finely than this, however many people it has.
MOST_PLACES = 8_000
HEXAGON = np.sqrt(3) / 2  # area of a hexagonal cell whose neighbours' middles are one apart


@dataclass(frozen=True, eq=False)
class Ground:
    """One area on its own plane, in metres: its outline and its homes.

    `homes` has a row (east, north) for every place people live at and `weights` how many homes each stands
    for. `known`: whether the places are addresses (True) or an even spread of a number of persons (False).
    """

    area_id: str
    plane: Plane
    outline: Any
    homes: Floats
    weights: Floats
    known: bool

    @property
    def count(self) -> float:
        """Homes in all."""
        return float(self.weights.sum())

    def inside(self, places: Floats) -> NDArray[np.bool_]:
        """Say which rows of (east, north) lie inside the outline."""
        import shapely

        shapely.prepare(self.outline)
        found: NDArray[np.bool_] = shapely.contains_xy(self.outline, places[:, 0], places[:, 1])
        return found


def grounds(
    areas: Mapping[str, Any],
    *,
    addresses: Any | None = None,
    population: Mapping[str, float] | None = None,
    fewest: int,
) -> list[Ground]:
    """Return one ground for every area with an outline, in the order of their ids.

    `areas`: outlines in WGS 84 by area_id. `addresses`: rows of (longitude, latitude). `population`: persons
    by area_id. An area where fewer than `fewest` addresses are known takes the even spread of its
    population: a list of addresses that leaves out a whole settlement must not hide it.
    """
    drawn = {area: areas[area] for area in sorted(areas) if areas[area] is not None and areas[area].area > 0}
    known = _addresses_of(drawn, addresses)
    people = population or {}
    return [
        _ground(area, outline, known[area], float(people.get(area) or 0.0), fewest)
        for area, outline in drawn.items()
    ]


def _ground(area: str, outline: Any, addresses: Floats, people: float, fewest: int) -> Ground:
    import shapely

    west, south, east, north = shapely.bounds(outline)
    plane = planes.around([(west, south), (east, north)])
    flat = shapely.transform(outline, plane.metres)
    places = plane.metres(addresses)
    if len(places) >= fewest or people <= 0:
        return Ground(area, plane, flat, places, np.ones(len(places)), known=True)
    return _spread(Ground(area, plane, flat, places, np.ones(len(places)), known=False), people, fewest)


def _spread(ground: Ground, people: float, fewest: int) -> Ground:
    homes = people / PERSONS_PER_HOME
    wanted = min(MOST_PLACES, max(1.0, homes / fewest) * PLACES_PER_CATCHMENT)
    spacing = float(np.sqrt(ground.outline.area / wanted / HEXAGON))
    places = lattice(ground, spacing)
    weights = np.full(len(places), homes / max(1, len(places)))
    return Ground(ground.area_id, ground.plane, ground.outline, places, weights, known=False)


def lattice(ground: Ground, spacing: float) -> Floats:
    """Return the nodes of a hexagonal lattice that lie inside the ground."""
    import shapely

    west, south, east, north = shapely.bounds(ground.outline)
    columns = np.arange(west, east + spacing, spacing)
    rows = np.arange(south, north + spacing, spacing * HEXAGON)
    easts, norths = np.meshgrid(columns, rows)
    easts[1::2] += spacing / 2
    nodes = np.column_stack([easts.ravel(), norths.ravel()])
    return nodes[ground.inside(nodes)]


def nearest_nodes(places: Floats, spacing: float) -> Floats:
    """Return, without repeats, the nodes of a hexagonal lattice that are nearest to some places."""
    step = np.array([spacing, 2 * HEXAGON * spacing])
    even = np.round(places / step) * step
    odd = (np.floor(places / step) + 0.5) * step
    closer = ((places - even) ** 2).sum(axis=1) <= ((places - odd) ** 2).sum(axis=1)
    return np.unique(np.round(np.where(closer[:, None], even, odd), 3), axis=0)


def _addresses_of(areas: Mapping[str, Any], addresses: Any | None) -> dict[str, Floats]:
    import shapely

    rows = np.asarray(addresses if addresses is not None else [], dtype=float).reshape(-1, 2)
    rows = rows[np.isfinite(rows).all(axis=1)]
    found: dict[str, Floats] = dict.fromkeys(areas, np.empty((0, 2)))
    if not len(rows) or not areas:
        return found
    tree = shapely.STRtree(list(areas.values()))
    which, where = tree.query(shapely.points(rows), predicate="intersects")
    first = np.unique(which, return_index=True)[1]  # an address on a border belongs to one area alone
    which, where = which[first], where[first]
    order = np.argsort(where, kind="stable")
    ends = np.searchsorted(where[order], np.arange(len(areas) + 1))
    for number, area in enumerate(areas):
        found[area] = rows[which[order[ends[number] : ends[number + 1]]]]
    return found
