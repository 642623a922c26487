"""Participatory assessments: the list, a new one, the report, its findings, and what people wrote."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from confianza.web.fieldwork.queries import forms as fieldwork
from confianza.web.lib.doors import open_when
from confianza.web.surveys import assessment_pages, permissions, printing
from confianza.web.surveys.actions import assessments as actions
from confianza.web.surveys.assessment_forms import AssessmentForm, FindingForm
from confianza.web.surveys.models import Assessment
from confianza.web.surveys.queries import assessment as queries
from confianza.web.territory import queries as territory
from confianza.web.territory.models import Area, Level


@require_safe
@open_when(permissions.can_read_surveys)
def listing(request: HttpRequest) -> HttpResponse:
    """List the assessments of the places a person reads of."""
    found = Assessment.objects.visible_to(request.user).select_related("area")
    names = territory.names_of([each.area.stable_id for each in found])
    rows = [(each, names.get(each.area.stable_id, "")) for each in found]
    told = {"rows": rows, "keeps": permissions.can_keep_surveys(request.user)}
    return render(request, "surveys/assessments.html", told)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_surveys)
def begin(request: HttpRequest) -> HttpResponse:
    """Begin an assessment."""
    form = _form(request)
    if form.is_valid():
        try:
            made = actions.begin(by=request.user, **form.cleaned_data)
        except actions.AssessmentRefused:
            form.add_error(None, _("Each prong needs a form of its own."))
        else:
            return redirect("surveys:assessment", made.pk)
    return render(request, "surveys/assessment_begin.html", {"form": form})


@require_safe
@open_when(permissions.can_read_surveys)
def report(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Show what the three prongs say of the same things, and what the team concludes."""
    found = _assessment(request, assessment_id)
    told = {
        "assessment": found,
        "page": _page(request, found),
        "keeps": permissions.can_keep_for(request.user, found.area),
        "form": FindingForm(),
        "place": territory.names_of([found.area.stable_id]).get(found.area.stable_id, ""),
    }
    return render(request, "surveys/assessment.html", told)


@require_POST
@open_when(permissions.can_keep_surveys)
def write(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Write down a finding."""
    found = _kept(request, assessment_id)
    form = FindingForm(request.POST)
    if form.is_valid():
        _do(request, actions.write_finding, _("Written down."), assessment=found, **form.cleaned_data)
    else:
        messages.error(request, _("Write what the team concludes, and of whom."))
    return redirect("surveys:assessment", found.pk)


@require_POST
@open_when(permissions.can_keep_surveys)
def conclude(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Freeze the report: from now on all who read surveys of the place read it."""
    found = _kept(request, assessment_id)
    _do(request, actions.conclude, _("Concluded. All who read surveys here read it now."), assessment=found)
    return redirect("surveys:assessment", found.pk)


@require_safe
@open_when(permissions.can_keep_surveys)
def remarks(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Show the analyst what people wrote in their own words."""
    found = _kept(request, assessment_id)
    actions.account_for_reading(assessment=found, by=request.user)
    told = {"assessment": found, "remarks": queries.remarks(found)}
    return render(request, "surveys/remarks.html", told)


@require_safe
@open_when(permissions.can_read_surveys)
def sheet(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Hand out the report to print."""
    page = _page(request, _assessment(request, assessment_id))
    if page.report is None:
        return redirect("surveys:assessment", assessment_id)
    headers = {"Content-Disposition": f'attachment; filename="{slugify(page.title)}.pdf"'}
    return HttpResponse(printing.pdf(page.paper()), content_type="application/pdf", headers=headers)


REFUSALS = {
    "concluded": lambda: _("It is concluded and changes no more."),
    "nothing_written": lambda: _("Write what the team concludes, and of whom."),
    "nobody_answered": lambda: _("No prong has ten answers yet: there is nothing to conclude from."),
}


def _do(request: HttpRequest, deed: Any, done: str, **told: Any) -> None:
    try:
        deed(by=request.user, **told)
    except actions.AssessmentRefused as refused:
        messages.error(request, REFUSALS[refused.code]())
    else:
        messages.success(request, done)


def _form(request: HttpRequest) -> AssessmentForm:
    reach = request.user.reach(*permissions.KEEPERS)
    wide = (Level.MUNICIPALITY, Level.DEPARTMENT)
    areas = Area.objects.filter(reach.rows("pk"), level__in=wide).order_by("stable_id")
    names = territory.names_of(areas.values_list("stable_id", flat=True))
    kept = fieldwork.kept_by(request.user).filter(owner="surveys", closed_on=None).order_by("title")
    return AssessmentForm(request.POST or None, areas=areas, kept=kept, names=names)


def _assessment(request: HttpRequest, assessment_id: int) -> Assessment:
    return get_object_or_404(Assessment.objects.visible_to(request.user), pk=assessment_id)


def _kept(request: HttpRequest, assessment_id: int) -> Assessment:
    found = _assessment(request, assessment_id)
    if not permissions.can_keep_for(request.user, found.area):
        raise Http404
    return found


def _page(request: HttpRequest, found: Assessment) -> assessment_pages.Page:
    keeps = permissions.can_keep_for(request.user, found.area)
    return assessment_pages.Page(found, queries.as_read_by(found, keeps=keeps))
