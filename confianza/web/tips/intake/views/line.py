"""The one address: what was pressed decides, and whatever is unknown leads to the start."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from confianza.web.lib import doors
from confianza.web.tips.intake import attached, deeds, tokens, visits
from confianza.web.tips.intake.pages import page
from confianza.web.tips.intake.views import asking, returning, sending, starting

Deed = Callable[[HttpRequest, str], HttpResponseBase]
DEEDS: dict[str, Deed] = {
    "start": starting.start,
    "exit": starting.leave,
    "tell": asking.begin,
    "next": asking.go_on,
    "back": asking.go_back,
    "edit": asking.edit,
    "attach": asking.attach,
    "detach": asking.detach,
    "review": sending.review,
    "send": sending.send,
    "come": starting.come_back,
    "return": returning.enter,
    "read": returning.read,
    "more": returning.write_more,
    "voucher": returning.claim,
    "withdraw": returning.withdraw,
    "done": returning.leave,
}


# Whatever files come with another button are nobody's.
TAKE_FILES = ("attach", "review", "more")


@doors.open_without_register
def line(request: HttpRequest) -> HttpResponseBase:
    """Answer a press of a button; a first visit, and everything unknown, gets the start."""
    if request.method not in ("GET", "POST"):
        return HttpResponse(status=405)
    name, argument = deeds.pressed(request)
    if name not in TAKE_FILES:
        attached.throw_away(request)
    try:
        return DEEDS.get(name, starting.start)(request, argument)
    except (tokens.Stale, visits.Over):
        attached.throw_away(request)
        return page(request, "over", {}, status=200)


@doors.open_without_register
def nothing(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """Say that something did not work, and nothing else: every refusal and every failure looks like this."""
    return page(request, "failed", {}, status=kwargs.get("status", 404))  # type: ignore[arg-type]


def failed(request: HttpRequest) -> HttpResponse:
    """Answer where something of ours broke: the same words, in the language of the house."""
    return page(request, "failed", {}, status=500)
