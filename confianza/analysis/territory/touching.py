"""Which areas lie next to which: those whose borders meet."""

from collections.abc import Sequence

import numpy as np
import polars as pl
import shapely

# Borders drawn by two offices do not meet to the metre: so far apart (degrees, about 30 m) they still do.
NEARLY = 0.0003


def next_to(areas: pl.DataFrame, chosen: Sequence[str]) -> list[str]:
    """Return the areas of a frame [area_id, wkb] of one level that border on any of those chosen, sorted;
    never one of them. An area that nobody drew borders on none.
    """
    drawn = areas.filter(pl.col("wkb").is_not_null())
    names, shapes = drawn["area_id"].to_list(), shapely.from_wkb(drawn["wkb"].to_numpy())
    own = np.isin(names, list(chosen))
    if not own.any() or own.all():
        return []
    tree = shapely.STRtree(shapes)
    found = tree.query(shapes[own], predicate="dwithin", distance=NEARLY)[1]
    return sorted({names[at] for at in found if not own[at]})
