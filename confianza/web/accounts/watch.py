"""At every door: whoever works under an emergency access is written down with what the door opened.

Hung at the doors once (apps.py), so that a later room needs nothing of its own.
"""

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase

from confianza.web.accounts.actions import emergencies as actions
from confianza.web.accounts.queries import emergencies as queries
from confianza.web.lib.doors import Visit

FIRST_REFUSAL = 400


def write_down(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Answer; under an emergency access, in one transaction with the entry that tells what was shown.

    An answer whose entry cannot be written is not given.
    """
    access = queries.open_for(request.user) if request.user.is_authenticated else None
    if access is None:
        return visit()
    with transaction.atomic():
        answer = visit()
        if answer.status_code < FIRST_REFUSAL:
            page, named = _named(request)
            actions.note_opened(
                access=access, by=access.person, page=page, named=named, method=request.method or ""
            )
        return answer


def _named(request: HttpRequest) -> tuple[str, dict[str, object]]:
    match = request.resolver_match
    return (match.view_name, match.kwargs) if match else (request.path, {})
