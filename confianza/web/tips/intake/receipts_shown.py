"""The receipt's page: shown once, and the tip counts from the moment it is out.

The page is sent up to its last bytes, receipt included; then the tip is marked as shown; then the rest goes.
Whoever got the whole page has a tip, and a tip that is marked has had its receipt sent: also where the
process is killed in between.
"""

from collections.abc import Iterator
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string

from confianza.web.lib import sealing
from confianza.web.tips import receipts
from confianza.web.tips.actions import telling
from confianza.web.tips.actions.telling import Told
from confianza.web.tips.intake import pages
from confianza.web.tips.intake.drafts import Draft
from confianza.web.tips.intake.middleware import ANY_PAGE, filled

# Who presses twice sees the answer to the second press alone: for a minute it shows the same receipt. It
# waits in the memory of this process, sealed under what only the form has.
AGAIN_SECONDS = 60
ABOUT, PURPOSE, NAME = "receipt", "tips/again/v1", "tips/again/name"
# So many bytes follow the mark.
LAST_BYTES = 64


def once(request: HttpRequest, draft: Draft, told: Told) -> StreamingHttpResponse:
    """Return the page with the receipt, which marks the tip as shown while it goes out."""
    key = _key(draft)
    kept = sealing.seal(sealing.derive(key, PURPOSE), f"{told.receipt} {told.number}".encode(), about=ABOUT)
    cache.set(_name(key), kept, AGAIN_SECONDS)
    content = _page(request, told.receipt)
    response = StreamingHttpResponse(_marking(content, told.tip))
    response.headers["Content-Length"] = str(len(content))
    return response


def again(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Answer a form that was sent before: within a minute with the same receipt, then with a sentence."""
    key = _key(draft)
    try:
        kept = sealing.unseal(sealing.derive(key, PURPOSE), cache.get(_name(key), b""), about=ABOUT)
    except sealing.CannotOpen:
        return pages.page(request, "sent_already")
    return HttpResponse(_page(request, kept.decode().split()[0]))


def _marking(content: bytes, tip: UUID) -> Iterator[bytes]:
    yield content[:-LAST_BYTES]
    telling.shown(tip=tip, by=None)
    yield content[-LAST_BYTES:]


def _page(request: HttpRequest, receipt: str) -> bytes:
    told = {"groups": receipts.grouped(receipt).split(), "spoken": pages.language_of(request)}
    return filled(render_to_string("intake/receipt.html", told).encode(), ANY_PAGE)


def _key(draft: Draft) -> bytes:
    return draft.form.ljust(sealing.KEY_BYTES, b"\0")


def _name(key: bytes) -> str:
    return "again:" + sealing.derive(key, NAME).hex()
