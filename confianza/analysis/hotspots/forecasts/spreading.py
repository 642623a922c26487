"""Spread counts over neighbouring cells without losing any over the edge of the region."""

import numpy as np
from numpy.typing import NDArray

# Beyond so many standard deviations a Gaussian is cut off.
CUT_OFF = 3.0


def spread(grid: NDArray[np.float64], region: NDArray[np.bool_], deviations: float) -> NDArray[np.float64]:
    """Return counts (…, rows, columns) spread by a Gaussian of `deviations` cells inside a region.

    Each cell's count is first divided by the part of its Gaussian that stays inside (Jones 1993), so that
    what is spread adds up to what was counted. Zero deviations change nothing.
    """
    from scipy.ndimage import gaussian_filter

    if not deviations:
        return grid
    how = {"sigma": deviations, "mode": "constant", "truncate": CUT_OFF, "axes": (-2, -1)}
    stays = gaussian_filter(region.astype(float), **how)
    spread_out: NDArray[np.float64] = gaussian_filter(
        np.where(region, grid / np.where(region, stays, 1.0), 0.0), **how
    )
    return spread_out * region
