"""How a public page is answered: with the links of the languages, and without the token of any form."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from confianza.web.lib import languages
from confianza.web.public_site import queries, sections


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Draw a public page, with the ways to the others."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    told = {
        "public_page": True,
        "sections": sections.seen_from(here or ""),
        "other_languages": languages.others(request),
        "emergency": settings.EMERGENCY_NUMBER,
        **(context or {}),
    }
    return render(request, f"public_site/{template}.html", told, status=status)


def place_asked_for(request: HttpRequest, shown: queries.Shown) -> queries.Place | None:
    """Return the place in the address (`?lugar=`), else the town."""
    return shown.places.get(request.GET.get("lugar", "")) or shown.town


def nothing_yet(request: HttpRequest, title: str) -> HttpResponse:
    """Say what will stand here once something is published."""
    return page(request, "nothing_yet", {"title": title})
