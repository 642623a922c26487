"""What waits at the desk, and searching in what one may read."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from confianza.web.lib.doors import open_when
from confianza.web.tips import permissions
from confianza.web.tips.actions import reading as actions
from confianza.web.tips.desk import reading
from confianza.web.tips.desk.forms.queue import QueueForm, SearchForm
from confianza.web.tips.models import State
from confianza.web.tips.queries import queue as queries

PER_PAGE = 25


@require_safe
@never_cache
@open_when(permissions.can_read_tips)
def queue(request: HttpRequest) -> HttpResponse:
    """List the tips of this reader, the most pressing first."""
    reader = reading.reader(request)
    rows = queries.rows(reader, timezone.localdate())
    form = QueueForm(request.GET or None, listed=rows, mine=str(request.user.pk))
    wanted = form.wanted()
    listed = [row for row in rows if wanted.holds(row)]
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    actions.note_list(tips=len(page), by=request.user)
    empty = QueueForm(initial={"state": "open"}, listed=rows, mine=str(request.user.pk))
    shown = {"form": form if form.is_bound else empty, "page": page, "rows": page.object_list}
    return render(request, "tips/desk/queue.html", {**shown, **_numbers(reader, rows), **_doors(request)})


@require_POST
@never_cache
@open_when(permissions.can_read_tips)
def search(request: HttpRequest) -> HttpResponse:
    """Look for words in all this reader may read; nothing of it is kept."""
    reader, form = reading.reader(request), SearchForm(request.POST)
    rows: list[queries.Row] = []
    if form.is_valid():
        rows = queries.search(reader, form.cleaned_data["words"], timezone.localdate())
        actions.note_search(tips=len(rows), by=request.user)
    return render(request, "tips/desk/search.html", {"search": form, "rows": rows})


def _numbers(reader: Any, rows: list[queries.Row]) -> dict[str, Any]:
    waiting = [row for row in rows if row.tip.state != State.CLOSED]
    return {
        "open": len(waiting),
        "late": sum(row.is_late for row in waiting),
        "danger": sum(row.is_danger and row.tip.state == State.NEW for row in waiting),
        "mine": sum(row.standing.assigned_to == str(reader.person.pk) for row in waiting),
        "total": len(rows),
        "keyless": queries.without_a_key(reader, len(rows)),
    }


def _doors(request: HttpRequest) -> dict[str, Any]:
    return {"search": SearchForm(), "takes_calls": permissions.can_take_calls(request.user)}
