"""What was sent: the list, one submission with its answers, and what reviewers say of it."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from confianza.web.fieldwork import permissions, rules, sealed
from confianza.web.fieldwork.actions import reviewing
from confianza.web.fieldwork.forms import CorrectionForm, FilterForm, VerdictForm
from confianza.web.fieldwork.models import Submission
from confianza.web.fieldwork.queries import forms as forms_queries
from confianza.web.fieldwork.queries import maps, oddities, told
from confianza.web.fieldwork.queries import submissions as queries
from confianza.web.fieldwork.xforms.correcting import NoSuchAnswer
from confianza.web.lib.doors import open_when

PER_PAGE = 50
REFUSED = {
    "say_why": lambda: _("Say why, so that others can follow the decision."),
    "not_from_here": lambda: _("It stands elsewhere by now; look at it again."),
}


@require_safe
@open_when(permissions.can_keep_forms)
def listing(request: HttpRequest) -> HttpResponse:
    """List what was sent, newest first."""
    form = FilterForm(request.GET, offered=list(forms_queries.kept_by(request.user)))
    wanted = form.cleaned_data if form.is_valid() else {}
    page = Paginator(queries.submissions(request.user, **wanted), PER_PAGE).get_page(request.GET.get("page"))
    told = {"form": form, "page": page, "rows": oddities.all_of(page.object_list)}
    return render(request, "fieldwork/submissions.html", told)


@require_safe
@open_when(permissions.can_keep_forms)
def submission(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Show one submission with its answers, where the person may read them."""
    found = _found(request, submission_id)
    ((_found_itself, flags),) = oddities.all_of([found])
    shown: dict[str, Any] = {"submission": found, "flags": flags, "files": found.files.order_by("name")}
    if permissions.can_read_answers(request.user, found):
        reviewing.account_for_reading(submission=found, by=request.user)
        shown["told"] = told.told(found, request.LANGUAGE_CODE)
        shown["map"] = maps.of_points(shown["told"].points)
    if permissions.can_judge(request.user, found):
        shown["may_become"] = rules.VERDICTS[found.standing]
        shown["verdict_form"] = VerdictForm()
    return render(request, "fieldwork/submission.html", shown)


@require_POST
@open_when(permissions.can_keep_forms)
def judge(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Approve, reject, or put back to be reviewed."""
    found, form = _judged(request, submission_id), VerdictForm(request.POST)
    if form.is_valid():
        try:
            reviewing.judge(submission=found, by=request.user, **form.cleaned_data)
        except rules.VerdictRefused as refused:
            messages.error(request, REFUSED[refused.code]())
        else:
            messages.success(request, _("Written down."))
    return redirect("fieldwork:submission", found.pk)


@require_POST
@open_when(permissions.can_keep_forms)
def correct(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Take in a copy with one answer changed, in the place of this one."""
    found, form = _judged(request, submission_id), CorrectionForm(request.POST)
    if not form.is_valid() or not permissions.can_read_answers(request.user, found):
        messages.error(request, REFUSED["say_why"]())
        return redirect("fieldwork:submission", found.pk)
    try:
        later = reviewing.correct(submission=found, by=request.user, **form.cleaned_data)
    except (rules.VerdictRefused, NoSuchAnswer):
        messages.error(request, REFUSED["not_from_here"]())
        return redirect("fieldwork:submission", found.pk)
    messages.success(request, _("Corrected; what was sent before is kept."))
    return redirect("fieldwork:submission", later.pk)


@require_safe
@open_when(permissions.can_keep_forms)
def file(request: HttpRequest, submission_id: int, file_id: int) -> HttpResponse:
    """Hand out a file that came with a submission; pictures may be shown, anything else is saved."""
    submission = _found(request, submission_id)
    found = get_object_or_404(submission.files.exclude(sha256=""), pk=file_id)
    if not permissions.can_read_answers(request.user, submission):
        raise Http404
    content = sealed.read(found.sha256)
    kind = told.picture_type(content)
    shown = "inline" if kind else "attachment"
    response = HttpResponse(content, content_type=kind or "application/octet-stream")
    response["Content-Disposition"] = f"{shown}; filename*=UTF-8''{quote(found.name)}"
    return response


def _found(request: HttpRequest, submission_id: int) -> Submission:
    return get_object_or_404(queries.submissions(request.user), pk=submission_id)


def _judged(request: HttpRequest, submission_id: int) -> Submission:
    found = _found(request, submission_id)
    if not permissions.can_judge(request.user, found):
        raise Http404
    return found
