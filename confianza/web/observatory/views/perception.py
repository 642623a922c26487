"""What people say beside what was recorded."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from confianza.web.lib.doors import open_when
from confianza.web.observatory import perception_pages, permissions


@require_safe
@open_when(permissions.can_see_figures)
def perception(request: HttpRequest) -> HttpResponse:
    """Show a question of the last published survey beside an indicator, by neighbourhood."""
    asked = (request.GET.get(name, "") for name in ("pregunta", "indicador"))
    context = perception_pages.shown(request.user, *asked)
    if context is None:
        raise Http404
    return render(request, "observatory/perception.html", context)
