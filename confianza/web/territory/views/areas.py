"""The list of areas and the page of one."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from confianza.web.lib import doors
from confianza.web.territory import permissions, queries
from confianza.web.territory.forms import SearchForm
from confianza.web.territory.models import Area
from confianza.web.territory.views import drawing

PER_PAGE = 50


@require_safe
@doors.open_when(permissions.can_read)
def areas(request: HttpRequest) -> HttpResponse:
    """List the areas of the level and name asked for."""
    form = SearchForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = Paginator(queries.generations(**wanted), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "levels": drawing.levels_table(queries.levels()),
        "can_import": permissions.can_import(request.user),
        "can_decide": permissions.can_decide_names(request.user),
    }
    return render(request, "territory/areas.html", context)


@require_safe
@doors.open_when(permissions.can_read)
def area(request: HttpRequest, stable_id: str) -> HttpResponse:
    """Show one area: where it lies, its generations, who lives there, how the other geography cuts it."""
    try:
        shown = queries.area(stable_id)
    except Area.DoesNotExist:
        raise Http404 from None
    generations = list(queries.generations_of(shown))
    people = queries.population_of(stable_id, queries.given_years())
    context = {
        "area": shown,
        "newest": generations[0],
        "parent": queries.names_of([generations[0].parent.stable_id]) if generations[0].parent else {},
        "generations": drawing.generations_table(generations),
        "population": drawing.population_table(people) if people else None,
        "parts": drawing.parts_table(queries.children(shown)),
        "crosswalk": drawing.crosswalk_table(queries.crosswalk_of(stable_id)),
        "decisions": shown.name_decisions.order_by("variant"),
        "map": drawing.map_of(shown),
    }
    return render(request, "territory/area.html", context)
