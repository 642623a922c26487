"""Crime analysis: the map of incidents and its files, when they happen, how concentrated they are."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from confianza.web.lib.doors import open_when
from confianza.web.observatory import analysis_files, analysis_pages, permissions, week_files, week_pages
from confianza.web.observatory.forms.incidents import IncidentsForm

FILES = {"png": "image/png", "pdf": "application/pdf"}


@require_safe
@open_when(permissions.can_see_places)
def crime_map(request: HttpRequest) -> HttpResponse:
    """Show where incidents happened, where more than chance, and where they came again."""
    form = IncidentsForm(request.GET, mapped=True)
    return render(request, "observatory/crime_map.html", analysis_pages.crime_map(request.user, form))


@require_safe
@open_when(permissions.can_see_places)
def crime_map_geojson(request: HttpRequest) -> HttpResponse:
    """Hand over the map as GeoJSON; nothing but a word where the asker has it already."""
    form = IncidentsForm(request.GET, mapped=True)
    features, name = analysis_pages.crime_map_features(request.user, form)
    etag = quote_etag(analysis_files.fingerprint(name))
    if request.headers.get("If-None-Match") == etag:
        answer = HttpResponse(status=304)
    else:
        answer = JsonResponse(features, content_type="application/geo+json")
    answer["ETag"] = etag
    patch_cache_control(answer, private=True, no_cache=True)
    return answer


@require_safe
@open_when(permissions.can_see_places)
def crime_map_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over the map as a picture or a PDF."""
    if kind not in FILES:
        raise Http404
    shown = analysis_pages.mapped(request.user, IncidentsForm(request.GET, mapped=True))
    if shown is None:
        return redirect("observatory:crime_map")
    answer = HttpResponse(analysis_files.as_file(*shown, kind), content_type=FILES[kind])
    answer["Content-Disposition"] = f'attachment; filename="mapa.{kind}"'
    return answer


@require_safe
@open_when(permissions.can_see_figures)
def times(request: HttpRequest) -> HttpResponse:
    """Show at which hours, days and months incidents happen, and what is to be expected."""
    context = analysis_pages.times(request.user, IncidentsForm(request.GET))
    return render(request, "observatory/times.html", context)


@require_safe
@open_when(permissions.can_see_places)
def concentration(request: HttpRequest) -> HttpResponse:
    """Show how few places hold how much."""
    form = IncidentsForm(request.GET, mapped=True)
    return render(request, "observatory/concentration.html", analysis_pages.concentration(request.user, form))


@require_safe
@open_when(permissions.can_see_places)
def week(request: HttpRequest) -> HttpResponse:
    """Show the sheet of the weekly coordination meeting."""
    return render(
        request, "observatory/week.html", week_pages.shown(request.user, IncidentsForm(request.GET))
    )


@require_safe
@open_when(permissions.can_see_places)
def week_pdf(request: HttpRequest) -> HttpResponse:
    """Hand the sheet over as a PDF."""
    told = week_pages.sheet(request.user, IncidentsForm(request.GET))
    if told is None:
        return redirect("observatory:week")
    answer = HttpResponse(week_files.pdf(told), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="semana-{told.last}.pdf"'
    return answer
