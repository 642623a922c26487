"""The list, a new question, and one evaluation on one page."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from confianza.web.evaluation import pages, permissions
from confianza.web.evaluation.actions import designing
from confianza.web.evaluation.forms import QuestionForm
from confianza.web.evaluation.queries import choices, evaluations
from confianza.web.evaluation.views.steps import editable, found, page, taken
from confianza.web.lib.doors import open_when
from confianza.web.territory import queries as territory

PER_PAGE = 50


@require_safe
@open_when(permissions.can_read_evaluations)
def listing(request: HttpRequest) -> HttpResponse:
    """List every evaluation of the person's places, also those that were given up."""
    rows = Paginator(evaluations.visible(request.user), PER_PAGE).get_page(request.GET.get("page"))
    shown = {
        "page": rows,
        "rows": pages.rows(list(rows)),
        "can_keep": permissions.can_keep_evaluations(request.user),
    }
    return render(request, "evaluation/evaluations.html", shown)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_evaluations)
def begin(request: HttpRequest) -> HttpResponse:
    """Write down a question."""
    areas = choices.places(request.user.reach(*permissions.KEEPERS))
    form = QuestionForm(request.POST or None, areas=areas, initial=_linked(request))
    if form.is_valid():
        told = {**form.cleaned_data}
        area = territory.area_or_none(told.pop("area"))
        if area is None or not permissions.can_keep_for(request.user, area):
            raise Http404
        made = designing.begin(area=area, by=request.user, **told)
        messages.success(request, _("The question is written down. Now say how the answer will be sought."))
        return redirect("evaluation:design", made.pk)
    return render(request, "evaluation/begin.html", {"form": form})


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_evaluations)
def reword(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Change question and theory before they are registered."""
    one = editable(request, evaluation_id)
    form = QuestionForm(request.POST or None, areas=(), instance=one)
    if taken(form, designing.reword, evaluation=one, by=request.user):
        return redirect("evaluation:evaluation", one.pk)
    return render(request, "evaluation/begin.html", {"form": form, "evaluation": one})


@require_safe
@open_when(permissions.can_read_evaluations)
def evaluation(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Show one evaluation from its question to its publication."""
    return page(request, found(request, evaluation_id))


def _linked(request: HttpRequest) -> dict[str, Any]:
    """Return the address of the problem or plan that led here, if the address names one."""
    return {"linked": request.GET.get("de", "")[:300]}
