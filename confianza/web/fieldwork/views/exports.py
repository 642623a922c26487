"""What was answered by a form, to take along."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from confianza.web.fieldwork import permissions
from confianza.web.fieldwork.actions import exporting
from confianza.web.fieldwork.exports import making, media, tables
from confianza.web.fieldwork.exports.tables import Wish
from confianza.web.fieldwork.forms import ExportForm
from confianza.web.fieldwork.models import Form
from confianza.web.fieldwork.queries import forms as queries
from confianza.web.lib.doors import open_when


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_forms)
def export(request: HttpRequest, form_id: int) -> HttpResponseBase:
    """Ask how answers are wanted, and hand them out."""
    found = get_object_or_404(queries.kept_by(request.user), pk=form_id)
    form = ExportForm(request.POST or None)
    may_export = permissions.can_export(request.user, found)
    if request.method == "POST" and not may_export:
        raise Http404
    if form.is_valid():
        return _handed_out(request, found, **form.cleaned_data)
    told = {"form": found, "export_form": form, "may_export": may_export, **queries.counts(found)}
    return render(request, "fieldwork/export.html", told)


def _handed_out(
    request: HttpRequest, form: Form, *, what: str, also_waiting: bool, **how: Any
) -> HttpResponseBase:
    approved_only = not also_waiting
    if what == making.MEDIA:
        files = media.files(form, approved_only=approved_only)
        _account(request, form, what, len(files), approved_only)
        return _download(making.media_name(form), making.ZIP_TYPE, media.archive(files))
    found = tables.gathered(form, Wish(**how, approved_only=approved_only))
    file = making.made(what, found)
    _account(request, form, what, found.height, approved_only)
    return _download(file.name, file.content_type, file.content)


def _account(request: HttpRequest, form: Form, what: str, count: int, approved_only: bool) -> None:
    exporting.account_for_export(
        form=form, what=what, count=count, approved_only=approved_only, by=request.user
    )


def _download(name: str, kind: str, content: bytes | Iterator[bytes]) -> HttpResponseBase:
    answer = HttpResponse if isinstance(content, bytes) else StreamingHttpResponse
    response = answer(content, content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
