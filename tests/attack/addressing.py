"""The same address for the same place in every run, whichever record a tool happened to ask for."""

from urllib.parse import unquote, urlsplit


def place(method: str, url: str) -> str:
    """Return the method and the route behind a URL.

    A path that Django does not know stays as it is, cut short.
    """
    from django.urls import Resolver404, resolve

    path = unquote(urlsplit(url).path) or "/"
    try:
        return f"{method} /{resolve(path).route}"
    except (Resolver404, ValueError):
        return f"{method} {path[:60]}"
