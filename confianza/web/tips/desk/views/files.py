"""Attachments: the clean copy for whoever reads the tip, the original once another unit agreed."""

from collections.abc import Iterable
from typing import Any

from csp import constants as csp
from csp.decorators import csp_replace
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from confianza.web.lib.doors import open_when
from confianza.web.tips import permissions
from confianza.web.tips.actions import evidence, reading
from confianza.web.tips.desk import reading as desk
from confianza.web.tips.desk import words
from confianza.web.tips.desk.forms.tip import AskOriginalForm
from confianza.web.tips.desk.tip_pages import SHOWN
from confianza.web.tips.queries import files, opening
from confianza.web.tips.queries.opening import OpenTip, Reader

# Whatever a file turns out to hold: it runs nothing, loads nothing and belongs to no origin.
SANDBOX = {"sandbox": True, "script-src": [csp.NONE], "style-src": [csp.NONE], "form-action": [csp.NONE]}


@csp_replace(SANDBOX)
@require_safe
@open_when(permissions.can_read_tips)
@desk.of_tip
def clean_copy(request: HttpRequest, opened: OpenTip, reader: Reader, file_id: Any) -> HttpResponseBase:
    """Hand over the clean copy of a file, to be kept or, where it is a picture, to be looked at."""
    file = desk.file_of(opened, file_id)
    reading.note_file(opened=opened, file=file, by=request.user)
    kind = str(file.about["kind"])
    shown = kind in SHOWN and "ver" in request.GET
    return _streamed(files.clean_pieces(file), kind, files.file_name(opened, file, kind), shown=shown)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_read_tips)
@desk.of_tip
def ask_original(request: HttpRequest, opened: OpenTip, reader: Reader, file_id: Any) -> HttpResponse:
    """Ask the unit that keeps the other half of its key for an original."""
    file, form = desk.file_of(opened, file_id), AskOriginalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            evidence.ask(opened=opened, file=file, by=request.user, **form.cleaned_data)
            messages.success(request, _("Asked. It opens once somebody of that unit agrees."))
            return redirect("tips:tip", opened.tip.pk)
        except evidence.Refused as refused:
            form.add_error(None, words.WHY_NOT[refused.problem])
    shown = {"opened": opened, "tip": opened.tip, "file": file, "form": form}
    return render(request, "tips/desk/ask_original.html", shown)


@csp_replace(SANDBOX)
@require_POST
@open_when(permissions.can_read_tips)
@desk.of_tip
def take_original(request: HttpRequest, opened: OpenTip, reader: Reader, file_id: Any) -> HttpResponseBase:
    """Hand over an original, once, to whoever asked for it and was given it."""
    file = desk.file_of(opened, file_id)
    wanted = files.released(file, reader)
    if wanted is None:
        messages.warning(request, words.WHY_NOT["not_released"])
        return redirect("tips:tip", opened.tip.pk)
    pieces = evidence.take(request=wanted, opened=opened, keyring=reader.keyring, by=request.user)
    kind = str(file.about["original_kind"])
    return _streamed(pieces, kind, files.file_name(opened, file, kind), shown=False)


@require_safe
@open_when(permissions.can_release_originals)
def originals(request: HttpRequest) -> HttpResponse:
    """List the originals that somebody asks this person's unit for."""
    reader = desk.reader(request)
    return render(request, "tips/desk/originals.html", {"asked": list(files.asked(reader))})


@require_POST
@open_when(permissions.can_release_originals)
def answer_original(request: HttpRequest, request_id: Any) -> HttpResponse:
    """Agree that an original be opened, or not."""
    asked = get_object_or_404(files.asked_of(request.user), pk=request_id)
    reader = desk.reader(request)
    try:
        if request.POST.get("answer") == "release":
            evidence.release(request=asked, reader=reader, by=request.user)
        else:
            evidence.refuse(request=asked, by=request.user)
        messages.success(request, _("Answered."))
    except evidence.Refused as refused:
        messages.warning(request, words.WHY_NOT[refused.problem])
    except opening.NoKey:
        messages.warning(request, words.WHY_NOT["no_unit_key"])
    return redirect("tips:originals")


def _streamed(pieces: Iterable[bytes], kind: str, name: str, *, shown: bool) -> HttpResponseBase:
    response = HttpResponse(b"".join(pieces), content_type=kind)
    how = "inline" if shown else "attachment"
    response["Content-Disposition"] = f'{how}; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
