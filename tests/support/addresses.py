"""Every address of the house, as Django's URL configuration tells it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One pattern: its name with the names of its rooms, its route from the root, its converters and its view."""

    name: str
    route: str
    converters: dict[str, Any]
    view: Callable[..., Any]


def everything() -> list[Address]:
    """Return every pattern that can answer."""
    return list(_below(get_resolver(), "", "", {}))


def _below(resolver: URLResolver, route: str, names: str, converters: dict[str, Any]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here = route + str(entry.pattern)
        taken = converters | entry.pattern.converters
        if isinstance(entry, URLPattern):
            yield Address(f"{names}{entry.name or here}", here, taken, entry.callback)
        else:
            room = f"{names}{entry.namespace}:" if entry.namespace else names
            yield from _below(entry, here, room, taken)
