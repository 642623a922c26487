"""The doors telephones knock at: forms, their files, and what was filled in."""

from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from confianza.web.audit.actions import Named
from confianza.web.fieldwork import openrosa, rules, sealed
from confianza.web.fieldwork.actions import devices as devices_actions
from confianza.web.fieldwork.actions import submissions
from confianza.web.fieldwork.models import Device, FormVersion
from confianza.web.fieldwork.queries import devices
from confianza.web.fieldwork.xforms.problems import SubmissionRefused
from confianza.web.lib.doors import View, open_to_everyone

SUBMISSION = "xml_submission_file"
INCOMPLETE = "*isIncomplete*"
TAKEN, NOT_TAKEN = "submit_success", "submit_error"


def for_telephones(view: View) -> Any:
    """Open a view to whoever holds the key of a telephone in the address; to others it is not there.

    No cookie is read, so that nothing can be sent in another's name.
    """

    @wraps(view)
    def opened(request: HttpRequest, key: str, **more: Any) -> Any:
        device = devices.by_key(key)
        if device is None:
            raise Http404
        devices_actions.note_use(device=device, by=None)
        return view(request, device, **more)

    return csrf_exempt(open_to_everyone(opened))


@require_safe
@for_telephones
def form_list(request: HttpRequest, device: Device) -> HttpResponse:
    asked = request.GET.get("formID")
    versions = [each for each in devices.versions_for(device) if asked in (None, each.form.form_id)]
    verbose = request.GET.get("verbose") == "true"
    return openrosa.answer(openrosa.form_list(versions, openrosa.base_address(request), verbose=verbose))


@require_safe
@for_telephones
def form_xml(request: HttpRequest, device: Device, version: int) -> HttpResponse:
    found = _version(device, version)
    return openrosa.signed(HttpResponse(bytes(found.xml), content_type=openrosa.CONTENT_TYPE))


@require_safe
@for_telephones
def manifest(request: HttpRequest, device: Device, version: int) -> HttpResponse:
    found = _version(device, version)
    base = f"{openrosa.base_address(request)}forms/{found.pk}/"
    return openrosa.answer(openrosa.manifest(found.files.order_by("name"), base))


@require_safe
@for_telephones
def form_file(request: HttpRequest, device: Device, version: int, file: int) -> HttpResponse:
    found = _version(device, version).files.filter(pk=file).first()
    if found is None:
        raise Http404
    content = sealed.read(found.sha256)
    return openrosa.signed(HttpResponse(content, content_type="application/octet-stream"))


@require_http_methods(["HEAD", "GET", "POST"])
@for_telephones
def submission(request: HttpRequest, device: Device) -> HttpResponse:
    if request.method != "POST":
        # Telephones ask first whether this is a place to send to; nothing but 204 is a yes.
        return openrosa.answer(status=204)
    sent = request.FILES.get(SUBMISSION)
    if sent is None:
        return openrosa.message(_("Nothing was sent."), status=400, nature=NOT_TAKEN)
    files = {name: file for name, file in request.FILES.items() if name not in (SUBMISSION, INCOMPLETE)}
    try:
        found = submissions.receive(xml=sent.read(), files=files, device=device, by=_author(device))
    except SubmissionRefused as refused:
        return openrosa.message(refused.problem.sentence, status=400, nature=NOT_TAKEN)
    nature = TAKEN if found.outcome in rules.TAKEN else NOT_TAKEN
    return openrosa.message(_sentence(found.outcome), status=rules.status(found.outcome), nature=nature)


def _version(device: Device, number: int) -> FormVersion:
    found = devices.version_for(device, number)
    if found is None:
        raise Http404
    return found


def _author(device: Device) -> Any:
    return device.person or Named(None, device.label)


def _sentence(outcome: rules.Outcome) -> str:
    return {
        "new": _("Received. Thank you."),
        "same": _("Received already; it is here once."),
        "edit": _("Received: it takes the place of what was sent before."),
        "conflict": _(
            "Something else was sent under this number. It was kept aside, and somebody will look at it."
        ),
        "stale_edit": _(
            "What this changes was changed already. It was kept aside, and somebody will look at it."
        ),
        "closed": _("This form is closed. What you sent was kept aside, and somebody will look at it."),
        "unknown_form": _("Nobody here knows this form. What you sent was kept aside."),
        "gone": _("This was deleted here. What you sent was kept aside."),
    }[outcome]
