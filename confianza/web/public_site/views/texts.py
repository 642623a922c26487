"""Words that change with the program, not with the data; and how machines may ask."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from confianza.web.lib import doors
from confianza.web.public_site import interface, memory, queries
from confianza.web.public_site.views import answering


@require_safe
@doors.open_to_everyone
@memory.for_everyone
def about(request: HttpRequest) -> HttpResponse:
    """Say what Confianza is."""
    return answering.page(request, "about")


@require_safe
@doors.open_to_everyone
@memory.for_everyone
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept about whom."""
    return answering.page(request, "privacy")


@require_safe
@doors.open_to_everyone
@memory.for_everyone
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how the pages can be used, and what does not work yet."""
    return answering.page(request, "accessibility")


@require_safe
@doors.open_to_everyone
@memory.for_everyone
def methods(request: HttpRequest) -> HttpResponse:
    """Say how the numbers are made and how persons are protected."""
    return answering.page(request, "methods", {"shown": queries.latest()})


@require_safe
@doors.open_to_everyone
@memory.for_everyone
def machines(request: HttpRequest, describe: Callable[[], dict[str, Any]]) -> HttpResponse:
    """Describe the open data for machines, from the same description that machines read."""
    return answering.page(request, "machines", {"operations": interface.operations(describe())})
