"""What stands between the visitor and the public pages: the memory of those already made."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from confianza.web.public_site import memory

GetResponse = Callable[[HttpRequest], HttpResponse]
READING = ("GET", "HEAD")


def remember(get_response: GetResponse) -> Callable[[HttpRequest], HttpResponse]:
    """Answer what everybody may see from memory; whoever carries a session is led past it.

    Stands after the layers that write the security headers and the language, before all that asks the
    register.
    """

    def recall(request: HttpRequest) -> HttpResponse:
        known = settings.SESSION_COOKIE_NAME in request.COOKIES
        if request.method not in READING or known or not _is_ours(request.path_info):
            return get_response(request)
        name = memory.key(request)
        kept = memory.shelf.get(name)
        if kept is None:
            response = get_response(request)
            if not memory.may_keep(response):
                return response
            kept = memory.keep(name, response)
        return memory.answer(request, kept)

    return recall


def _is_ours(path: str) -> bool:
    """Say whether a public page stands at the address: no other is asked what is published."""
    try:
        return resolve(path).namespace == "public_site"
    except Resolver404:
        return False
