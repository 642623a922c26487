"""Which language a reader is spoken to in: the address decides, then the reader's choice, then the house."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

# In an address: /datos/?idioma=en. It makes an English page something one can send to somebody.
ASKED_FOR = "idioma"


def spoken_to(request: HttpRequest) -> str:
    """Return the code of the language for this request.

    The browser's own preference is not asked: phones are often sold speaking English to people who do not.
    """
    known = dict(settings.LANGUAGES)
    said = (request.GET.get(ASKED_FOR), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))
    return next((code for code in said if code in known), settings.LANGUAGE_CODE)


def remember(request: HttpRequest, response: HttpResponseBase, spoken: str) -> None:
    """Keep for the next pages the language an address asked for."""
    asked, kept = request.GET.get(ASKED_FOR), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if asked != spoken or kept == spoken or settings.LANGUAGE_COOKIE_NAME in response.cookies:
        return
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        spoken,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )


def others(request: HttpRequest) -> list[dict[str, str]]:
    """Return the other languages of a page, each with its code, its name and the address of the page in it.

    A page for everybody changes its language by a link: a form would need a token, and a token a cookie.
    """
    spoken = spoken_to(request)
    return [
        {"code": code, "name": name, "url": _in_language(request, code)}
        for code, name in settings.LANGUAGES
        if code != spoken
    ]


def _in_language(request: HttpRequest, code: str) -> str:
    query = request.GET.copy()
    query[ASKED_FOR] = code
    return f"{request.path}?{query.urlencode()}"
