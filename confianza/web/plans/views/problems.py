"""Problems: the board, opening one, one of them, a page kept as evidence, and what was learnt."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from confianza.web.lib.doors import open_when
from confianza.web.observatory import labels
from confianza.web.plans import permissions, problem_pages, problem_sentences
from confianza.web.plans.actions import problems as actions
from confianza.web.plans.forms.problems import BoardForm, LearnedForm, OpenForm
from confianza.web.plans.models import Stage
from confianza.web.plans.queries import evidence, learned
from confianza.web.plans.queries import problems as queries
from confianza.web.plans.views.problem import asked_by, page, visible
from confianza.web.plans.views.steps import taken

PER_PAGE, MOST_OPEN = 50, 8


@require_safe
@open_when(permissions.can_see_plans)
def board(request: HttpRequest) -> HttpResponse:
    """Show the problems by stage, what is stalled first; or all of one stage."""
    user, today = request.user, timezone.localdate()
    form = BoardForm(request.GET or None, areas=queries.areas_of(user), offences=queries.offences_of(user))
    stage = request.GET.get("etapa", "")
    shown: dict[str, Any] = {"form": form, "today": today, "can_lead": permissions.can_lead(user)}
    if stage in Stage:
        rows = queries.in_stage(user, form.asked, stage, today)
        listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        shown |= {"stage": Stage(stage), "page": listed, "cards": queries.cards(listed, today)}
        return render(request, "plans/problems/stage.html", shown)
    columns = queries.board(user, form.asked, today)
    shown |= {"columns": columns, "count": sum(each.count for each in columns)}
    shown |= {"stalled": queries.count_stalled(user, form.asked, today)}
    return render(request, "plans/problems/board.html", shown)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_lead)
def open_problem(request: HttpRequest) -> HttpResponse:
    """Open a problem; from a hot spot, a request, a finding, if the address tells of one."""
    form = OpenForm(
        request.POST or None,
        initial=asked_by(request),
        areas=queries.areas_for(request.user),
        offences=queries.MEASURES,
        requests=queries.requests_of(request.user),
    )
    made: list[Any] = []
    if taken(
        form, lambda **told: made.append(actions.open_problem(leader=request.user, by=request.user, **told))
    ):
        messages.success(request, _("The problem is open. Next: who, where and when."))
        return redirect("plans:problem", made[0].pk)
    open_here = queries.open_here(request.user, areas=[request.GET.get("area", "")])[:MOST_OPEN]
    return render(request, "plans/problems/open.html", {"form": form, "open_here": open_here})


@require_safe
@open_when(permissions.can_see_plans)
def problem(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Show a problem from its first sign to what was learnt, and what can be done now."""
    return page(request, visible(request, problem_id))


@require_safe
@open_when(permissions.can_see_plans)
def kept_page(request: HttpRequest, problem_id: int, evidence_id: int) -> HttpResponse:
    """Show a page of the analysis as it was kept, and what it says today."""
    found = visible(request, problem_id)
    kept = get_object_or_404(evidence.of_problem(request.user, found), pk=evidence_id)
    again = evidence.again(request.user, kept)
    today = again.today.content if again.today else None
    shown = {
        "problem": found,
        "kept": kept,
        "title": problem_sentences.title(kept),
        "said": problem_sentences.kept(kept),
        "drawing": problem_pages.evidence_drawing(kept, kept.content),
        "table": problem_pages.evidence_table(kept, kept.content),
        "again": again,
        "same": again.same(kept.content),
        "said_today": problem_sentences.spoken(today["said"]) if today else "",
        "table_today": problem_pages.evidence_table(kept, today) if today else None,
    }
    return render(request, "plans/problems/evidence.html", shown)


@require_safe
@open_when(permissions.can_see_plans)
def library(request: HttpRequest) -> HttpResponse:
    """Show closed problems with what was tried and what came of it, those most alike first."""
    form = LearnedForm(request.GET or None, offences=queries.MEASURES)
    asked = form.cleaned_data if form.is_valid() else {"offence": "", "setting": ""}
    listed = Paginator(learned.closed(request.user, **asked), PER_PAGE).get_page(request.GET.get("page"))
    shown = {
        "form": form,
        "page": listed,
        "lessons": [
            (each, labels.indicator(each.problem.offence) if each.problem.offence else "")
            for each in learned.lessons(list(listed), **asked)
        ],
    }
    return render(request, "plans/problems/library.html", shown)
