"""The pages of the records: what came, one delivery, bringing files, the known layouts."""

import functools
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from confianza.analysis.vocabulary.problems import DeliveryRefused
from confianza.web.lib.doors import View, open_when
from confianza.web.records import files, permissions, queries, sentences, tasks
from confianza.web.records.actions import deliveries as delivery_actions
from confianza.web.records.actions import uploads as upload_actions
from confianza.web.records.forms.deliveries import ConfirmForm, SourceForm, UploadForm, title
from confianza.web.records.models import Upload

PER_PAGE = 25
# What the form itself adds to the files it carries.
ROOM_FOR_THE_FORM = 64 * 1024
UTF8_MARK = "\ufeff"  # without it Excel reads a CSV as Latin-1


@require_safe
@open_when(permissions.can_read_deliveries)
def deliveries(request: HttpRequest) -> HttpResponse:
    """List what came, what is late and, for the analyst, what was brought and not finished."""
    sight = queries.sight(request.user)
    context = {
        "page": Paginator(queries.rows(sight), PER_PAGE).get_page(request.GET.get("page")),
        "late": queries.late(sight),
        "can_upload": permissions.can_upload(request.user),
        "uploads": queries.open_uploads(request.user),
    }
    return render(request, "records/deliveries.html", context)


@require_safe
@open_when(permissions.can_read_deliveries)
def delivery(request: HttpRequest, delivery_id: str) -> HttpResponse:
    """Show one delivery: where every record went, what is wrong, what it replaced and what to ask."""
    sight = queries.sight(request.user)
    _seen(delivery_id, sight)
    may_read_records = delivery_id in queries.sight_of_records(request.user)
    shown = queries.page(delivery_id, sight, tells_values=may_read_records)
    context: dict[str, Any] = {"shown": shown, "delivery": shown.delivery, "counts": shown.delivery.counts}
    if may_read_records:
        records = queries.rejected_records(delivery_id)
        delivery_actions.account_for_reading(delivery_id=delivery_id, what="first rejected", by=request.user)
        context |= {
            "may_read_records": True,
            "rejected": queries.first_rejected(records),
            "questions": queries.questions(shown.delivery, records),
        }
    return render(request, "records/delivery.html", context)


@require_safe
@open_when(permissions.can_read_records)
def rejected_csv(request: HttpRequest, delivery_id: str) -> StreamingHttpResponse:
    """Download the records in quarantine, to mend them or to send them back."""
    records = queries.rejected_records(_seen(delivery_id, queries.sight_of_records(request.user)).id)
    delivery_actions.account_for_reading(
        delivery_id=delivery_id, what="all rejected", by=request.user, took_away=True
    )
    lines = (UTF8_MARK + line if at == 0 else line for at, line in enumerate(queries.rejected_csv(records)))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{delivery_id}-rejected.csv"'
    return response


@open_when(permissions.can_upload)
def read_again(request: HttpRequest, delivery_id: str) -> HttpResponse:
    """Ask, then have the bytes of a delivery checked again with its profile as it is now."""
    existing = _seen(delivery_id, queries.sight_of_records(request.user))
    if request.method != "POST":
        return render(request, "records/read_again.html", {"delivery": existing})
    upload = upload_actions.read_again(delivery_id=delivery_id, by=request.user, then=tasks.check_later)
    return redirect("records:upload", upload.pk)


# The size is refused before the body is read, and the token that protects the form is in the body.
@csrf_exempt
@open_when(permissions.can_upload)
def bring(request: HttpRequest) -> HttpResponseBase:
    """Bring files; larger ones than may be are refused before they are read."""
    try:
        files.check_size(int(request.META.get("CONTENT_LENGTH") or 0) - ROOM_FOR_THE_FORM)
    except files.TooLarge as refused:
        form = UploadForm(areas=queries.areas_of(request.user))
        context = {"form": form, "refused": sentences.of_problem(refused.problem)}
        return render(request, "records/bring.html", context, status=413)
    return _bring(request)


@csrf_protect
def _bring(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None, areas=queries.areas_of(request.user))
    if request.method != "POST" or not form.is_valid():
        return render(request, "records/bring.html", {"form": form})
    upload = upload_actions.bring(by=request.user, then=tasks.check_later, **form.cleaned_data)
    return redirect("records:upload", upload.pk)


def _of_upload(view: View) -> View:
    """Hand the upload over to the view; one that moved on meanwhile shows itself with a sentence instead."""

    @functools.wraps(view)
    def found(request: HttpRequest, upload_id: int) -> HttpResponseBase:
        upload = get_object_or_404(queries.uploads(request.user), pk=upload_id)
        try:
            return view(request, upload)
        except DeliveryRefused as refused:
            messages.warning(request, sentences.of_problem(refused.problem))
            return redirect("records:upload", upload_id)

    return found


@require_safe
@open_when(permissions.can_upload)
@_of_upload
def upload(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Show how an upload stands and what may be decided about it."""
    return render(request, "records/upload.html", _standing(request, upload))


@require_safe
@open_when(permissions.can_upload)
@_of_upload
def upload_state(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Show the part of the upload's page that changes while the worker works."""
    return render(request, "records/parts/upload_state.html", _standing(request, upload))


@require_POST
@open_when(permissions.can_upload)
@_of_upload
def choose_source(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Say of which layout the files are."""
    form = SourceForm(request.POST)
    if not form.is_valid():
        return render(request, "records/upload.html", _standing(request, upload) | {"source_form": form})
    upload_actions.choose_source(upload=upload, by=request.user, then=tasks.check_later, **form.cleaned_data)
    return redirect("records:upload", upload.pk)


@require_POST
@open_when(permissions.can_upload)
@_of_upload
def confirm(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Have the checked files stored."""
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return render(request, "records/upload.html", _standing(request, upload) | {"confirm_form": form})
    office = None if upload.again_of else form.cleaned_data["office"]
    upload_actions.confirm(upload=upload, office=office, by=request.user, then=tasks.store_later)
    return redirect("records:upload", upload.pk)


@open_when(permissions.can_upload)
@_of_upload
def cancel(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Ask, then give up an upload and delete its files."""
    if request.method != "POST":
        return render(request, "records/cancel.html", {"upload": upload})
    upload_actions.cancel(upload=upload, by=request.user)
    return redirect("records:deliveries")


@require_safe
@open_when(permissions.can_read_deliveries)
def sources(request: HttpRequest) -> HttpResponse:
    """List the layouts that can be read."""
    listed = [(profile, title(profile)) for profile in queries.profiles()]
    return render(request, "records/sources.html", {"sources": listed})


@require_safe
@open_when(permissions.can_read_deliveries)
def source(request: HttpRequest, name: str) -> HttpResponse:
    """Show one layout: which columns it knows and how it reads them."""
    found = next((profile for profile in queries.profiles() if profile.name == name), None)
    if found is None:
        raise Http404
    return render(request, "records/source.html", {"profile": found, "title": title(found)})


def _seen(delivery_id: str, sight: queries.Sight) -> Any:
    try:
        return queries.seen(delivery_id, sight)
    except LookupError as unknown:
        raise Http404 from unknown


def _standing(request: HttpRequest, upload: Upload) -> dict[str, Any]:
    """Return what the page of an upload shows in the state it is in."""
    offices = queries.offices(upload.source, queries.sight(request.user))
    proposed = upload.office or (offices[0] if len(offices) == 1 else "")
    return {
        "upload": upload,
        "confirm_form": ConfirmForm(initial={"office": proposed}, offices=offices),
        "result": upload.result,
        "source_form": SourceForm(initial={"source": upload.source}),
        **queries.standing(upload),
    }
