"""The doors telephones knock at: forms, their files, and what was filled in."""

from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
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
from confianza.web.lib import walls
from confianza.web.lib.doors import View, open_to_everyone

SUBMISSION = "xml_submission_file"
INCOMPLETE = "*isIncomplete*"
TAKEN, NOT_TAKEN = "submit_success", "submit_error"
# What a form adds around the files that it carries.
ROOM_FOR_THE_FORM = 1024 * 1024
LONGEST_NAME = 200


def for_telephones(view: View) -> Any:
    """Open a view to whoever holds the key of a telephone, in the address or as a login over HTTPS.

    To others it is not there. No cookie is read, so that nothing can be sent in another's name.
    """

    @wraps(view)
    def opened(request: HttpRequest, key: str = "", **more: Any) -> Any:
        with walls.for_a_telephone():
            if not key and request.is_secure() and not openrosa.login(request)[1]:
                return openrosa.ask_for_login(_("Log in with the name of the telephone and its key."))
            device = _device(request, key)
            devices_actions.note_use(device=device, by=None)
            try:
                return view(request, Caller(device, openrosa.base_address(request, key)), **more)
            except Http404:
                return openrosa.message(_("There is nothing here."), status=404, nature=NOT_TAKEN)

    return csrf_exempt(open_to_everyone(opened))


@dataclass(frozen=True)
class Caller:
    """A telephone with a good key, and the address below which it asks."""

    device: Device
    base: str


def _device(request: HttpRequest, key: str) -> Device:
    # Without HTTPS a login could be heard on the way; telephones offer none there either.
    login = openrosa.login(request) if request.is_secure() else ("", "")
    device = devices.by_key(key) if key else devices.by_login(*login)
    if device is None:
        raise Http404
    return device


@require_safe
@for_telephones
def form_list(request: HttpRequest, caller: Caller) -> HttpResponse:
    asked = request.GET.get("formID")
    versions = [each for each in devices.versions_for(caller.device) if asked in (None, each.form.form_id)]
    verbose = request.GET.get("verbose") == "true"
    return openrosa.answer(openrosa.form_list(versions, caller.base, verbose=verbose))


@require_safe
@for_telephones
def form_xml(request: HttpRequest, caller: Caller, version: int) -> HttpResponse:
    found = _version(caller.device, version)
    return openrosa.signed(HttpResponse(bytes(found.xml), content_type=openrosa.CONTENT_TYPE))


@require_safe
@for_telephones
def manifest(request: HttpRequest, caller: Caller, version: int) -> HttpResponse:
    found = _version(caller.device, version)
    base = f"{caller.base}forms/{found.pk}/"
    return openrosa.answer(openrosa.manifest(found.files.order_by("name"), base))


@require_safe
@for_telephones
def form_file(request: HttpRequest, caller: Caller, version: int, file: int) -> HttpResponse:
    found = _version(caller.device, version).files.filter(pk=file).first()
    if found is None:
        raise Http404
    content = sealed.read(found.sha256)
    return openrosa.signed(HttpResponse(content, content_type="application/octet-stream"))


@require_http_methods(["HEAD", "GET", "POST"])
@for_telephones
def submission(request: HttpRequest, caller: Caller) -> HttpResponse:
    if request.method != "POST":
        # Telephones ask first whether this is a place to send to; nothing but 204 is a yes.
        return openrosa.answer(status=204)
    if _size(request) > openrosa.LARGEST + ROOM_FOR_THE_FORM:
        return openrosa.message(_("Too much at once; send it in parts."), status=413, nature=NOT_TAKEN)
    try:
        sent = request.FILES.get(SUBMISSION)
    except (TooManyFilesSent, MultiPartParserError):
        return openrosa.message(_("What was sent broke off on the way."), status=400, nature=NOT_TAKEN)
    if sent is None:
        return openrosa.message(_("Nothing was sent."), status=400, nature=NOT_TAKEN)
    return _received(sent.read(), _files(request), caller.device)


def _received(xml: bytes, files: dict[str, Any], device: Device) -> HttpResponse:
    try:
        found = submissions.receive(xml=xml, files=files, device=device, by=_author(device))
    except SubmissionRefused as refused:
        return openrosa.message(refused.problem.sentence, status=400, nature=NOT_TAKEN)
    nature = TAKEN if found.outcome in rules.TAKEN else NOT_TAKEN
    return openrosa.message(_sentence(found.outcome), status=rules.status(found.outcome), nature=nature)


def _size(request: HttpRequest) -> int:
    told = str(request.META.get("CONTENT_LENGTH") or 0)
    return int(told) if told.isdecimal() else 0


def _files(request: HttpRequest) -> dict[str, Any]:
    """Return the files by the names of their parts: of an upload's own name Django keeps less."""
    found: dict[str, Any] = {}
    for name, several in request.FILES.lists():
        for file in several if name not in (SUBMISSION, INCOMPLETE) else ():
            found[rules.free_name(name.replace("\0", "")[:LONGEST_NAME], found)] = file
    return found


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
    }[outcome]
