"""Snap points: the few hundred places of a map that stand for everything that happened near them.

After the method of data.police.uk (Home Office, "About the data": no point stands for fewer than eight postal
addresses): every record is moved to the nearest point of its own area, each point's catchment holds eight
homes or more, and no point stands where somebody lives. What a map shows is then never a home.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from confianza.analysis.disclosure import homes, planes
from confianza.analysis.disclosure.homes import Ground
from confianza.analysis.disclosure.planes import Floats

HOMES_PER_POINT = 8
# Where homes are not known but only how many people live in the area, settlement is uneven: twice as many.
CAUTION = 2
# Candidates stand no closer than a short block apart; where homes are thin, merging spaces them out.
BLOCK_METRES = 60.0
# Cells are made for half more homes than needed, or the border would cut most of them down to too few.
SLACK = 1.5
# A point nearer to a home than this might be taken for it.
NOT_A_HOME_METRES = 5.0
# What lies farther from any point of its area is shown in tables alone (data.police.uk: 20 km).
FARTHEST_METRES = 20_000.0
# Where a candidate may be moved to, as a part of the distance between candidates.
_REACHES, _DIRECTIONS = (0.15, 0.3, 0.45), 12
_DROPPED_AT_ONCE = 3  # a third of the weak points a round
_CLOSE_ENOUGH = 1e-9  # parts of homes do not add up to the last digit

POINTS: dict[str, Any] = {
    "snap_id": pl.String,
    "area_id": pl.String,
    "longitude": pl.Float64,
    "latitude": pl.Float64,
    "addresses": pl.Int64,
}
SNAPPED: dict[str, Any] = {
    "record": pl.String,
    "area_id": pl.String,
    "snap_id": pl.String,
    "longitude": pl.Float64,
    "latitude": pl.Float64,
}


def points(
    areas: Mapping[str, Any],
    *,
    addresses: Any | None = None,
    population: Mapping[str, float] | None = None,
    keep_away: Any | None = None,
    earlier: pl.DataFrame | None = None,
    per_point: int = HOMES_PER_POINT,
) -> pl.DataFrame:
    """Return the snap points of some areas (the smallest ones): snap_id, area_id, longitude, latitude,
    addresses.

    `areas`: outlines (shapely) in WGS 84 by area_id. `addresses` and `keep_away`: rows of (longitude,
    latitude); the former are counted, and no point stands within five metres of either. `population`:
    persons by area_id, for areas whose addresses are not known (see `homes.grounds`); `addresses` is then
    their equivalent in homes. An area with fewer than `per_point` homes has no point: its counts appear in
    tables alone. The same input gives the same points, and a place that remains keeps its snap_id.

    `earlier`: the points of the release before. An area that had some keeps them, but for those that no
    longer have enough homes or now stand at one: two divisions of the same ground, laid over each other,
    would single out homes.
    """
    away = np.asarray(keep_away if keep_away is not None else [], dtype=float).reshape(-1, 2)
    had = earlier if earlier is not None else pl.DataFrame(schema=POINTS)
    found = [
        _points_of(ground, away, per_point, had.filter(pl.col("area_id") == ground.area_id))
        for ground in homes.grounds(areas, addresses=addresses, population=population, fewest=per_point)
        if ground.count >= _needed(ground, per_point)
    ]
    return pl.concat(found) if found else pl.DataFrame(schema=POINTS)


def _needed(ground: Ground, per_point: int) -> int:
    return per_point if ground.known else per_point * CAUTION


def _points_of(ground: Ground, away: Floats, per_point: int, earlier: pl.DataFrame) -> pl.DataFrame:
    needed = _needed(ground, per_point)
    shunned = ground.plane.metres(away)
    if ground.known:
        shunned = np.concatenate([shunned, ground.homes])
    candidates = _held(ground, shunned, earlier)
    if not len(candidates):
        candidates = _candidates(ground, shunned, needed)
    kept, counts = _merged(candidates, ground, needed)
    degrees = ground.plane.degrees(kept)
    return pl.DataFrame(
        {
            "snap_id": [_snap_id(ground.area_id, place) for place in degrees],
            "area_id": [ground.area_id] * len(kept),
            "longitude": degrees[:, 0],
            "latitude": degrees[:, 1],
            "addresses": np.floor(counts + _CLOSE_ENOUGH).astype(np.int64),
        },
        schema=POINTS,
    )


def _spacing(ground: Ground, needed: int) -> float:
    """Metres between candidates: a block where homes are known, else so much that a cell holds enough."""
    if ground.known:
        return BLOCK_METRES
    cell = ground.outline.area / ground.count * needed * SLACK
    coarsest = np.sqrt(ground.outline.area / homes.MOST_PLACES * homes.PLACES_PER_CATCHMENT / homes.HEXAGON)
    return float(max(BLOCK_METRES, coarsest, np.sqrt(cell / homes.HEXAGON)))


def _held(ground: Ground, shunned: Floats, earlier: pl.DataFrame) -> Floats:
    """Return the earlier points that still lie inside and at no home."""
    places = ground.plane.metres(earlier.select("longitude", "latitude").to_numpy())
    return places[ground.inside(places) & (_clearance(places, shunned) >= NOT_A_HOME_METRES)]


def _candidates(ground: Ground, shunned: Floats, needed: int) -> Floats:
    """Return lattice nodes near homes, moved off them, inside the ground, as they will be published."""
    spacing = _spacing(ground, needed)
    nodes = homes.nearest_nodes(ground.homes, spacing)
    return np.unique(_moved_off(nodes, shunned, ground, spacing), axis=0)


def _moved_off(nodes: Floats, shunned: Floats, ground: Ground, spacing: float) -> Floats:
    """Move what stands at a home, or outside, to the place nearby that is farthest from any home.

    A node that finds no such place is dropped.
    """
    start = _as_published(nodes, ground)
    good = ground.inside(start) & (_clearance(start, shunned) >= NOT_A_HOME_METRES)
    bad = start[~good]
    angles = np.arange(_DIRECTIONS) * 2 * np.pi / _DIRECTIONS
    steps = np.array([(np.cos(a) * r, np.sin(a) * r) for r in _REACHES for a in angles]) * spacing
    tries = _as_published((bad[:, None, :] + steps[None, :, :]).reshape(-1, 2), ground)
    room = np.where(ground.inside(tries), _clearance(tries, shunned), -1.0).reshape(len(bad), len(steps))
    best = room.argmax(axis=1)
    fits = room[np.arange(len(bad)), best] >= NOT_A_HOME_METRES
    chosen = tries.reshape(len(bad), len(steps), 2)[np.arange(len(bad)), best]
    return np.concatenate([start[good], chosen[fits]])


def _as_published(places: Floats, ground: Ground) -> Floats:
    return ground.plane.metres(ground.plane.degrees(places))


def _clearance(places: Floats, shunned: Floats) -> Floats:
    """Metres from each place to the nearest one that is shunned."""
    from scipy.spatial import cKDTree

    if not len(shunned) or not len(places):
        return np.full(len(places), np.inf)
    return np.asarray(cKDTree(shunned).query(places)[0], dtype=float)


def _merged(candidates: Floats, ground: Ground, needed: int) -> tuple[Floats, Floats]:
    """Drop the candidates with too few homes, weakest first, until every one left has enough.

    A home belongs to the nearest candidate left, which is to say to its Voronoi cell clipped to the area; so
    dropping one hands its homes to its neighbours. The ground has enough homes in all, so that the last one
    left would have enough.
    """
    if not len(candidates):
        return candidates, np.empty(0)
    alive = np.ones(len(candidates), dtype=bool)
    owner = _nearest(ground.homes, candidates, alive)
    while True:
        counts = np.bincount(owner, ground.weights, minlength=len(candidates)).astype(float)
        weak = np.flatnonzero(alive & (counts < needed - _CLOSE_ENOUGH))
        if not len(weak):
            return candidates[alive], counts[alive]
        weakest = weak[np.argsort(counts[weak], kind="stable")]
        alive[weakest[: -(-len(weak) // _DROPPED_AT_ONCE)]] = False
        homeless = ~alive[owner]
        owner[homeless] = _nearest(ground.homes[homeless], candidates, alive)


def _nearest(places: Floats, candidates: Floats, alive: Any) -> Any:
    from scipy.spatial import cKDTree

    return np.flatnonzero(alive)[cKDTree(candidates[alive]).query(places)[1]]


def _snap_id(area_id: str, place: Floats) -> str:
    written = f"{place[0]:.{planes.PUBLISHED_DECIMALS}f},{place[1]:.{planes.PUBLISHED_DECIMALS}f}"
    return f"{area_id}.{hashlib.blake2b(written.encode(), digest_size=4).hexdigest()}"


def version(snap_points: pl.DataFrame) -> str:
    """Return twelve letters that change whenever the points do."""
    rows = snap_points.select("snap_id", "longitude", "latitude", "addresses").sort("snap_id").write_csv()
    return hashlib.blake2b(rows.encode(), digest_size=6).hexdigest()


def snap(
    records: pl.DataFrame, snap_points: pl.DataFrame, *, frozen: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Return one row a record, in the order given: record, area_id, snap_id, longitude, latitude.

    `records`: record (a fingerprint), area_id, longitude, latitude. Each goes to the nearest point of its own
    area; one that lies within five metres of it, to the next (unless it stands on it exactly: then it was
    snapped before). `frozen`: rows of this table from earlier releases; a record that is there keeps its
    place as long as its area is the same, even when that point is no more. Null: the area has no point, or
    none within twenty kilometres, or the record has no coordinates.
    """
    wanted = records.select("record", "area_id", "longitude", "latitude").with_row_index("_row")
    kept = _kept(wanted, frozen)
    fresh = wanted.join(kept, on="_row", how="anti")
    places = {key[0]: part for key, part in snap_points.group_by("area_id")}
    parts = [
        _snapped(part, places.get(area, snap_points.clear()))
        for (area,), part in fresh.group_by("area_id", maintain_order=True)
    ]
    return pl.concat([kept, *parts]).sort("_row").select(*SNAPPED)


def _kept(wanted: pl.DataFrame, frozen: pl.DataFrame | None) -> pl.DataFrame:
    if frozen is None:
        frozen = pl.DataFrame(schema=SNAPPED)
    held = frozen.select(*SNAPPED).filter(pl.col("snap_id").is_not_null()).unique("record", keep="first")
    found = wanted.select("_row", "record", "area_id").join(held, on=["record", "area_id"], how="inner")
    return found.select("_row", *SNAPPED)


def _snapped(records: pl.DataFrame, choices: pl.DataFrame) -> pl.DataFrame:
    """Snap the records of one area to the points of that area."""
    located = records["longitude"].is_finite().fill_null(False) & records["latitude"].is_finite().fill_null(
        False
    )
    chosen = np.full(records.height, -1)
    if choices.height and located.any():
        chosen[located.to_numpy()] = _choose(records.filter(located), choices)
    numbers = pl.Series(chosen)
    which = numbers.set(numbers < 0, None).cast(pl.UInt32)
    return records.select("_row", "record", "area_id").with_columns(
        choices[column].gather(which).alias(column) for column in ("snap_id", "longitude", "latitude")
    )


def _choose(records: pl.DataFrame, choices: pl.DataFrame) -> Any:
    """Return the number of each record's point, or -1."""
    from scipy.spatial import cKDTree

    where = records.select("longitude", "latitude").to_numpy()
    there = choices.select("longitude", "latitude").to_numpy()
    plane = planes.around(there)
    distances, numbers = cKDTree(plane.metres(there)).query(plane.metres(where), k=2)
    own = np.minimum(numbers[:, 0], len(there) - 1)
    snapped_before = (there[own] == where).all(axis=1)
    too_near = (distances[:, 0] < NOT_A_HOME_METRES) & ~snapped_before
    distance = np.where(too_near, distances[:, 1], distances[:, 0])
    return np.where(distance <= FARTHEST_METRES, np.where(too_near, numbers[:, 1], numbers[:, 0]), -1)


def catchments(snap_points: pl.DataFrame, areas: Mapping[str, Any]) -> pl.DataFrame:
    """Return the ground every point stands for: snap_id, area_id, wkb (WGS 84).

    Voronoi cells clipped to the area. A map draws them so that nobody takes a point for an address.
    """
    parts = [
        _cells(part, areas[str(area)])
        for (area,), part in snap_points.group_by("area_id", maintain_order=True)
    ]
    schema = {"snap_id": pl.String, "area_id": pl.String, "wkb": pl.Binary}
    return pl.concat(parts) if parts else pl.DataFrame(schema=schema)


def _cells(part: pl.DataFrame, outline: Any) -> pl.DataFrame:
    import shapely

    degrees = part.select("longitude", "latitude").to_numpy()
    plane = planes.around(degrees)
    places = shapely.points(plane.metres(degrees))
    flat = shapely.transform(outline, plane.metres)
    cells = [flat]
    if len(places) > 1:
        made = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(places), extend_to=flat))
        owner = shapely.STRtree(made).query(places, predicate="within")[1]
        cells = list(shapely.intersection(made[owner], flat))
    degrees_again = [shapely.transform(cell, plane.degrees) for cell in cells]
    return part.select("snap_id", "area_id").with_columns(
        wkb=pl.Series([shapely.to_wkb(cell) for cell in degrees_again], dtype=pl.Binary)
    )
