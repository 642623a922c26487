"""What happens to every request of the public door: it forgets who asks, and its answers say little."""

import base64
import hashlib
from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotFound
from django.utils import translation

from confianza.web.tips.intake import pages

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# All that the pages need to know of a request; what else a server tells is thrown away first of all.
KEPT = frozenset(
    {
        "REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "CONTENT_TYPE", "CONTENT_LENGTH", "SERVER_NAME",
        "SERVER_PORT", "SERVER_PROTOCOL", "HTTP_HOST", "HTTP_ORIGIN", "HTTP_SEC_FETCH_SITE",
        "HTTP_X_FORWARDED_PROTO",
    }
)  # fmt: skip
# Everybody's first page is small, and the same for all; what answers a form is of one size, whatever it says.
FIRST_PAGE, ANY_PAGE = 16 * 1024, 32 * 1024
FILLING_BEGINS, FILLING_ENDS = b"\n<!--", b"-->\n"
HTML = "text/html"


def forget_who_asks(get_response: GetResponse) -> GetResponse:
    """Take the address, the browser, its languages and where it comes from away before anything sees them."""

    def forget(request: HttpRequest) -> HttpResponseBase:
        told = request.META
        for name in [name for name in told if name not in KEPT and not name.startswith("wsgi.")]:
            del told[name]
        # As an empty text, for what is of Django and asks.
        told["REMOTE_ADDR"] = told["QUERY_STRING"] = ""
        request.__dict__.pop("headers", None)
        return get_response(request)

    return forget


def fill_up(get_response: GetResponse) -> GetResponse:
    """Give every page a size that does not tell which it is."""

    def fill(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith(HTML)
        if is_page and isinstance(response, HttpResponse):
            response.content = filled(response.content, FIRST_PAGE if request.method == "GET" else ANY_PAGE)
            response.headers["Content-Length"] = str(len(response.content))
        return response

    return fill


def filled(content: bytes, step: int) -> bytes:
    """Return a page filled up with a remark to the next whole number of steps."""
    remark = len(FILLING_BEGINS) + len(FILLING_ENDS)
    missing = -(len(content) + remark) % step
    return content + FILLING_BEGINS + b" " * missing + FILLING_ENDS


def protect(get_response: GetResponse) -> GetResponse:
    """Let a page load nothing, be framed by nobody, be kept nowhere, and say nowhere that it was here."""
    policy = _policy()

    def protected(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in (HEADERS | {"Content-Security-Policy": policy}).items():
            response.headers.setdefault(name, value)
        return response

    return protected


def speak(get_response: GetResponse) -> GetResponse:
    """Speak the language that the form says; the browser's own is not asked, it would tell who it is."""

    def spoken(request: HttpRequest) -> HttpResponseBase:
        with translation.override(pages.language_of(request)):
            return get_response(request)

    return spoken


def same_origin(get_response: GetResponse) -> GetResponse:
    """Take no form that another site sends, where the browser says so.

    `null` is what a browser says of our own pages too, because they tell nobody where they come from.
    """

    def check(request: HttpRequest) -> HttpResponseBase:
        site, origin = request.headers.get("Sec-Fetch-Site", ""), request.headers.get("Origin", "null")
        is_ours = site in ("", "same-origin", "none") and (
            origin == "null" or urlsplit(origin).netloc == request.get_host()
        )
        return get_response(request) if is_ours or request.method == "GET" else HttpResponseNotFound()

    return check


NEVER_ASKED_FOR = (
    "accelerometer", "autoplay", "camera", "clipboard-read", "display-capture", "fullscreen", "gamepad",
    "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone",
    "midi", "payment", "picture-in-picture", "publickey-credentials-create",
    "publickey-credentials-get", "screen-wake-lock", "serial", "storage-access", "usb",
    "xr-spatial-tracking",
)  # fmt: skip
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in NEVER_ASKED_FOR),
}


def _policy() -> str:
    """Return what a page may do: its own style and script by their hashes, forms to here, recorded voices.

    They stand in the page, not in files of their own: a file in the browser's memory would tell of a visit.
    """
    style, script = (_hash(pages.part(name)) for name in (pages.STYLE, pages.SCRIPT))
    return (
        f"default-src 'none'; style-src {style}; script-src {script}; img-src 'self'; media-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
