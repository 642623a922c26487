"""Every address of the house, as Django's URL configuration tells it."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One pattern: its name with those of its rooms, its route from the root, its converters and its view."""

    name: str
    route: str
    converters: dict[str, Any]
    view: Callable[..., Any]

    @property
    def methods(self) -> frozenset[str]:
        """Of GET and POST those the view takes: what `require_safe` and its like leave, else both."""
        return frozenset(_taken(self.view)) & {"GET", "POST"}


def _taken(view: Callable[..., Any] | None) -> set[str]:
    if view is None:
        return {"GET", "POST"}
    if kind := getattr(view, "view_class", None):
        return {method.upper() for method in kind.http_method_names if hasattr(kind, method)}
    told = inspect.getclosurevars(view).nonlocals.get("request_method_list")
    return set(told) if told else _taken(getattr(view, "__wrapped__", None))


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
