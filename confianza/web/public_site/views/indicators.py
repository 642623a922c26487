"""The pages of an indicator: figures, maps, and charts for other sites."""

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from confianza.web.lib import doors
from confianza.web.public_site import drawings, memory, pages, queries, words
from confianza.web.public_site.views import answering


@require_safe
@doors.open_to_everyone
@memory.for_everyone
def indicators(request: HttpRequest) -> HttpResponse:
    """Show everything that is counted, with its last figure in the chosen place."""
    shown = queries.latest()
    found = answering.place_asked_for(request, shown) if shown else None
    if shown is None or found is None:
        return answering.nothing_yet(request, _("What is counted"))
    return answering.page(request, "indicators", {"told": pages.PlacePage(shown, found)})


@require_safe
@doors.open_to_everyone
@memory.for_everyone
def indicator(request: HttpRequest, indicator_id: str) -> HttpResponse:
    """Show one indicator: what it counts, by year, by month, on the map, to download."""
    return answering.page(request, "indicator", {"told": _asked(request, indicator_id)})


@require_safe
@doors.open_to_everyone
@memory.for_everyone
def indicator_map(request: HttpRequest, indicator_id: str) -> HttpResponse:
    """Show the map people pan and zoom; the drawn one stands on the indicator's page."""
    told = _asked(request, indicator_id)
    live = drawings.live_map(told.shown, told.indicator, told.place, words.language())
    if live is None:
        raise Http404
    return answering.page(request, "map", {"told": told, "map": live})


@require_safe
@doors.open_to_everyone
@memory.for_everyone
def indicator_shapes(request: HttpRequest, indicator_id: str) -> HttpResponse:
    """Hand over what the interactive map draws."""
    told = _asked(request, indicator_id)
    drawn = drawings.live_features(told.shown, told.indicator, told.place, words.language())
    return HttpResponse(drawn, content_type="application/geo+json")


@require_safe
@doors.open_to_everyone
@memory.for_everyone
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def embed(request: HttpRequest, indicator_id: str, area_id: str) -> HttpResponse:
    """Show one chart alone, for the frame of another site: the only pages that may be framed."""
    told = _asked(request, indicator_id, area_id)
    answer = answering.page(request, "embed", {"told": told, "picture": told.years})
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _asked(request: HttpRequest, indicator_id: str, area_id: str = "") -> pages.IndicatorPage:
    """Return what was asked for, or answer that it is not there."""
    shown = queries.latest()
    found = shown.indicators.get(indicator_id) if shown else None
    if shown is None or found is None:
        raise Http404
    place = shown.places.get(area_id) if area_id else answering.place_asked_for(request, shown)
    if place is None:
        raise Http404
    return pages.IndicatorPage(shown, place, found)
