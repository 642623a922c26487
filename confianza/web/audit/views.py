"""The account, for the auditor."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from confianza.web.audit import permissions, queries
from confianza.web.audit.forms import FilterForm
from confianza.web.lib import doors

PER_PAGE = 50


@doors.open_when(permissions.can_read_account)
def entries(request: HttpRequest) -> HttpResponse:
    """List who did what, newest first, as the address asks."""
    form = FilterForm(request.GET, actions=queries.actions_seen())
    wanted = form.cleaned_data if form.is_valid() else {}
    page = Paginator(queries.entries(**wanted), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "audit/entries.html", {"form": form, "page": page})
