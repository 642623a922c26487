"""Read coordinates and judge points: both axes, the right way round, in the plane, in the territory.

A claim is never rejected for its coordinates: it is kept without a point, and the reason is told.
"""

from collections.abc import Sequence

import polars as pl

from confianza.analysis.consolidate.values.texts import Texts

Bounds = tuple[float, float, float, float]  # west, south, east, north, in degrees
WGS84 = "EPSG:4326"
_FURTHEST_NORTH, _FURTHEST_EAST = 90.0, 180.0

# Problem → the missing reason it leaves; a swapped pair is mended and leaves none.
REASONS: dict[str, str] = {
    "coordinates_incomplete": "not_reported",
    "coordinates_zero": "impossible",
    "coordinates_mangled": "impossible",
    "coordinates_outside": "impossible",
}


def decimal(texts: Texts) -> pl.DataFrame:
    """Read a decimal number with a comma or a point; where both stand, the last one is the decimal mark."""
    plain = texts.mended.str.strip_chars().str.replace_all(r"[\s°º]", "")
    frame = pl.select(pl.lit(plain).alias("text"))
    text = pl.col("text")
    comma_last = text.str.contains(r"\..*,[^.]*$") | (text.str.count_matches(",") == 1) & ~text.str.contains(
        r"\."
    )
    american = text.str.contains(r",.*\.[^,]*$")
    many_points = text.str.count_matches(r"\.") > 1
    number = (
        pl.when(comma_last).then(text.str.replace_all(r"\.", "").str.replace(",", "."))
        .when(american).then(text.str.replace_all(",", ""))
        .when(many_points).then(text.str.replace_all(r"\.", ""))
        .otherwise(text)
        .cast(pl.Float64, strict=False)
    )  # fmt: skip
    finite = pl.when(number.is_finite()).then(number)
    return frame.select(finite.alias(texts.column))


def to_wgs84(east: pl.Series, north: pl.Series, crs: str) -> pl.DataFrame:
    """Project coordinates into WGS 84: [longitude, latitude], null where they have no image."""
    if crs == WGS84:
        return pl.DataFrame({"longitude": east, "latitude": north})
    from pyproj import Transformer

    projection = Transformer.from_crs(crs, WGS84, always_xy=True)
    longitude, latitude = projection.transform(east.to_numpy(), north.to_numpy())
    frame = pl.DataFrame(
        {"longitude": longitude, "latitude": latitude},
        schema_overrides={"longitude": pl.Float64, "latitude": pl.Float64},
    )
    return frame.select(
        pl.when(pl.col(name).is_finite()).then(pl.col(name)).alias(name) for name in frame.columns
    )


def judge(points: pl.DataFrame, bounds: Sequence[Bounds]) -> pl.DataFrame:
    """Return [longitude, latitude, problem] for points [longitude, latitude]: mended, kept or taken away.

    `bounds`: boxes a point must lie in, each of them. A pair that lies outside them, or outside the globe,
    and lies inside when read the other way round, was swapped and is turned.
    """
    longitude, latitude = pl.col("longitude"), pl.col("latitude")
    inside = _inside(longitude, latitude, bounds)
    turned = _inside(latitude, longitude, bounds)
    certain = turned if bounds else turned & (latitude.abs() > _FURTHEST_NORTH)
    problem = (
        pl.when(longitude.is_null() & latitude.is_null()).then(None)
        .when(longitude.is_null() | latitude.is_null()).then(pl.lit("coordinates_incomplete"))
        .when((longitude == 0) | (latitude == 0)).then(pl.lit("coordinates_zero"))
        .when(inside).then(None)
        .when(certain).then(pl.lit("coordinates_swapped"))
        .when(~_inside(longitude, latitude, ())).then(pl.lit("coordinates_mangled"))
        .otherwise(pl.lit("coordinates_outside"))
    )  # fmt: skip
    judged = points.with_columns(problem.alias("problem"))
    swapped, kept = pl.col("problem") == "coordinates_swapped", pl.col("problem").is_null()
    return judged.select(
        pl.when(swapped).then(latitude).when(kept).then(longitude).alias("longitude"),
        pl.when(swapped).then(longitude).when(kept).then(latitude).alias("latitude"),
        "problem",
    )


def _inside(longitude: pl.Expr, latitude: pl.Expr, bounds: Sequence[Bounds]) -> pl.Expr:
    globe = (-_FURTHEST_EAST, -_FURTHEST_NORTH, _FURTHEST_EAST, _FURTHEST_NORTH)
    return pl.all_horizontal(
        longitude.is_between(west, east) & latitude.is_between(south, north)
        for west, south, east, north in (globe, *bounds)
    )
