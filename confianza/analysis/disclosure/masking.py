"""Geomasks: a place is moved by a secret distance in a secret direction, once and for ever.

The donut mask (Hampton et al. 2010, Am J Epidemiol 172:1062-1069): at least so far that the place is not
given away, at most so far that a map still says something. A mask drawn anew for every release is averaged
away; ours is drawn by a keyed hash of the *place*, so that neither many releases nor many records of one home
bring the home back, and it is frozen, so that not even new boundaries or addresses draw it again.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from confianza.analysis.disclosure import homes
from confianza.analysis.disclosure.homes import Ground
from confianza.analysis.disclosure.planes import Floats

# All records of one cell are one place: the same home is seldom written down twice to the metre.
CELL_METRES = 100.0
NEAREST_METRES = 150.0
FARTHEST_METRES = 1_500.0
HOMES_TO_HIDE_AMONG = 8
# Keys shorter than this can be tried one by one (RFC 2104 asks for the length of the hash).
SHORTEST_SECRET = 16
_ATTEMPTS = 64
_HALF_DIAGONAL = CELL_METRES / np.sqrt(2)

MASKED: dict[str, Any] = {
    "record": pl.String,
    "area_id": pl.String,
    "place": pl.String,
    "longitude": pl.Float64,
    "latitude": pl.Float64,
}


@dataclass(frozen=True)
class Donut:
    """At least `nearest` and at most `farthest` metres away, among `hide_among` homes at least.

    Homes that lie nearer to the masked place than the true one are those among which it hides.
    """

    nearest: float = NEAREST_METRES
    farthest: float = FARTHEST_METRES
    hide_among: int = HOMES_TO_HIDE_AMONG

    def __post_init__(self) -> None:
        """Refuse a ring too narrow for the cells that places are told apart by."""
        if self.farthest - self.nearest < 4 * _HALF_DIAGONAL:
            raise ValueError(f"A donut must be at least {4 * _HALF_DIAGONAL:.0f} metres wide.")


def mask(
    records: pl.DataFrame,
    areas: Mapping[str, Any],
    *,
    secret: bytes,
    addresses: Any | None = None,
    population: Mapping[str, float] | None = None,
    donut: Donut | None = None,
    frozen: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return one row a record, in the order given: record, area_id, place, longitude, latitude.

    `records`: record (a fingerprint), area_id, longitude, latitude. `areas`, `addresses`, `population`: as
    in `snapping.points`. `place` is a keyed fingerprint of the cell and the area: keep it with the frozen
    table, never publish it. `frozen`: rows of this table from earlier releases; a record that is there keeps
    its masked place as long as its area is the same, and so does every new record of the same place. Null:
    no place inside the area fits the donut (too few homes around, an area too small), or the record has no
    coordinates. A secret under 16 bytes gives a ValueError.
    """
    if len(secret) < SHORTEST_SECRET:
        raise ValueError(f"The secret of a mask needs {SHORTEST_SECRET} bytes at least.")
    ring = donut or Donut()
    wanted = records.select("record", "area_id", "longitude", "latitude").with_row_index("_row")
    grounds = homes.grounds(
        {area: areas[area] for area in set(wanted["area_id"].drop_nulls()) & set(areas)},
        addresses=addresses,
        population=population,
        fewest=ring.hide_among,
    )
    placed = _with_cells(wanted, {ground.area_id: ground for ground in grounds}, secret)
    held = _held(frozen)
    masks = _drawn(placed.join(held, on="place", how="anti"), grounds, ring, secret)
    by_place = pl.concat([held.select(masks.columns), masks])
    by_record = _held_records(frozen)
    fresh = placed.join(by_record, on=["record", "area_id"], how="anti").join(
        by_place, on="place", how="left"
    )
    known = placed.drop("place").join(by_record, on=["record", "area_id"], how="inner")
    return pl.concat([known.select("_row", *MASKED), fresh.select("_row", *MASKED)]).sort("_row").drop("_row")


def _held(frozen: pl.DataFrame | None) -> pl.DataFrame:
    """Return the masked place of every place that was masked before."""
    table = frozen if frozen is not None else pl.DataFrame(schema=MASKED)
    return table.select("place", "longitude", "latitude").drop_nulls().unique("place", keep="first")


def _held_records(frozen: pl.DataFrame | None) -> pl.DataFrame:
    table = frozen if frozen is not None else pl.DataFrame(schema=MASKED)
    return table.select(*MASKED).drop_nulls().unique("record", keep="first")


def _with_cells(wanted: pl.DataFrame, grounds: Mapping[str, Ground], secret: bytes) -> pl.DataFrame:
    """Add `east` and `north` of the middle of the record's cell, and its keyed `place`; drop coordinates."""
    parts = [
        _cells_of(part, grounds.get(str(area)), secret)
        for (area,), part in wanted.group_by("area_id", maintain_order=True)
    ]
    schema = {"_row": pl.UInt32, "record": pl.String, "area_id": pl.String}
    schema |= {"east": pl.Float64, "north": pl.Float64, "place": pl.String}
    return pl.concat(parts) if parts else pl.DataFrame(schema=schema)


def _cells_of(part: pl.DataFrame, ground: Ground | None, secret: bytes) -> pl.DataFrame:
    written = part.select("longitude", "latitude").to_numpy().astype(float)
    told = np.isfinite(written).all(axis=1) & (ground is not None)
    middles = np.full((part.height, 2), np.nan)
    if ground is not None:
        middles[told] = (np.floor(ground.plane.metres(written[told]) / CELL_METRES) + 0.5) * CELL_METRES
    places = [
        _place(area, middle, secret) if known else None
        for area, middle, known in zip(part["area_id"], middles, told, strict=True)
    ]
    return part.select("_row", "record", "area_id").with_columns(
        east=pl.Series(middles[:, 0]),
        north=pl.Series(middles[:, 1]),
        place=pl.Series(places, dtype=pl.String),
    )


def _place(area: str, middle: Floats, secret: bytes) -> str:
    written = f"{area}|{middle[0]:.0f}|{middle[1]:.0f}"
    return hashlib.blake2b(written.encode(), key=secret[:64], digest_size=16).hexdigest()


def _drawn(placed: pl.DataFrame, grounds: list[Ground], ring: Donut, secret: bytes) -> pl.DataFrame:
    """Draw the masked place of every place: place, longitude, latitude."""
    asked = placed.drop_nulls("place").unique("place", maintain_order=True)
    by_area = {key[0]: part for key, part in asked.group_by("area_id")}
    parts = [
        _drawn_in(by_area[ground.area_id], ground, ring, secret)
        for ground in grounds
        if ground.area_id in by_area
    ]
    schema = {"place": pl.String, "longitude": pl.Float64, "latitude": pl.Float64}
    return pl.concat(parts) if parts else pl.DataFrame(schema=schema)


def _drawn_in(part: pl.DataFrame, ground: Ground, ring: Donut, secret: bytes) -> pl.DataFrame:
    from scipy.spatial import cKDTree

    middles = part.select("east", "north").to_numpy()
    found = np.full(middles.shape, np.nan)
    tree = cKDTree(ground.homes) if len(ground.homes) else None
    for attempt in range(_ATTEMPTS if tree is not None else 0):
        open_ = np.flatnonzero(np.isnan(found[:, 0]))
        if not len(open_):
            break
        tries = ground.plane.metres(
            ground.plane.degrees(middles[open_] + _steps(part["place"].gather(open_), attempt, ring, secret))
        )
        fits = ground.inside(tries)
        fits[fits] = _homes_nearer(tries[fits], middles[open_][fits], ground, tree) >= ring.hide_among
        found[open_[fits]] = tries[fits]
    degrees = ground.plane.degrees(found)
    masked = pl.DataFrame({"place": part["place"], "longitude": degrees[:, 0], "latitude": degrees[:, 1]})
    return masked.filter(pl.col("longitude").is_not_nan())


def _steps(places: pl.Series, attempt: int, ring: Donut, secret: bytes) -> Floats:
    """Return (east, north) of one keyed draw a place, uniform on the ring."""
    drawn = b"".join(
        hashlib.blake2b(f"{place}|{attempt}".encode(), key=secret[:64], digest_size=16).digest()
        for place in places
    )
    chance = np.frombuffer(drawn, dtype=">u8").reshape(-1, 2) / 2.0**64
    near, far = ring.nearest + _HALF_DIAGONAL, ring.farthest - _HALF_DIAGONAL
    reach = np.sqrt(near**2 + chance[:, 0] * (far**2 - near**2))
    angle = 2 * np.pi * chance[:, 1]
    return np.column_stack([reach * np.cos(angle), reach * np.sin(angle)])


def _homes_nearer(masked: Floats, middles: Floats, ground: Ground, tree: Any) -> Floats:
    """Count the homes of the area nearer to each masked place than any place of the cell it came from."""
    if not len(masked):
        return np.empty(0)
    reach = np.hypot(*(masked - middles).T) - _HALF_DIAGONAL
    counted = tree.query_ball_point(masked, reach, return_length=True)
    return np.asarray(counted, dtype=float) * (ground.weights[0] if len(ground.weights) else 0.0)


def measured(
    records: pl.DataFrame,
    masked: pl.DataFrame,
    areas: Mapping[str, Any],
    *,
    addresses: Any | None = None,
    population: Mapping[str, float] | None = None,
    fewest: int = HOMES_TO_HIDE_AMONG,
) -> pl.DataFrame:
    """Measure what a mask did, for the staff who answer for it: record, metres, homes. Never to be published.

    `metres`: how far the record was moved. `homes`: how many homes of its area lie nearer to the masked place
    than the true one (floor). Records without a masked place are left out.
    """
    from scipy.spatial import cKDTree

    moved = records.select("record", "area_id", "longitude", "latitude").join(
        masked.select("record", east="longitude", north="latitude").drop_nulls(), on="record", how="inner"
    )
    parts = []
    for ground in homes.grounds(areas, addresses=addresses, population=population, fewest=fewest):
        part = moved.filter(pl.col("area_id") == ground.area_id)
        if part.height and len(ground.homes):
            true = ground.plane.metres(part.select("longitude", "latitude").to_numpy())
            shown = ground.plane.metres(part.select("east", "north").to_numpy())
            metres = np.hypot(*(true - shown).T)
            nearer = cKDTree(ground.homes).query_ball_point(shown, metres, return_length=True)
            hidden = np.floor(nearer * ground.weights[0]).astype(np.int64)
            parts.append(
                part.select("record").with_columns(metres=pl.Series(metres), homes=pl.Series(hidden))
            )
    schema = {"record": pl.String, "metres": pl.Float64, "homes": pl.Int64}
    return pl.concat(parts) if parts else pl.DataFrame(schema=schema)
