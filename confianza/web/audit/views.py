"""The account, for the auditor."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from confianza.web.audit import actions, permissions, queries, sentences, tasks
from confianza.web.audit.forms import FilterForm
from confianza.web.lib import doors

PER_PAGE = 50
HEADS_PER_PAGE = 30


@require_safe
@doors.open_when(permissions.can_read_account)
def entries(request: HttpRequest) -> HttpResponse:
    """List who did what, newest first, as the address asks."""
    form = FilterForm(request.GET, actions=sentences.of_deeds(queries.actions_seen()))
    wanted = form.cleaned_data if form.is_valid() else {}
    page = Paginator(queries.entries(**wanted).visible_to(request.user), PER_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [(entry, sentences.of_deed(entry.action), sentences.of_details(entry.details)) for entry in page]
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "standing": sentences.standing(queries.last_verification()),
        "head": queries.signed_heads().first(),
    }
    return render(request, "audit/entries.html", context)


@require_POST
@doors.open_when(permissions.can_read_account)
def verify(request: HttpRequest) -> HttpResponse:
    """Verify the whole account now; a long one goes to the queue."""
    verdict = tasks.verify(by=request.user)
    if verdict is None:
        messages.info(request, _("The account is long; the result will stand here in a few minutes."))
    else:
        say = messages.success if verdict.ok else messages.error
        say(request, sentences.of_verdict(verdict.entries, verdict.fault))
    return redirect("audit:entries")


@require_safe
@doors.open_when(permissions.can_read_account)
def heads(request: HttpRequest) -> HttpResponse:
    """List the signed heads with their words, to be compared with what was kept on paper."""
    page = Paginator(queries.signed_heads(), HEADS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "audit/heads.html", {"page": page})


@require_POST
@doors.open_when(permissions.can_read_account)
def export_heads(request: HttpRequest) -> HttpResponse:
    """Sign where the account stands, and hand all heads over as a file."""
    text = actions.export_heads(by=request.user)
    name = f"confianza-sellos-{timezone.localdate()}.json"
    return HttpResponse(
        text,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
