"""What happens to every request before and after its page."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.cache import caches
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseNotAllowed,
    HttpResponseNotFound,
)
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _

from confianza.web.lib import languages

logger = logging.getLogger("confianza.refusals")
GetResponse = Callable[[HttpRequest], HttpResponse]

# All that pages and forms need; TRACE, which echoes cookies, and everything else is refused before any view.
METHODS = ("GET", "HEAD", "POST")
# A character no name has, on which PostgreSQL fails.
NOTHING = "%00"
REFUSALS = (400, 403, 404, 405, 413, 429)
OF_OURS = ("", "same-origin", "none")


def language(get_response: GetResponse) -> Callable[[HttpRequest], HttpResponse]:
    """Speak the language the address asks for, else the one chosen with the switch, else the installation's.

    The browser's own preference is not asked: phones are often sold speaking English to people who do not.
    """

    def speak(request: HttpRequest) -> HttpResponse:
        spoken = languages.spoken_to(request)
        with translation.override(spoken):
            request.LANGUAGE_CODE = spoken
            response = get_response(request)
            response.headers.setdefault("Content-Language", spoken)
            languages.remember(request, response, spoken)
            return response

    return speak


def isolation(get_response: GetResponse) -> Callable[[HttpRequest], HttpResponse]:
    """Keep pages apart from other sites, out of caches, and from methods nobody uses.

    Stands above whatever serves static files, which say themselves how long they may be kept.
    """

    def isolate(request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            response: HttpResponse = HttpResponseNotAllowed(METHODS)
        elif NOTHING in request.get_full_path():
            response = HttpResponseBadRequest()
        else:
            response = get_response(request)
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return isolate


def same_origin(get_response: GetResponse) -> Callable[[HttpRequest], HttpResponse]:
    """Let another site link to a page and do nothing else: no form, no picture, no frame, no script.

    Browsers too old to say where a request comes from are held by the cookies' SameSite and the forms' token.
    """

    def check(request: HttpRequest) -> HttpResponse:
        from_elsewhere = request.headers.get("Sec-Fetch-Site", "") not in OF_OURS
        if from_elsewhere and not _follows_a_link(request) and not _is_open_data(request):
            return HttpResponseNotFound()
        return get_response(request)

    return check


def _follows_a_link(request: HttpRequest) -> bool:
    headers = request.headers
    navigates = headers.get("Sec-Fetch-Mode") == "navigate" and headers.get("Sec-Fetch-Dest") == "document"
    return navigates and request.method in ("GET", "HEAD")


def _is_open_data(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD") and request.path.startswith(settings.OPEN_TO_OTHER_SITES)


def leave_nothing_behind(get_response: GetResponse) -> Callable[[HttpRequest], HttpResponse]:
    """Have the browser keep no page of a person who is logged in, and forget all when the person leaves.

    A session that ends by itself takes only pages: cards that wait for a signal on a telephone are sealed
    there, and would be lost (decision 0036).
    """

    def forget(request: HttpRequest) -> HttpResponse:
        was_here = SESSION_KEY in request.session
        response = get_response(request)
        stays = SESSION_KEY in request.session
        if was_here or stays:
            response.headers["Cache-Control"] = "no-store"
        if was_here and not stays:
            # Not "cookies": that would also take those of every other service under the same domain.
            leaves = request.path == reverse("accounts:logout")
            response.headers["Clear-Site-Data"] = '"cache", "storage"' if leaves else '"cache"'
        return response

    return forget


def human_pace(get_response: GetResponse) -> Callable[[HttpRequest], HttpResponse]:
    """Have whoever asks for more than a person can read, or sends more than one can write, wait a little.

    Counted per person: of an address nothing is known.
    """

    def pace(request: HttpRequest) -> HttpResponse:
        wait = _too_fast(request) if request.user.is_authenticated else 0
        if not wait:
            return get_response(request)
        slow = _("You are going too fast. Wait %(seconds)s seconds and go on.") % {"seconds": wait}
        return HttpResponse(slow, status=429, content_type="text/plain", headers={"Retry-After": str(wait)})

    return pace


def _too_fast(request: HttpRequest) -> int:
    """Count this request; return for how many seconds the person must wait, 0 while within every measure."""
    now, kinds = int(time.time()), ("asked", "sent") if request.method == "POST" else ("asked",)
    measures = [(kind, span, most) for kind in kinds for span, most in settings.PACE[kind]]
    counted = [(_counted(f"{kind}:{request.user.pk}:{span}:{now // span}", span), span, most)
               for kind, span, most in measures]  # fmt: skip
    return max((span - now % span for count, span, most in counted if count > most), default=0)


def _counted(key: str, span: int) -> int:
    counts = caches["pace"]
    counts.add(key, 0, span)
    return int(counts.incr(key))


def note_refusals(get_response: GetResponse) -> Callable[[HttpRequest], HttpResponse]:
    """Tell the machine's journal which person was refused what; of strangers Django tells the path alone."""

    def note(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code in REFUSALS and request.user.is_authenticated:
            told = (request.user.pk, request.method, escape_uri_path(request.path), response.status_code)
            logger.warning("person %s, %s %s: %s", *told)
        return response

    return note
