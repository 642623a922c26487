"""Take part."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from confianza.web.community import published
from confianza.web.lib import doors
from confianza.web.public_site import community_pages
from confianza.web.public_site.views import answering


@require_safe
@doors.open_to_everyone
def take_part(request: HttpRequest) -> HttpResponse:
    """Show the meetings to come, and what was asked and what became of it."""
    return answering.page(request, "take_part", community_pages.shown(request.GET.get("page")))


@require_safe
@doors.open_to_everyone
def calendar(request: HttpRequest) -> HttpResponse:
    """Hand out the meetings to come, for the calendar of a telephone."""
    text = community_pages.calendar(published.gatherings(), request.get_host())
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")
