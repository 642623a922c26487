"""Cards: forms of the street that a browser keeps, fills in without network and sends when there is one."""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_POST, require_safe
from django_permissions_policy.decorators import permissions_policy_override

from confianza.web.fieldwork import openrosa, permissions
from confianza.web.fieldwork.actions import cards as actions
from confianza.web.fieldwork.cards import words
from confianza.web.fieldwork.queries import cards as queries
from confianza.web.fieldwork.views.openrosa import Caller, for_telephones
from confianza.web.lib.doors import open_to_everyone, open_when

SCRIPTS = ("parts", "conditions", "instance", "vault", "photo", "outbox", "form", "pages", "cards")
STYLES = ("design/confianza.css", "fieldwork/cards/cards.css")
ICON = "design/favicon.svg"
WORKER = "fieldwork/cards/worker.js"
# The house asks nothing of a device; here people mark where something is, when they press a button.
WITH_PLACES = {**settings.PERMISSIONS_POLICY, "geolocation": ["self"]}
SHORT = 12
ICONS = ("file", "check", "clock", "warning", "info", "up", "map", "cross", "plus", "school", "people")


@require_safe
@open_when(permissions.can_fill_cards)
@permissions_policy_override(WITH_PLACES)
def cards(request: HttpRequest) -> HttpResponse:
    """The page itself: the same for everybody, for the browser keeps it and opens it without network."""
    return render(request, "fieldwork/cards/page.html", _page())


@require_safe
@open_to_everyone
def worker(request: HttpRequest) -> HttpResponse:
    """What keeps the page in the browser; another version of anything it keeps makes it another text."""
    source = Path(str(finders.find(WORKER))).read_text(encoding="utf-8")
    kept = {"page": reverse("fieldwork:cards"), "files": _files(), "version": _version()}
    response = HttpResponse(f"const KEPT = {json.dumps(kept)};\n{source}", content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
@open_to_everyone
def manifest(request: HttpRequest) -> HttpResponse:
    """How the page stands on the screen of a telephone."""
    said = words.spoken(request.LANGUAGE_CODE)  # type: ignore[attr-defined]
    page = reverse("fieldwork:cards")
    told = {
        "id": page,
        "start_url": page,
        "scope": page,
        "name": said["title"],
        "short_name": said["short"],
        "lang": request.LANGUAGE_CODE,  # type: ignore[attr-defined]
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0b5f73",
        "icons": [{"src": static(ICON), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@require_safe
@open_when(permissions.can_fill_cards)
def person(request: HttpRequest) -> HttpResponse:
    """Tell the page who is logged in, and what a form of this person must carry."""
    told = {
        "reference": queries.reference(request.user),
        "name": request.user.display_name,  # type: ignore[union-attr]
        "token": get_token(request),
    }
    return JsonResponse(told)


@require_POST
@open_when(permissions.can_fill_cards)
def enrol(request: HttpRequest) -> HttpResponse:
    """Give this browser a key as a telephone of the person's; told once."""
    area = queries.area_of(request.user, permissions.FILLERS_OF_CARDS)
    key = actions.enrol(person=request.user, area=area, by=request.user)
    return JsonResponse({"key": key, "reference": queries.reference(request.user)}, status=201)


@require_safe
@for_telephones
def forms(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Tell a browser, by its key, which cards it may fill in."""
    return openrosa.signed(JsonResponse({"forms": queries.forms(caller.device)}))


def _page() -> dict[str, Any]:
    addresses = {name: reverse(f"fieldwork:{name}") for name in ("cards", "cards_worker", "cards_person")}
    addresses |= {"enrol": reverse("fieldwork:enrol_cards"), "telephones": "/odk/"}
    addresses |= {"login": f"{reverse('accounts:login')}?next={addresses['cards']}"}
    addresses |= {"logout": reverse("accounts:logout"), "work": reverse("accounts:home")}
    return {
        "scripts": [f"fieldwork/cards/{name}.js" for name in SCRIPTS],
        "addresses": addresses,
        "icons": ICONS,
        "words": {code: words.spoken(code) for code, _name in settings.LANGUAGES},
        "fictional": settings.FICTIONAL_DATA,
    }


def _files() -> list[str]:
    names = [*(f"fieldwork/cards/{name}.js" for name in SCRIPTS), *STYLES, ICON]
    return [*(static(name) for name in names), reverse("fieldwork:cards_manifest")]


def _version() -> str:
    """Return what changes whenever the page or a file of it does. Names of files tell their content."""
    with translation.override(settings.LANGUAGE_CODE):
        page = render_to_string("fieldwork/cards/page.html", _page())
    told = json.dumps([page, *_files()])
    return hashlib.sha256(told.encode()).hexdigest()[:SHORT]
