"""The pages of a neighbour: what happens in my place, and what I can do."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from confianza.web.lib import doors
from confianza.web.public_site import memory, pages, promise_pages, queries
from confianza.web.public_site.views import answering


@require_safe
@doors.open_to_everyone
@memory.for_everyone
def home(request: HttpRequest) -> HttpResponse:
    """Show the town, and let people choose their own place."""
    shown = queries.latest()
    if shown is None or shown.town is None:
        return answering.nothing_yet(request, _("What happens here"))
    return answering.page(request, "place", {"is_home": True, **_what_stands_in(shown, shown.town)})


@require_safe
@doors.open_to_everyone
@memory.for_everyone
def place(request: HttpRequest, area_id: str) -> HttpResponse:
    """Show one place: what happens, what is done, how to take part, how to tell."""
    shown = queries.latest()
    found = shown.places.get(area_id) if shown else None
    if shown is None or found is None:
        raise Http404
    return answering.page(request, "place", _what_stands_in(shown, found))


@require_safe
@doors.open_to_everyone
@memory.for_everyone
def places(request: HttpRequest) -> HttpResponse:
    """Show every place; the one chosen in the form has its own address."""
    shown = queries.latest()
    if shown is None or shown.town is None:
        return answering.nothing_yet(request, _("My place"))
    if chosen := shown.places.get(request.GET.get("lugar", "")):
        return redirect("public_site:place", chosen.area_id)
    told = {"places": pages.choices(shown), "police": pages.choices(shown, "police"), "shown": shown}
    return answering.page(request, "places", told)


def _what_stands_in(shown: queries.Shown, place: queries.Place) -> dict[str, Any]:
    glance = promise_pages.glance(promise_pages.where(place.area_id))
    return {"told": pages.PlacePage(shown, place), "glance": glance}
