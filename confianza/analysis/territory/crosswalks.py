"""How much of one area lies in another: by surface, or by the points (addresses, claims) that stand for
people.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import polars as pl
import pyproj
import shapely

from confianza.analysis.territory import points
from confianza.analysis.territory.areas import CROSSWALK, NOWHERE, current

# Shares under 0.5 % come from borders drawn twice, not from people: a border 100 m off along a 40 km²
# municipality.
SLIVER = 0.005
# From this share on, an area counts as lying wholly inside the other (the complement of a sliver).
NESTED = 1 - SLIVER

Shapes = npt.NDArray[np.object_]


def by_area(sources: pl.DataFrame, targets: pl.DataFrame) -> pl.DataFrame:
    """Return [from_area, to_area, share, method]: the part of each source's surface that lies in each target.

    Both frames have `area_id` and `wkb` (WGS 84). Surfaces are measured in an equal-area projection centred
    on the sources (Lambert azimuthal, Snyder 1987, p. 182). Shares below `SLIVER` are dropped and their
    weight given to the remaining ones in proportion; what lies in no target stays unassigned (unless it is a
    sliver too), so shares of a source sum to at most 1. Targets are expected not to overlap.
    """
    froms, tos = _drawn(sources), _drawn(targets)
    if froms.is_empty() or tos.is_empty():
        return pl.DataFrame(schema=CROSSWALK)
    project = _equal_area(froms)
    from_shapes, to_shapes = project(_shapes(froms)), project(_shapes(tos))
    to_index, from_index = _touching(from_shapes, to_shapes)
    common = shapely.area(shapely.intersection(from_shapes[from_index], to_shapes[to_index]))
    shares = pl.DataFrame(
        {
            "from_area": froms["area_id"].to_numpy()[from_index],
            "to_area": tos["area_id"].to_numpy()[to_index],
            "share": common / shapely.area(from_shapes)[from_index],
        }
    )
    return _without_slivers(shares, method="area")


def by_points(
    longitude: points.Numbers,
    latitude: points.Numbers,
    weights: points.Numbers,
    sources: pl.DataFrame,
    targets: pl.DataFrame,
) -> pl.DataFrame:
    """Return [from_area, to_area, share, method]: the part of each source's points that lies in each target.

    `weights` is what each point stands for (residents of a block, 1 for an address or a claim). Sources
    without a point have no rows: fall back on `by_area` for them. Slivers and sums as in `by_area`.
    """
    located = pl.DataFrame(
        {
            "from_area": points.areas_of_points(longitude, latitude, sources),
            "to_area": points.areas_of_points(longitude, latitude, targets),
            "weight": weights,
        },
        schema={"from_area": pl.String, "to_area": pl.String, "weight": pl.Float64},
    ).filter(pl.col("from_area") != NOWHERE)
    pairs = located.group_by("from_area", "to_area").agg(pl.col("weight").sum())
    shares = pairs.with_columns(share=pl.col("weight") / pl.col("weight").sum().over("from_area"))
    return _without_slivers(shares.filter(pl.col("to_area") != NOWHERE), method="points")


def between(areas: pl.DataFrame) -> pl.DataFrame:
    """Return the crosswalk by area that a territory needs: across geographies, and from each generation to
    today's.

    Across, the targets are the ground of each area without its children's, so that shares of one source count
    every spot once. Between generations they are the areas of the same level; a generation that cannot be
    compared because one of the two is not drawn is taken to be its successor ("same_code").
    """
    today = current(areas)
    grounds = {name: own_ground(part) for (name,), part in today.group_by("geography")}
    across = [
        by_area(part, ground)
        for (name,), part in today.group_by("geography")
        for other, ground in grounds.items()
        if other != name
    ]
    return pl.concat([pl.DataFrame(schema=CROSSWALK), *across, *_over_time(areas), _same_code(areas)])


def across_by_points(
    longitude: points.Numbers, latitude: points.Numbers, weights: points.Numbers, areas: pl.DataFrame
) -> pl.DataFrame:
    """Return `by_points` between the current areas of each level and the ground of the other geography."""
    today = current(areas)
    grounds = {name: own_ground(part) for (name,), part in today.group_by("geography")}
    shares = [
        by_points(longitude, latitude, weights, part, ground)
        for (name, _), part in today.group_by("geography", "level")
        for other, ground in grounds.items()
        if other != name
    ]
    return pl.concat([pl.DataFrame(schema=CROSSWALK), *shares])


def _over_time(areas: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Yield the shares between former and current areas of each level, in both directions."""
    for _, level in areas.group_by("level"):
        former, today = level.filter(pl.col("valid_to").is_not_null()), current(level)
        yield by_area(former, today)
        yield by_area(today, former)


def _same_code(areas: pl.DataFrame) -> pl.DataFrame:
    """Hand former generations wholly to their successor where one of the two has no boundary."""
    stable = pl.col("area_id").str.split("@").list.first()
    former = areas.filter(pl.col("valid_to").is_not_null(), pl.col("area_id") != stable).with_columns(
        stable=stable
    )
    pairs = former.join(
        current(areas).select(to_area="area_id", to_wkb="wkb"), left_on="stable", right_on="to_area"
    )
    blind = pairs.filter(pl.col("wkb").is_null() | pl.col("to_wkb").is_null())
    return blind.select(from_area="area_id", to_area="stable", share=pl.lit(1.0), method=pl.lit("same_code"))


def own_ground(areas: pl.DataFrame) -> pl.DataFrame:
    """Return [area_id, wkb] that cover each spot once: every area without the part its children cover.

    What is left of an area that its children nearly fill (less than `SLIVER` of it) is not kept.
    """
    drawn = _drawn(areas)
    shapes = _shapes(drawn)
    children: dict[str, list[int]] = {}
    for position, parent in enumerate(drawn["parent_id"]):
        children.setdefault(parent, []).append(position)
    kept = [
        (area, shapely.to_wkb(rest))
        for area, shape in zip(drawn["area_id"], shapes, strict=True)
        if (rest := _rest(shape, shapes[children.get(area, [])])) is not None
    ]
    return pl.DataFrame(kept, schema={"area_id": pl.String, "wkb": pl.Binary}, orient="row")


def _rest(shape: shapely.Geometry, children: Shapes) -> shapely.Geometry | None:
    if not len(children):
        return shape
    rest = shapely.difference(shape, shapely.union_all(children))
    return rest if shapely.area(rest) > SLIVER * shapely.area(shape) else None


def _drawn(areas: pl.DataFrame) -> pl.DataFrame:
    return areas.filter(pl.col("wkb").is_not_null()).sort("area_id")


def _shapes(areas: pl.DataFrame) -> Shapes:
    shapes: Shapes = shapely.from_wkb(areas["wkb"].to_numpy())
    return shapes


def _touching(from_shapes: Shapes, to_shapes: Shapes) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the positions (in targets, in sources) of the pairs that share ground or border."""
    tree = shapely.STRtree(from_shapes)
    to_index, from_index = tree.query(to_shapes, predicate="intersects")
    return to_index, from_index


def _equal_area(areas: pl.DataFrame) -> "_Projection":
    west, south, east, north = shapely.total_bounds(_shapes(areas))
    return _Projection(longitude=(west + east) / 2, latitude=(south + north) / 2)


class _Projection:
    """Degrees to metres, equal-area around a centre."""

    def __init__(self, *, longitude: float, latitude: float) -> None:
        flat = f"+proj=laea +lon_0={longitude:.4f} +lat_0={latitude:.4f} +datum=WGS84 +units=m"
        self._transformer = pyproj.Transformer.from_crs("EPSG:4326", flat, always_xy=True)

    def __call__(self, shapes: Shapes) -> Shapes:
        flat: Shapes = shapely.transform(shapes, self._transformer.transform, interleaved=False)
        return flat


def _without_slivers(shares: pl.DataFrame, *, method: str) -> pl.DataFrame:
    """Drop the shares under `SLIVER` and hand their weight to the others of the same source."""
    total = pl.col("share").sum().over("from_area")
    told = shares.with_columns(total=total).filter(pl.col("share") >= SLIVER)
    # An uncovered sliver of the source is a border drawn twice too.
    assigned = told.with_columns(
        pl.when(pl.col("total") >= NESTED).then(1.0).otherwise("total").alias("total")
    )
    renormalised = pl.col("share") * (pl.col("total") / total)
    return (
        assigned.with_columns(share=renormalised.clip(0, 1), method=pl.lit(method))
        .select(list(CROSSWALK))
        .sort("from_area", "to_area")
    )
