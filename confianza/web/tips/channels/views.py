"""What a relay brings is taken in and answered; what is not genuine, or not a message, says so in a word.

There are no cookies here that a form could ride on. Each request shows a secret of the relay's own.
"""

import functools
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST

from confianza.web.lib.doors import open_without_register
from confianza.web.tips.actions import messaging
from confianza.web.tips.channels import formats, sending, sentences
from confianza.web.tips.channels.formats import Incoming, NotAMessage

View = Callable[[HttpRequest], HttpResponse]
SCHEME = "Token "


def _of_the_relay(view: View) -> View:
    """Let in whoever shows the gateway's token."""

    @functools.wraps(view)
    def checked(request: HttpRequest) -> HttpResponse:
        shown = request.headers.get("Authorization", "").removeprefix(SCHEME)
        wanted = _kept(settings.TOKEN)
        if not wanted or not secrets.compare_digest(shown.encode(), wanted):
            return HttpResponseForbidden()
        try:
            return view(request)
        except NotAMessage as wrong:
            return JsonResponse({"error": wrong.problem}, status=400)

    return checked


@require_POST
@open_without_register
@_of_the_relay
def generic(request: HttpRequest) -> HttpResponse:
    """Take a message with from, text and id, as a form or as JSON; answer with what to send back."""
    told: Mapping[str, Any] = request.POST.dict() if _is_form(request) else formats.read(request.body)
    return _answer(formats.generic(told, settings.CALLING_CODE))


@require_POST
@open_without_register
@_of_the_relay
def rapidpro(request: HttpRequest) -> HttpResponse:
    """Take what a flow's webhook sends; the flow sends back @webhook.reply."""
    return _answer(formats.rapidpro(formats.read(request.body), settings.CALLING_CODE))


@require_http_methods(["GET", "POST"])
@open_without_register
def whatsapp(request: HttpRequest) -> HttpResponse:
    """Shake hands (GET), or take a notification: signed ones are acknowledged whatever is in them."""
    if request.method == "GET":
        return _handshake(request)
    signature = request.headers.get("X-Hub-Signature-256", "")
    if not formats.is_signed(_kept(settings.WHATSAPP_SECRET), request.body, signature):
        return HttpResponseForbidden()
    try:
        incoming = formats.whatsapp(formats.read(request.body))
    except NotAMessage:
        return HttpResponse(status=200)
    for each in incoming:
        sending.reply(each.number, _said(each))
    return HttpResponse(status=200)


def nothing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say nothing about an address that is none."""
    return HttpResponse(status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Have the relay bring it again."""
    return HttpResponse(status=500)


def _answer(incoming: Incoming) -> HttpResponse:
    response = JsonResponse({"reply": _said(incoming)})
    response.headers["Cache-Control"] = "no-store"
    return response


def _said(incoming: Incoming) -> str:
    code, receipt = messaging.receive(
        number=incoming.number, text=incoming.text, message=incoming.id, by=None
    )
    return sentences.of(code, receipt)


def _handshake(request: HttpRequest) -> HttpResponse:
    told, wanted = request.GET, _kept(settings.WHATSAPP_VERIFY)
    shown = told.get("hub.verify_token", "").encode()
    if told.get("hub.mode") != "subscribe" or not wanted or not secrets.compare_digest(shown, wanted):
        return HttpResponseForbidden()
    return HttpResponse(told.get("hub.challenge", ""), content_type="text/plain")


def _is_form(request: HttpRequest) -> bool:
    return request.content_type == "application/x-www-form-urlencoded"


def _kept(place: Path) -> bytes:
    """Return a secret somebody laid down, nothing where none is."""
    try:
        return place.read_bytes().strip()
    except FileNotFoundError:
        return b""
