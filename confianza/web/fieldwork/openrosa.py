"""What is said between a telephone and this server, in the words of OpenRosa (https://docs.getodk.org/openrosa/).

Collect is strict: a list in which one form lacks a name is no list, and any content type without text/xml
comes from a network in between.
"""

import base64
import time
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.utils.http import http_date

from confianza.web.fieldwork.models import FormFile, FormVersion

CONTENT_TYPE = "text/xml; charset=utf-8"
# More than a few photographs at once; what is larger a telephone sends in parts.
LARGEST = 100_000_000
FORMS = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"
RESPONSE = "http://openrosa.org/http/response"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def answer(text: str = "", *, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    """Return an answer that telephones accept as one of an OpenRosa server."""
    response = HttpResponse(text, status=status, content_type=CONTENT_TYPE)
    return signed(response, headers)


def signed(response: HttpResponse, headers: dict[str, str] | None = None) -> HttpResponse:
    """Put the headers on a response by which a telephone knows an OpenRosa server."""
    response["X-OpenRosa-Version"] = "1.0"
    response["X-OpenRosa-Accept-Content-Length"] = str(LARGEST)
    response["Date"] = http_date(time.time())
    response["Cache-Control"] = "no-store"
    for name, value in (headers or {}).items():
        response[name] = value
    # Django would tell the journal the address of whatever it refused, and the key with it.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def message(sentence: str, *, status: int, nature: str) -> HttpResponse:
    """Return a sentence that the telephone shows to whoever holds it."""
    told = f'<message nature="{nature}">{escape(sentence)}</message>'
    return answer(f'{HEAD}<OpenRosaResponse xmlns="{RESPONSE}">{told}</OpenRosaResponse>', status=status)


def form_list(versions: Iterable[FormVersion], base: str, *, verbose: bool = False) -> str:
    """Return the list of forms under the address `base`."""
    return (
        f'{HEAD}<xforms xmlns="{FORMS}">{"".join(_form(each, base, verbose) for each in versions)}</xforms>'
    )


def manifest(files: Iterable[FormFile], base: str) -> str:
    """Return the list of the files that go with a version, under the address of the version."""
    told = "".join(
        "<mediaFile>"
        + _elements(filename=each.name, hash=f"md5:{each.md5}", downloadUrl=f"{base}files/{each.pk}")
        + "</mediaFile>"
        for each in files
    )
    return f'{HEAD}<manifest xmlns="{MANIFEST}">{told}</manifest>'


def _form(version: FormVersion, base: str, verbose: bool) -> str:
    place = f"{base}forms/{version.pk}/"
    told: dict[str, Any] = {
        "formID": version.form.form_id,
        "name": version.form.title,
        "version": version.version,
        "hash": f"md5:{version.md5}",
    }
    if verbose:
        told["descriptionText"] = version.form.title
    told["downloadUrl"] = f"{place}form.xml"
    if version.files.exists():
        told["manifestUrl"] = f"{place}manifest"
    return f"<xform>{_elements(**told)}</xform>"


def _elements(**told: Any) -> str:
    return "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in told.items())


def base_address(request: HttpRequest, key: str = "") -> str:
    """Return the absolute address below which a telephone asks, ending in a stroke; with a login, no key."""
    return request.build_absolute_uri(f"/odk/{key}/" if key else "/odk/")


def login(request: HttpRequest) -> tuple[str, str]:
    """Return the label and the key with which a telephone logs in (Basic), "" and "" where it does not."""
    kind, _blank, told = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return "", ""
    try:
        label, _colon, key = base64.b64decode(told, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return label, key


def ask_for_login(sentence: str) -> HttpResponse:
    """Return what makes a telephone ask for its label and key."""
    response = message(sentence, status=401, nature="submit_error")
    response["WWW-Authenticate"] = 'Basic realm="Confianza", charset="UTF-8"'
    return response
