"""Where a claim happened: its point, judged, and how precisely the rest of its place is told."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import polars as pl

from confianza.analysis.consolidate.missingness import REASON
from confianza.analysis.consolidate.values import coordinates
from confianza.analysis.consolidate.values.columns import ColumnRead
from confianza.analysis.consolidate.values.coordinates import Bounds
from confianza.analysis.sources.profile import Profile

_AXES = ("longitude", "latitude")
_PROJECTED = ("easting", "northing")


class Points(NamedTuple):
    """[longitude, latitude] per row, the problem of each, why there is none, and the text."""

    columns: pl.DataFrame
    problem: pl.Series
    why: Mapping[str, pl.Series]
    written: pl.Series


def points(reads: Mapping[str, ColumnRead], profile: Profile, bounds: Bounds | None) -> Points | None:
    """Read the points of a table, None where the layout has no coordinates."""
    pairs = [pair for pair in (_AXES, _PROJECTED) if all(axis in reads for axis in pair)]
    if not pairs:
        return None
    located = pl.DataFrame(_located(reads, pairs, profile))
    boxes = [box for box in (profile.bounds, bounds) if box is not None]
    judged = coordinates.judge(located, boxes)
    return Points(judged.select(_AXES), judged["problem"], _why(judged, reads, pairs), _written(reads, pairs))


def _located(
    reads: Mapping[str, ColumnRead], pairs: Sequence[tuple[str, str]], profile: Profile
) -> pl.DataFrame:
    """Take longitude and latitude, or where a row has neither, what easting and northing mean."""
    systems = {_AXES: profile.crs, _PROJECTED: profile.projected_crs or profile.crs}
    frames = [_in_wgs84(reads, pair, systems[pair]) for pair in pairs]
    if len(frames) == 1:
        return frames[0]
    first, second = frames
    told = first["longitude"].is_not_null() | first["latitude"].is_not_null()
    return pl.DataFrame({axis: first[axis].zip_with(told, second[axis]) for axis in _AXES})


def _in_wgs84(reads: Mapping[str, ColumnRead], pair: tuple[str, str], crs: str) -> pl.DataFrame:
    east, north = (reads[axis].spread(axis).cast(pl.Float64) for axis in pair)
    return coordinates.to_wgs84(east, north, crs).select(_AXES)


def _why(
    judged: pl.DataFrame, reads: Mapping[str, ColumnRead], pairs: Sequence[tuple[str, str]]
) -> dict[str, pl.Series]:
    reason = judged["problem"].replace_strict(coordinates.REASONS, default=None, return_dtype=REASON)
    missing = judged["longitude"].is_null()
    told = {axis: reads[own].why() for axis, own in zip(_AXES, pairs[0], strict=True)}
    return {
        axis: pl.select(
            pl.when(pl.lit(missing)).then(
                pl.coalesce(pl.lit(told[axis]), pl.lit(reason), pl.lit("impossible", REASON))
            )
        ).to_series()
        for axis in _AXES
    }


def _written(reads: Mapping[str, ColumnRead], pairs: Sequence[tuple[str, str]]) -> pl.Series:
    """Return "north, east" as written, the way people say coordinates."""
    east, north = (reads[axis].spread_raw() for axis in pairs[0])
    return pl.select(
        pl.concat_str([pl.lit(north), pl.lit(east)], separator=" / ", ignore_nulls=True)
    ).to_series()


def precision(claims: pl.DataFrame) -> pl.Series:
    """Return how precisely each claim is placed, from what it tells (Categorical)."""
    told = {column: claims[column].is_not_null() for column in claims.columns}
    levels = (
        ("point", ("longitude",)),
        ("locality", ("locality",)),
        ("zone", ("zone", "police_code", "police_name")),
        ("municipality", ("municipality_code", "municipality_name")),
        ("department", ("department_code", "department_name")),
    )
    chosen = pl.lit("none")
    for level, columns in reversed(levels):
        known = pl.any_horizontal(pl.lit(told[column]) for column in columns)
        chosen = pl.when(known).then(pl.lit(level)).otherwise(chosen)
    return claims.select(chosen.cast(pl.Categorical).alias("place_precision")).to_series()
