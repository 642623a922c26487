"""Loops over pairs become machine code, once: later starts take it from a cache where one can be written.

Imports numba, which takes half a second; so nothing imports this module, or a module of kernels, at its top.
"""

from collections.abc import Callable
from typing import Any

import numba

Kernel = Callable[..., Any]


def compiled(function: Kernel) -> Kernel:
    """Return the function as machine code that lets other threads run meanwhile."""
    options = {"nogil": True, "error_model": "numpy", "boundscheck": False}
    try:
        kernel: Kernel = numba.njit(function, cache=True, **options)
    except RuntimeError:
        # No folder can be written in, beside the code nor at home: it is compiled anew in every process.
        kernel = numba.njit(function, **options)
    return kernel


def threads() -> int:
    """Return how many threads to work with; NUMBA_NUM_THREADS sets it."""
    return int(numba.config.NUMBA_NUM_THREADS)
