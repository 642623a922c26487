"""Crime analysis: the map of incidents, when they happen, how concentrated they are, where they are expected,
the sheet of the week; each as a page and as files.
"""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from confianza.web.lib.doors import open_when
from confianza.web.observatory import (
    analysis_files,
    analysis_pages,
    forecast_pages,
    memory,
    permissions,
    week_pages,
)
from confianza.web.observatory.analysis_files import File
from confianza.web.observatory.forms.incidents import AHEAD, CELLS, KINDS, IncidentsForm

SHEETS = ("pdf", "png", "csv")


def _handed(page: str, file: File | None) -> HttpResponse:
    """Hand a file over; back to its page where there is nothing to make it of."""
    if file is None:
        return redirect(f"observatory:{page}")
    answer = HttpResponse(file.content, content_type=file.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return answer


def _file(
    request: HttpRequest, page: str, make: Callable[..., File | None], kind: str, **form: Any
) -> HttpResponse:
    if kind not in form.pop("kinds", SHEETS):
        raise Http404
    return _handed(page, make(request.user, IncidentsForm(request.GET, **form), kind))


@require_safe
@open_when(permissions.can_see_places)
def crime_map(request: HttpRequest) -> HttpResponse:
    """Show where incidents happened, where more than chance, and where they came again."""
    form = IncidentsForm(request.GET, extra=CELLS + KINDS)
    return render(request, "observatory/crime_map.html", analysis_pages.crime_map(request.user, form))


@require_safe
@open_when(permissions.can_see_places)
def crime_map_geojson(request: HttpRequest) -> HttpResponse:
    """Hand over the map as GeoJSON; nothing but a word where the asker has it already."""
    form = IncidentsForm(request.GET, extra=CELLS + KINDS)
    etag = quote_etag(memory.fingerprint(analysis_pages.crime_map_name(request.user, form)))
    if request.headers.get("If-None-Match") == etag:
        answer = HttpResponse(status=304)
    else:
        features = analysis_pages.crime_map_features(request.user, form)
        answer = JsonResponse(features, content_type="application/geo+json")
    answer["ETag"] = etag
    patch_cache_control(answer, private=True, no_cache=True)
    return answer


@require_safe
@open_when(permissions.can_see_places)
def crime_map_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over the map as a picture, a PDF or the table of its cells."""
    return _file(request, "crime_map", analysis_files.of_map, kind, extra=CELLS + KINDS)


@require_safe
@open_when(permissions.can_see_figures)
def times(request: HttpRequest) -> HttpResponse:
    """Show at which hours, days and months incidents happen, and what is to be expected."""
    context = analysis_pages.times(request.user, IncidentsForm(request.GET))
    return render(request, "observatory/times.html", context)


@require_safe
@open_when(permissions.can_see_figures)
def times_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over when incidents happen as a file."""
    return _file(request, "times", analysis_files.of_times, kind)


@require_safe
@open_when(permissions.can_see_places)
def concentration(request: HttpRequest) -> HttpResponse:
    """Show how few places hold how much."""
    form = IncidentsForm(request.GET, extra=CELLS)
    return render(request, "observatory/concentration.html", analysis_pages.concentration(request.user, form))


@require_safe
@open_when(permissions.can_see_places)
def concentration_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over how concentrated incidents are as a file."""
    return _file(request, "concentration", analysis_files.of_concentration, kind, extra=CELLS)


@require_safe
@open_when(permissions.can_see_places)
def forecast(request: HttpRequest) -> HttpResponse:
    """Show where incidents are expected next week or month, beside the baselines."""
    form = IncidentsForm(request.GET, extra=AHEAD)
    return render(request, "observatory/forecast.html", forecast_pages.shown(request.user, form))


@require_safe
@open_when(permissions.can_see_places)
def forecast_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over the forecast as a file, or its first places as GeoJSON."""
    kinds = (*SHEETS, "geojson")
    return _file(request, "forecast", analysis_files.of_forecast, kind, kinds=kinds, extra=AHEAD)


@require_safe
@open_when(permissions.can_see_places)
def week(request: HttpRequest) -> HttpResponse:
    """Show the sheet of the weekly coordination meeting."""
    return render(
        request, "observatory/week.html", week_pages.shown(request.user, IncidentsForm(request.GET))
    )


@require_safe
@open_when(permissions.can_see_places)
def week_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over the sheet of the week as a file."""
    return _file(request, "week", analysis_files.of_week, kind)
