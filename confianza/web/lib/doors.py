"""Who gets past the door of a page. Invisible is 404: nobody learns what exists where they may not go."""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def open_when(may: Callable[[Any], bool]) -> Callable[[View], View]:
    """Open a view to those users for whom `may(user)` holds.

    Whoever has not logged in is asked to, so that an expired session costs one step; anyone else gets a 404.
    """

    def guard(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return guard
