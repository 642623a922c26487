"""Boundaries of the fictional places, drawn by code: small cells, each claimed by the nearest ward and beat.

Every boundary runs along the edges of the same cells, so areas of one geography touch without gaps, beats cut
across wards, and the police jurisdiction ends where it ends. The same seed always draws the same map.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import shapely

from confianza.demo import places

SEED = 2301
TOWN_CELLS, COUNTRY_CELLS = 2000, 4500
ACROSS_THE_RIVER_KM = 0.9  # how much farther the other bank feels
SMOOTHING_KM = 0.14
DECIMALS = 6  # of a degree: about ten centimetres

Geometry = shapely.Polygon | shapely.MultiPolygon


@dataclass(frozen=True)
class Ground:
    """The pieces everything is made of: polygons in kilometres, each of one ward and patrolled by one beat.

    `ward` and `beat` are positions in `places.WARDS` and `places.BEATS`; beat is −1 where no beat patrols.
    """

    pieces: np.ndarray  # of shapely polygons, km
    ward: np.ndarray
    beat: np.ndarray

    def area_of(self, chosen: np.ndarray) -> Geometry:
        """Return the union of the chosen pieces, in kilometres."""
        return shapely.union_all(self.pieces[chosen])


def survey() -> Ground:
    """Let every ward, beat and municipality claim its cells, and smooth what the cells' edges look like.

    The pieces are smoothed together, as one coverage, so that areas made of them still touch without gaps.
    """
    cells = _cells(np.random.default_rng(SEED))
    felt = _bent(shapely.get_coordinates(shapely.centroid(cells)))
    municipality = _nearest(
        felt, [m.heart for m in places.MUNICIPALITIES], [m.reach for m in places.MUNICIPALITIES]
    )
    ward = _wards(felt, municipality)
    claims, claim_of = np.unique(np.column_stack([ward, _beats(felt, ward)]), axis=0, return_inverse=True)
    pieces = np.array(
        [shapely.coverage_union_all(cells[claim_of == number]) for number in range(len(claims))]
    )
    return Ground(shapely.coverage_simplify(pieces, SMOOTHING_KM), *claims.T)


def _cells(chance: np.random.Generator) -> np.ndarray:
    """Return the Voronoi cells of scattered points of the department, fine in town, coarse in the country."""
    town = chance.normal(0, 1.7, (TOWN_CELLS, 2))
    country = chance.uniform((-13, -14), (17, 8), (COUNTRY_CELLS, 2))
    scattered = _voronoi(np.concatenate([town, country]))
    cells = _voronoi(shapely.get_coordinates(shapely.centroid(scattered)))  # once relaxed: fewer slivers
    return cells[_inside_department(shapely.get_coordinates(shapely.centroid(cells)))]


def _voronoi(points: np.ndarray) -> np.ndarray:
    return np.array(shapely.voronoi_polygons(shapely.MultiPoint(points)).geoms)


def _inside_department(middles: np.ndarray) -> np.ndarray:
    """Tell which places lie inside the wavering outline of the department."""
    east, north = (middles - np.array([1.6, -2.4])).T
    angle = np.arctan2(north / 0.8, east)
    outline = (
        11.2
        + 0.9 * np.sin(3 * angle + 0.4)
        + 0.6 * np.sin(5 * angle + 2)
        + 0.25 * np.sin(11 * angle)
        + 0.12 * np.sin(29 * angle)
    )
    return np.hypot(east, north / 0.8) < outline


def _bent(middles: np.ndarray) -> np.ndarray:
    """Bend the plane a little, so that the line halfway between two hearts wanders like a stream."""
    east, north = middles.T
    bend_east = 0.19 * np.sin(1.9 * north + 0.7) + 0.09 * np.sin(4.3 * north + 1.9 * east)
    bend_north = 0.19 * np.sin(1.7 * east + 1.1) + 0.09 * np.sin(4.1 * east - 1.3 * north)
    return np.column_stack([east + bend_east, north + bend_north])


def _nearest(
    felt: np.ndarray, hearts: Iterable[tuple[float, float]], reaches: Iterable[float], *, river: bool = False
) -> np.ndarray:
    """Return, for each place, the position of the heart nearest to it once its reach is taken off."""
    hearts_at = np.array(list(hearts))
    distance = np.hypot(*(felt[:, None, :] - hearts_at[None, :, :]).transpose(2, 0, 1)) - np.array(
        list(reaches)
    )
    if river:
        distance = distance + ACROSS_THE_RIVER_KM * (
            _north_bank(felt)[:, None] != _north_bank(hearts_at)[None, :]
        )
    return distance.argmin(axis=1)


def _north_bank(at: np.ndarray) -> np.ndarray:
    return np.array([north > places.river_north_of(east) for east, north in at])


def _wards(felt: np.ndarray, municipality: np.ndarray) -> np.ndarray:
    """Return the ward that claims each cell: the nearest one of the cell's own municipality."""
    ward = np.full(len(felt), -1)
    for number, town in enumerate(places.MUNICIPALITIES):
        own = [i for i, w in enumerate(places.WARDS) if w.municipality == town.code]
        here = municipality == number
        hearts, reaches = [places.WARDS[i].heart for i in own], [places.WARDS[i].reach for i in own]
        ward[here] = np.array(own)[_nearest(felt[here], hearts, reaches, river=number == 0)]
    return ward


def _beats(felt: np.ndarray, ward: np.ndarray) -> np.ndarray:
    """Return the beat that patrols each cell, −1 where another commissariat does."""
    policed = [
        w.municipality == places.MUNICIPALITY_CODE or w.code in places.POLICED_NEIGHBOURS
        for w in places.WARDS
    ]
    hearts = [beat.heart for beat in places.BEATS]
    return np.where(np.array(policed)[ward], _nearest(felt, hearts, [0.0] * len(hearts)), -1)


def boundaries(ground: Ground) -> dict[str, Any]:
    """Return every area of both geographies as one GeoJSON collection, in the convention of `territory`."""
    features = [*_administrative(ground), *_police(ground)]
    return {"type": "FeatureCollection", "name": "Montelindo (lugar ficticio)", "features": features}


def _administrative(ground: Ground) -> list[dict[str, Any]]:
    features = [_feature(ground, places.WARDS, "department", places.DEPARTMENT_CODE, places.DEPARTMENT, "")]
    for town in places.MUNICIPALITIES:
        wards = [w for w in places.WARDS if w.municipality == town.code]
        features.append(_feature(ground, wards, "municipality", town.code, town.name, places.DEPARTMENT_CODE))
    features.append(_zone_3_before_the_split(ground))
    return features + [_ward_feature(ground, ward) for ward in places.WARDS]


def _ward_feature(ground: Ground, ward: places.Ward) -> dict[str, Any]:
    since = places.SPLIT_ON if ward.code in places.SPLIT_ZONES else places.FIRST_DAY
    return _feature(ground, [ward], "zone", ward.code, ward.name, ward.municipality, valid_from=since)


def _zone_3_before_the_split(ground: Ground) -> dict[str, Any]:
    whole = [w for w in places.WARDS if w.code in places.SPLIT_ZONES]
    zone_3 = whole[0]
    return _feature(
        ground, whole, "zone", zone_3.code, zone_3.name, zone_3.municipality, valid_to=places.SPLIT_ON
    )


def _police(ground: Ground) -> list[dict[str, Any]]:
    features = [
        _police_feature(
            ground, places.BEATS, "commissariat", places.COMMISSARIAT_CODE, places.COMMISSARIAT, ""
        )
    ]
    for code, name in places.SUBSTATIONS.items():
        beats = [beat for beat in places.BEATS if beat.substation == code]
        features.append(_police_feature(ground, beats, "substation", code, name, places.COMMISSARIAT_CODE))
    return features + [
        _police_feature(ground, [beat], "beat", beat.code, beat.name, beat.substation)
        for beat in places.BEATS
    ]


def _feature(
    ground: Ground, wards: Sequence[places.Ward], level: str, code: str, name: str, parent: str,
    *, valid_from: date = places.FIRST_DAY, valid_to: date | None = None,
) -> dict[str, Any]:  # fmt: skip
    shape = ground.area_of(np.isin(ground.ward, [places.WARDS.index(ward) for ward in wards]))
    life = {"valid_from": valid_from.isoformat(), "valid_to": valid_to.isoformat() if valid_to else None}
    years = [
        year for year in (places.CENSUS_YEAR, *places.PROJECTED_YEARS)
        if valid_from.year <= year and (valid_to is None or year < valid_to.year)
    ]  # fmt: skip
    people = {f"population_{year}": sum(places.people(ward, year) for ward in wards) for year in years}
    return _as_feature(shape, "administrative", level, code, name, parent, **life, **people)


def _police_feature(
    ground: Ground, beats: Sequence[places.Beat], level: str, code: str, name: str, parent: str
) -> dict[str, Any]:
    shape = ground.area_of(np.isin(ground.beat, [places.BEATS.index(beat) for beat in beats]))
    life = {"valid_from": places.FIRST_DAY.isoformat(), "valid_to": None}
    return _as_feature(shape, "police", level, code, name, parent, **life)


def _as_feature(
    shape: Geometry, geography: str, level: str, code: str, name: str, parent: str, **more: Any
) -> dict[str, Any]:
    named = {"geography": geography, "level": level, "code": code, "name": name, "parent_code": parent}
    drawn = shapely.geometry.mapping(on_the_globe(shape))
    return {"type": "Feature", "properties": {**named, **more}, "geometry": drawn}


def on_the_globe(shape: Geometry) -> Geometry:
    """Return a shape given in kilometres from the park as longitudes and latitudes."""
    scale = np.array([1 / places.KM_PER_DEGREE_EAST, 1 / places.KM_PER_DEGREE_NORTH])
    return shapely.transform(shape, lambda at: np.round(at * scale + np.array(places.ORIGIN), DECIMALS))
