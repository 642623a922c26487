"""What everybody may see is made once: whole pages, kept in this process until something new is published.

A page is kept under its address, its language, and the state of what is published, so that a release, a
bulletin or a correction is seen at once by everybody and nothing has to be thrown away by hand. Pages that
are kept hold no token, no name and no cookie; only views that promise so (`for_everyone`) are kept.
"""

import functools
import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from confianza.web.lib import walls

# How long a reader's browser may keep a page before asking whether it is still the same.
SECONDS_WITHOUT_ASKING = 60
# How old the word on what is published may be; asking the register at every visit would cost more than pages.
STATE_SECONDS = 5.0
MOST_BYTES = 48 * 1024 * 1024
# Larger answers are files and are read from disk; smaller ones gain nothing by compression.
LARGEST_KEPT, SMALLEST_ZIPPED = 1024 * 1024, 600
ZIPPED = ("text/", "application/json", "application/geo+json", "application/rss+xml", "application/atom+xml",
          "image/svg+xml")  # fmt: skip
# What the layers above read from an answer that is not a header.
MARKS = ("xframe_options_exempt", "_csp_update", "_csp_replace")

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Kept:
    """An answer as it is given to everybody."""

    content: bytes
    zipped: bytes
    headers: dict[str, str]
    marks: dict[str, Any]
    etag: str

    @property
    def size(self) -> int:
        return len(self.content) + len(self.zipped)


@dataclass
class Shelf:
    """The kept answers, the least asked for thrown out first when they take too much room."""

    most_bytes: int = MOST_BYTES
    answers: "OrderedDict[str, Kept]" = field(default_factory=OrderedDict)
    taken: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: str) -> Kept | None:
        with self.lock:
            found = self.answers.get(key)
            if found is not None:
                self.answers.move_to_end(key)
            return found

    def put(self, key: str, kept: Kept) -> None:
        with self.lock:
            before = self.answers.pop(key, None)
            self.taken += kept.size - (before.size if before else 0)
            self.answers[key] = kept
            while self.taken > self.most_bytes and len(self.answers) > 1:
                _, dropped = self.answers.popitem(last=False)
                self.taken -= dropped.size

    def clear(self) -> None:
        with self.lock:
            self.answers.clear()
            self.taken = 0


@dataclass
class Word:
    """What was last said to be published, and when it was asked."""

    state: str = ""
    made_at: datetime | None = None
    asked: float = float("-inf")


shelf = Shelf()
_word = Word()


def for_everyone(view: View) -> View:
    """Promise that what the view answers (with 200) is the same for everybody and may be kept."""

    @functools.wraps(view)
    def promised(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.for_everyone = True  # type: ignore[attr-defined]
        return response

    return promised


def forget() -> None:
    """Forget every page and what is published (for tests, and for whoever has just published)."""
    global _word
    shelf.clear()
    _word = Word()


def key(request: HttpRequest) -> str:
    """Return the name under which the answer to this request is kept."""
    host = f"{request.scheme}://{request.headers.get('Host', '')}"
    return "|".join((published().state, translation.get_language() or "", host, request.get_full_path()))


def published() -> Word:
    """Return the state of what is published, at most a few seconds old."""
    global _word
    now = time.monotonic()
    if now - _word.asked >= getattr(settings, "PUBLIC_STATE_SECONDS", STATE_SECONDS):
        _word = _ask(now)
    return _word


def _ask(now: float) -> Word:
    from confianza.web.public_site import queries

    try:
        with walls.raised_for(AnonymousUser()):
            state, made_at = queries.state()
    except DatabaseError:
        # A register that does not answer for a moment is no reason to take away what everybody may see.
        return Word(_word.state, _word.made_at, now)
    return Word(state, made_at, now)


def may_keep(response: HttpResponse) -> bool:
    """Say whether an answer may be kept: promised, whole, and without a cookie in it."""
    return (
        getattr(response, "for_everyone", False)
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and len(response.content) <= LARGEST_KEPT
    )


def keep(name: str, response: HttpResponse) -> Kept:
    """Keep an answer for the next who asks."""
    content = response.content
    headers = {field: value for field, value in response.items() if field not in ("Vary", "Cache-Control")}
    squeezed = len(content) >= SMALLEST_ZIPPED and headers.get("Content-Type", "").startswith(ZIPPED)
    kept = Kept(
        content=content,
        zipped=gzip.compress(content, 6, mtime=0) if squeezed else b"",
        headers=headers,
        marks={mark: getattr(response, mark) for mark in MARKS if hasattr(response, mark)},
        etag=f'W/"{hashlib.sha256(content).hexdigest()[:20]}"',
    )
    shelf.put(name, kept)
    return kept


def answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    """Give a kept answer, or say that the reader has it already."""
    zipped = bool(kept.zipped) and "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(kept.zipped if zipped else kept.content)
    for field_name, text in kept.headers.items():
        response.headers[field_name] = text
    for mark, value in kept.marks.items():
        setattr(response, mark, value)
    response.headers["Content-Length"] = str(len(response.content))
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = f"public, max-age={SECONDS_WITHOUT_ASKING}"
    response.headers["ETag"] = kept.etag
    if made_at := _word.made_at:
        response.headers["Last-Modified"] = http_date(made_at.timestamp())
    # The language hangs on a cookie; whoever caches must keep one page for each.
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    # Asked with the mark alone: of one release there is a page before and one after the program was mended.
    asked = get_conditional_response(request, etag=kept.etag, response=response)
    return asked if isinstance(asked, HttpResponse) else response
