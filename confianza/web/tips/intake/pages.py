"""How a page of the public door is made, and what all of them know."""

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

LANGUAGE = "language"
STYLE, SCRIPT = "style.css", "script.js"
PARTS = Path(__file__).resolve().parent / "templates" / "intake"


def page(request: HttpRequest, name: str, told: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """Return a page by the name of its template."""
    known = {
        "spoken": language_of(request),
        "languages": settings.LANGUAGES,
        "emergency_number": settings.EMERGENCY_NUMBER,
    }
    return HttpResponse(render_to_string(f"intake/{name}.html", known | (told or {})), status=status)


def language_of(request: HttpRequest) -> str:
    """Return the language a form says, else the house's."""
    said = request.POST.get(LANGUAGE, "") if request.method == "POST" else ""
    return said if said in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


@cache
def part(name: str) -> str:
    """Return the style or the script that stands in every page."""
    return (PARTS / name).read_text(encoding="utf-8")


def outside_contacts() -> list[str]:
    """Return whom to turn to outside of this house, a line each."""
    try:
        told = settings.OUTSIDE_CONTACTS.read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    return [line.strip() for line in told.splitlines() if line.strip()]
