"""Figures: overview, one place, one offence, where a figure comes from, what no source saw, tables as CSV."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from confianza.web.lib.doors import open_when
from confianza.web.observatory import labels, pages, permissions, queries, unseen_pages
from confianza.web.observatory.forms.questions import QuestionForm
from confianza.web.observatory.forms.unseen import UnseenForm


def _asked(request: HttpRequest, **fixed: Any) -> pages.Asked:
    return pages.Asked(request, QuestionForm(request.GET), fixed)


@require_safe
@open_when(permissions.can_see_figures)
def overview(request: HttpRequest) -> HttpResponse:
    """Show one indicator in one place: how many, where, since when, according to whom."""
    inside = pages.inside(_asked(request), "observatory/inside/overview.html", pages.overview)
    return render(request, "observatory/overview.html", {"inside": inside})


@require_safe
@open_when(permissions.can_see_figures)
def place(request: HttpRequest, area_id: str) -> HttpResponse:
    """Show all indicators of one place."""
    found = queries.visible_place(area_id, _asked(request).horizon)
    if found is None:
        raise Http404
    asked = _asked(request, area=found.area_id, geography=found.geography)
    inside = pages.inside(asked, "observatory/inside/place.html", pages.place)
    return render(request, "observatory/place.html", {"inside": inside, "place": found})


@require_safe
@open_when(permissions.can_see_figures)
def offence(request: HttpRequest, indicator_id: str) -> HttpResponse:
    """Show what an indicator counts, and its figures."""
    if not queries.is_indicator(indicator_id):
        raise Http404
    asked = _asked(request, indicator_id=indicator_id)
    inside = pages.inside(asked, "observatory/inside/offence.html", pages.offence)
    context = {"inside": inside, "indicator": labels.indicator(indicator_id), "indicator_id": indicator_id}
    return render(request, "observatory/offence.html", context)


@require_safe
@open_when(permissions.can_see_figures)
def origin(request: HttpRequest) -> HttpResponse:
    """Show the deliveries behind a figure."""
    inside = pages.fresh(_asked(request).permitted(), "observatory/inside/origin.html", pages.origin)
    return render(request, "observatory/origin.html", {"inside": inside})


@require_safe
@open_when(permissions.can_see_figures)
def table_csv(request: HttpRequest, name: str) -> HttpResponse:
    """Download a table of the page with the same choices."""
    response = HttpResponse(pages.as_csv(_asked(request), name), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


@require_safe
@open_when(permissions.can_see_figures)
def unseen(request: HttpRequest) -> HttpResponse:
    """Show how many victims no source saw, as their overlaps tell, or why that cannot be said."""
    context = unseen_pages.shown(request.user, UnseenForm(request.GET))
    return render(request, "observatory/unseen.html", context)
