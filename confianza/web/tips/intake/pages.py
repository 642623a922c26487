"""How a page of the public door is made, and what all of them know."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

from confianza.web.tips.questionnaire import contacts

LANGUAGE = "language"
STYLE, SCRIPT = "style.css", "script.js"
PARTS = Path(__file__).resolve().parent / "templates" / "intake"


def page(
    request: HttpRequest, name: str, told: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Return a page by the name of its template."""
    known = {
        "spoken": language_of(request),
        "languages": settings.LANGUAGES,
        "emergency": _emergency(),
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


def outside_contacts() -> list[tuple[str, str]]:
    """Return whom to turn to outside of this house: number ("" where only the name is known) and name."""
    return _told(_country().outside)


def _emergency() -> list[tuple[str, str]]:
    return _told(_country().emergency)


def _told(listed: Iterable[contacts.Contact]) -> list[tuple[str, str]]:
    spoken = (get_language() or "").split("-")[0]
    return [(one.number, one.name.told_in(spoken)) for one in listed]


def _country() -> contacts.Country:
    own = settings.CONTACTS
    return contacts.of(settings.COUNTRY, contacts.read(own.read_text("utf-8")) if own.is_file() else None)
