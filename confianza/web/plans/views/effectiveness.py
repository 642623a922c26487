"""Reports of a quarter: which there are and which are missing, one of them, making and publishing it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from confianza.web.lib.doors import open_when
from confianza.web.plans import effectiveness_pages, effectiveness_sentences, permissions
from confianza.web.plans.actions import effectiveness as actions
from confianza.web.plans.forms.coordination import QuarterForm
from confianza.web.plans.models import EffectivenessReport
from confianza.web.plans.queries import coordination as coordinations
from confianza.web.plans.queries import effectiveness as queries
from confianza.web.plans.views.steps import taken, taken_or_told
from confianza.web.territory import queries as territory

LATEST = 40


@require_safe
@open_when(permissions.can_see_plans)
def listing(request: HttpRequest) -> HttpResponse:
    """List the reports of quarters, and those that nobody made yet."""
    rows = list(queries.reports(request.user)[:LATEST])
    names = territory.names_by_key(row.area for row in rows)
    said = effectiveness_sentences
    shown = {
        "rows": [(row, names[row.area_id], said.quarter(row.quarter)) for row in rows],
        "missing": effectiveness_pages.named(queries.missing(request.user, timezone.localdate())),
        "can_make": permissions.can_coordinate(request.user),
    }
    return render(request, "plans/effectiveness/listing.html", shown)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_coordinate)
def make(request: HttpRequest) -> HttpResponse:
    """Close a quarter: its report is computed and frozen."""
    offered = queries.quarters_offered(timezone.localdate())
    quarters = [(each, effectiveness_sentences.quarter(each)) for each in offered]
    form = QuarterForm(request.POST or None, areas=coordinations.areas_for(request.user), quarters=quarters)
    if taken(form, actions.make, by=request.user):
        messages.success(request, _("The report is made. It changes no more."))
        return redirect("plans:effectiveness")
    return render(request, "plans/effectiveness/make.html", {"form": form})


@require_safe
@open_when(permissions.can_see_plans)
def report(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show a report."""
    found = _visible(request, report_id)
    can_publish = permissions.publishes_reports(request.user, found.area) and not found.published_on
    shown = {**effectiveness_pages.shown(found), "can_publish": can_publish}
    return render(request, "plans/effectiveness/report.html", shown)


@require_safe
@open_when(permissions.can_see_plans)
def paper(request: HttpRequest, report_id: int) -> HttpResponse:
    """Hand a report over on paper."""
    found = _visible(request, report_id)
    answer = HttpResponse(effectiveness_pages.paper(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{effectiveness_pages.file_name(found)}"'
    return answer


@require_POST
@open_when(permissions.can_publish_reports)
def publish(request: HttpRequest, report_id: int) -> HttpResponse:
    """Let everybody read the counts of a report."""
    found = _visible(request, report_id)
    if not permissions.publishes_reports(request.user, found.area):
        raise Http404
    if taken_or_told(request, actions.publish, report=found, by=request.user):
        messages.success(request, _("Everybody may read its counts now."))
    return redirect("plans:report", found.pk)


def _visible(request: HttpRequest, report_id: int) -> EffectivenessReport:
    found: EffectivenessReport = get_object_or_404(queries.reports(request.user), pk=report_id)
    return found
