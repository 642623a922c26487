"""Answers that belong to no room: the server's health, robots, and what is not there."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found

from confianza.web.lib import doors

ROBOTS = "User-agent: *\nDisallow: /cuenta/\nDisallow: /salud/\n"


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


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a refusal as if nothing were there: invisible is 404, never 403."""
    return page_not_found(request, exception)
