"""The pages of the observatory: overview, one place, one offence, where a figure comes from, tables as
CSV.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from confianza.web.lib.doors import open_when
from confianza.web.observatory import (
    actions,
    labels,
    pages,
    permissions,
    quality_pages,
    queries,
    unseen_pages,
)
from confianza.web.observatory.forms import AnswerForm, QuestionForm, UnseenForm


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
    context = {"inside": inside, "indicator": labels.indicator(indicator_id)}
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


@require_safe
@open_when(permissions.can_read_quality)
def quality(request: HttpRequest) -> HttpResponse:
    """Show how good the sources are, criterion by criterion, all together."""
    return render(request, "observatory/quality.html", quality_pages.whole(request.user))


@require_safe
@open_when(permissions.can_read_quality)
def quality_source(request: HttpRequest, source: str) -> HttpResponse:
    """Show how good one source is."""
    return render(request, "observatory/quality_source.html", quality_pages.source(request.user, source))


@require_safe
@open_when(permissions.can_read_quality)
def quality_delivery(request: HttpRequest, delivery_id: str) -> HttpResponse:
    """Show what is wrong in one delivery."""
    context = quality_pages.delivery(request.user, delivery_id)
    return render(request, "observatory/quality_delivery.html", context)


@require_safe
@open_when(permissions.can_read_quality)
def quality_letter(request: HttpRequest, source: str) -> HttpResponse:
    """Show, or hand over as text, the letter to the institution of a source."""
    letter = quality_pages.letter(request.user, source)
    back = reverse("observatory:quality_source", args=[source])
    return _letter(request, letter, back)


@require_safe
@open_when(permissions.can_read_quality)
def delivery_letter(request: HttpRequest, delivery_id: str) -> HttpResponse:
    """Show, or hand over as text, the letter about one delivery."""
    letter = quality_pages.delivery_letter(request.user, delivery_id)
    back = reverse("observatory:quality_delivery", args=[delivery_id])
    return _letter(request, letter, back)


def _letter(request: HttpRequest, letter: quality_pages.Letter, back: str) -> HttpResponse:
    if request.GET.get("as") != "text":
        return render(request, "observatory/letter.html", {"letter": letter, "back": back})
    response = render(
        request, "observatory/letter.txt", {"letter": letter}, content_type="text/plain; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="letter.txt"'
    return response


@require_safe
@open_when(permissions.can_read_quality)
def discrepancies(request: HttpRequest) -> HttpResponse:
    """Show where two sources disagree, by area and month, and what each lacks."""
    context = quality_pages.comparison(request.user, request.GET)
    return render(request, "observatory/discrepancies.html", context)


@open_when(permissions.can_answer)
def answer_criterion(request: HttpRequest, criterion: str) -> HttpResponse:
    """Ask a person what no data can tell about a criterion, and keep the answer with author and reason."""
    asked = quality_pages.asked(request.user, criterion, request.GET.get("source", ""))
    form = AnswerForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "observatory/answer.html", {**asked, "form": form})
    actions.answer_criterion(
        criterion=criterion, source=asked["source"], by=request.user, **form.cleaned_data
    )
    return redirect(asked["back"])
