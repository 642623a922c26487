"""Answers that belong to no room: the server's health, robots, and what is not there."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseNotFound,
    HttpResponseServerError,
    JsonResponse,
)
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from confianza.web.lib import doors, walls

ROBOTS = "User-agent: *\nDisallow: /cuenta/\nDisallow: /salud/\n"

# The page that says nothing is there must not differ by what was asked for: no form (its token is another
# each time), no message that waited for the next page, no door marked as the one behind which it lies, no
# banner (it has a button, and counts minutes).
NOTHING_TOLD = {"formless": True, "messages": (), "banners": (), "current_door": ""}


@never_cache
@require_safe
@doors.open_without_register
def health(request: HttpRequest) -> JsonResponse:
    """Say whether the register answers and the workspace stands: 200 if so, 503 if not."""
    parts = {"register": _register_answers(), "workspace": settings.WORKSPACE.exists}
    return JsonResponse({"well": all(parts.values()), **parts}, status=200 if all(parts.values()) else 503)


def _register_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


@require_safe
@doors.open_without_register
def robots(request: HttpRequest) -> HttpResponse:
    """Ask search engines to leave out what needs an account."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be read, without reading it again as Django's own answer does for the token."""
    return HttpResponseBadRequest(render_to_string("400.html"))


def failed(request: HttpRequest) -> HttpResponse:
    """Answer that something broke, without asking the request for anything: it may be what broke."""
    return HttpResponseServerError(render_to_string("500.html"))


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer that nothing is there: in the same bytes for what never was and for what is somebody else's."""
    user = getattr(request, "user", AnonymousUser())
    if not user.is_authenticated:
        return _nothing(request)
    with walls.raised_for(user):
        return _nothing(request)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a refusal as if nothing were there: invisible is 404, never 403."""
    return missing(request, exception)


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponseNotFound(render_to_string("404.html", NOTHING_TOLD, request))
