"""Who gets past the door of a page. Every address has one; invisible is 404: nobody learns what exists
where they may not go.

Behind the door the register's second wall stands (walls.py): PostgreSQL itself knows who asks.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import SimpleTemplateResponse

from confianza.web.lib import walls

View = Callable[..., HttpResponseBase]
Visit = Callable[[], HttpResponseBase]
Watch = Callable[[HttpRequest, Visit], HttpResponseBase]

# Hung once by rooms above (apps.py); the doors know nothing of what they look for.
_watches: list[Watch] = []


@dataclass(frozen=True)
class Door:
    """To whom a view opens: everyone, whoever has logged in, or those for whom a permission holds."""

    opens_to: Literal["everyone", "signed_in", "permitted"]
    permission: str = ""


def holds(user: Any, *roles: str, purpose: str | None = None) -> bool:
    """Say whether somebody is logged in, active, and holds one of `roles` now."""
    return bool(user.is_authenticated and user.is_active and user.holds(*roles, purpose=purpose))


def open_when(may: Callable[[Any], bool]) -> Callable[[View], View]:
    """Open a view to those users for whom `may(user)` holds.

    Whoever has not logged in is asked to, so that an expired session costs one step; anyone else gets a 404.
    """
    named = f"{may.__module__.removeprefix('confianza.web.')}.{may.__name__}"
    return functools.partial(_hang, Door("permitted", named), may)


def open_to_signed_in(view: View) -> View:
    """Open a view to everybody with an active account."""
    return _hang(Door("signed_in"), lambda user: True, view)


def open_to_everyone(view: View) -> View:
    """Open a view to everybody, with an account or without."""

    @functools.wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with walls.raised_for(request.user):
            return _watched(request, lambda: view(request, *args, **kwargs))

    return _marked(opened, Door("everyone"))


def open_without_register(view: View) -> View:
    """Open a view to everybody, even while the register does not answer."""
    return _marked(view, Door("everyone"))


def door_of(view: Any) -> Door | None:
    """Return the door of a view; None where nobody hung one."""
    return getattr(view, "door", None)


def watch(each: Watch) -> None:
    """Have `each(request, visit)` stand behind every door; it answers with what `visit()` answers."""
    if each not in _watches:
        _watches.append(each)


def _watched(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    for each in _watches:
        visit = functools.partial(each, request, visit)
    response = visit()
    if isinstance(response, SimpleTemplateResponse):
        response.render()  # here, where the register knows who asks; Django would wait until after the door
    return response


def _hang(door: Door, may: Callable[[Any], bool], view: View) -> View:
    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        with walls.raised_for(request.user):
            if not may(request.user):
                raise Http404
            return _watched(request, lambda: view(request, *args, **kwargs))

    return _marked(guarded, door)


def _marked(view: View, door: Door) -> View:
    view.door = door  # type: ignore[attr-defined]
    return view
