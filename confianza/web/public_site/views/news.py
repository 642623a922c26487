"""Feeds of what is new."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from confianza.web.lib import doors
from confianza.web.public_site import feeds, memory, queries
from confianza.web.public_site.views import answering


@require_safe
@doors.open_to_everyone
@memory.for_everyone
def rss(request: HttpRequest) -> HttpResponseBase:
    """Hand over what is new as RSS."""
    return feeds.answer(request, "rss")


@require_safe
@doors.open_to_everyone
@memory.for_everyone
def atom(request: HttpRequest) -> HttpResponseBase:
    """Hand over what is new as Atom."""
    return feeds.answer(request, "atom")


@require_safe
@doors.open_to_everyone
@memory.for_everyone
def news(request: HttpRequest) -> HttpResponse:
    """Show what is new, with the addresses of the feeds."""
    return answering.page(request, "news", {"items": feeds.items(), "shown": queries.latest()})
