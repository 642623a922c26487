"""Cases: one a victim, with what every source says beside the value that holds."""

import functools
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from confianza.web.lib.doors import View, open_when
from confianza.web.records import permissions
from confianza.web.records.actions import linkage as linkage_actions
from confianza.web.records.actions import reviews as review_actions
from confianza.web.records.actions.reviews import PURPOSE
from confianza.web.records.forms.cases import CaseFilterForm
from confianza.web.records.queries import cases, reviews, told
from confianza.web.records.queries.linkage import latest_linkage

PER_PAGE = 25
NAMES = "nombres"


@require_safe
@open_when(permissions.can_read_cases)
def listing(request: HttpRequest) -> HttpResponse:
    """List the cases of what the person reaches, the newest fact first."""
    linkage = latest_linkage()
    form = CaseFilterForm(request.GET or None, sources=cases.sources_of(request.user, linkage))
    found = cases.cases(request.user, linkage, form.filters())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    review_actions.account_for_cases(what="list of cases", cases=len(page.object_list), by=request.user)
    context = {
        "page": page,
        "form": form,
        "linkage": linkage,
        "total": len(found),
        "disagreeing": sum(bool(case.disagreements) for case in found),
        "filtered": bool(request.GET),
    }
    return render(request, "records/cases.html", context)


def _of_case(view: View) -> View:
    @functools.wraps(view)
    def found(request: HttpRequest, key: str) -> HttpResponseBase:
        linkage = latest_linkage()
        try:
            return view(request, cases.case(request.user, key, linkage), linkage)
        except cases.UnknownCase as unknown:
            raise Http404 from unknown

    return found


@require_safe
@open_when(permissions.can_read_cases)
@_of_case
def case(request: HttpRequest, case: cases.Case, linkage: Any) -> HttpResponse:
    """Show one case: the value that holds of every field, why, and what each source says; names if asked."""
    records = cases.records_of(case.key, linkage)
    rows = told.rows_of(records)
    review_actions.account_for_cases(what=f"case {case.key}", cases=1, by=request.user)
    context = {
        "case": case,
        "records": records,
        "fields": cases.fields_of(case, records, rows),
        "names": _names(request, case, records) if NAMES in request.GET else None,
        "ladder": cases.ladder(case),
        "others": cases.others_of_event(request.user, case, linkage),
        "pairs": reviews.touching(request.user, [record.key for record in records], linkage),
        "history": cases.history(request.user, [record.key for record in records]),
        "linkage": linkage,
    }
    return render(request, "records/case.html", context)


def _names(request: HttpRequest, case: cases.Case, records: list[reviews.Record]) -> list[told.Line]:
    linkage_actions.account_for_opening(
        by=request.user, reason=PURPOSE, people=len(records), subject=f"case {case.key}"
    )
    return told.lines(records, identities=told.identities_of(records))
