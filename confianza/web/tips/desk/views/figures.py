"""Counts for whoever works at the desk, over the tips they may read themselves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from confianza.web.lib.doors import open_when
from confianza.web.tips import permissions
from confianza.web.tips.actions import reading as actions
from confianza.web.tips.desk import figure_pages, reading
from confianza.web.tips.queries import figures as queries
from confianza.web.tips.queries import queue


@require_safe
@never_cache
@open_when(permissions.can_read_tips)
def figures(request: HttpRequest) -> HttpResponse:
    """Show how many tips came, how soon they were answered and what came of them."""
    rows = queue.rows(reading.reader(request), timezone.localdate())
    actions.note_list(tips=len(rows), by=request.user)
    return render(request, "tips/desk/figures.html", figure_pages.shown(queries.of(rows)))
