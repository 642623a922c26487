"""Who is whose neighbour, as a sparse matrix of zeros and ones: cells of a grid, areas that touch."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


def of_lattice(mask: Mask, *, reach: int = 1) -> Any:
    """Return the neighbours of the cells in a mask, at most `reach` away (queen's moves), in its order."""
    from scipy.sparse import csr_array

    number = np.full(mask.shape, -1, dtype=np.int64)
    number[mask] = np.arange(int(mask.sum()))
    pairs: list[NDArray[np.int64]] = []
    rows, columns = mask.shape
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            here = number[max(0, -down) : rows - max(0, down), max(0, -right) : columns - max(0, right)]
            there = number[max(0, down) : rows + min(0, down), max(0, right) : columns + min(0, right)]
            known = (here >= 0) & (there >= 0) & (here != there)
            pairs.append(np.column_stack([here[known], there[known]]))
    found = np.concatenate(pairs)
    size = int(mask.sum())
    return csr_array((np.ones(len(found)), (found[:, 0], found[:, 1])), shape=(size, size))


def of_areas(shapes: Sequence[bytes]) -> Any:
    """Return which areas (WKB) touch or overlap: a corner in common is enough."""
    import shapely
    from scipy.sparse import csr_array

    areas = shapely.from_wkb(list(shapes))
    first, second = shapely.STRtree(areas).query(areas, predicate="intersects")
    other = first != second
    size = len(areas)
    return csr_array((np.ones(int(other.sum())), (first[other], second[other])), shape=(size, size))


def row_standardised(neighbours: Any) -> Any:
    """Return weights that add up to one for each that has a neighbour."""
    from scipy.sparse import csr_array, diags_array

    binary = csr_array(neighbours).astype(float)
    total = np.asarray(binary.sum(axis=1)).reshape(-1)
    return diags_array(np.divide(1.0, total, out=np.zeros(len(total)), where=total > 0)) @ binary
