"""The first page, the way back with a receipt, and the way out."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from confianza.web.tips.intake import asked, gates, tokens, voices
from confianza.web.tips.intake.pages import language_of, page

DOOR, DOOR_SECONDS = "door", 2 * 3600
LEAVING = '"cache", "cookies", "storage"'


def start(request: HttpRequest, argument: str) -> HttpResponse:
    """Show what this is, what protects and what does not, and the ways in."""
    language = language_of(request)
    told = {"questionnaires": asked.offered(language), "voice": voices.address(language, "start")}
    return page(request, "start", told)


def leave(request: HttpRequest, argument: str) -> HttpResponse:
    """Show a page about nothing, and have the browser forget what it keeps of this address."""
    response = page(request, "exit", {"exit_address": settings.EXIT_ADDRESS})
    response.headers["Clear-Site-Data"] = LEAVING
    return response


def come_back(
    request: HttpRequest,
    argument: str,
    *,
    problem: str = "",
    receipt: str = "",
    gate: gates.Gate | None = None,
) -> HttpResponse:
    """Ask for the receipt."""
    gate = gate or gates.new()
    told = {"token": tokens.sealed(DOOR, {"gate": gate.told()}), "gate": gate}
    return page(request, "come_back", told | {"problem": problem, "receipt": receipt})
