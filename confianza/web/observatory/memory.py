"""Figures are computed once for a state of the data, however many people ask at the same moment.

The key of a figure holds the version of the store and of the territory, so nothing here is ever out of date:
what was computed from older data is simply no longer asked for.
"""

import hashlib
import threading
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

REMEMBERED_FOR = 24 * 3600

Value = TypeVar("Value")

_computing: dict[str, threading.Lock] = {}
_guard = threading.Lock()


def remembered(key: str, compute: Callable[[], Value]) -> Value:
    """Return what was computed for `key`, computing it if nobody has; others who ask meanwhile wait for the
    same.
    """
    name = f"observatory:{fingerprint(key)}"
    found: Value | None = cache.get(name)
    if found is not None:
        return found
    with _lock(name):
        found = cache.get(name)
        if found is None:
            found = compute()
            cache.set(name, found, REMEMBERED_FOR)
    _forget(name)
    return found


def fingerprint(key: str) -> str:
    """Return a short name for what something depends on."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _lock(name: str) -> threading.Lock:
    with _guard:
        return _computing.setdefault(name, threading.Lock())


def _forget(name: str) -> None:
    with _guard:
        _computing.pop(name, None)
