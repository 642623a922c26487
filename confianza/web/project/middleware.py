"""What happens to every request before and after its page."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

GetResponse = Callable[[HttpRequest], HttpResponse]

# Everything a page needs comes from this server; nothing is inline, nothing is framed.
CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def language(get_response: GetResponse) -> Callable[[HttpRequest], HttpResponse]:
    """Speak the language the reader chose with the switch, else the installation's.

    The browser's own preference is not asked: phones are often sold speaking English to people who do not.
    """

    def speak(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        spoken = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(spoken):
            request.LANGUAGE_CODE = spoken
            response = get_response(request)
            response.headers.setdefault("Content-Language", spoken)
            return response

    return speak


def content_policy(get_response: GetResponse) -> Callable[[HttpRequest], HttpResponse]:
    """Tell the browser to load nothing from elsewhere and to run nothing written into a page."""

    def protect(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        return response

    return protect
