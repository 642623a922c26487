"""The last look, with who will read it and who will not; sending; and the receipt, once."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from confianza.web.tips.actions import telling
from confianza.web.tips.intake import asked, attached, drafts, gates, receipts_shown, routes, tokens
from confianza.web.tips.intake.drafts import Draft
from confianza.web.tips.intake.pages import outside_contacts, page
from confianza.web.tips.intake.routes import Shown
from confianza.web.tips.models import Channel
from confianza.web.tips.questionnaire.problems import Unfinished

SEEN, SEEN_SECONDS = "seen", telling.DRAFT_SECONDS


def review(request: HttpRequest, argument: str) -> HttpResponseBase:
    """Show everything that was said and who will read it; files chosen but not yet added are added first."""
    draft = drafts.of(request)
    came = attached.taken(request, already=len(draft.files)) if draft.passed else attached.none(request)
    attached_now = replace(draft, files=(*draft.files, *came.files))
    return reviewed(request, attached_now, came=came)


def send(request: HttpRequest, argument: str) -> HttpResponseBase:
    """Seal it to those who were named, and show the receipt."""
    draft = drafts.of(request)
    try:
        shown = routes.of(draft)
    except Unfinished:
        return reviewed(request, draft)
    seen = tokens.opened(SEEN, request.POST.get(SEEN, ""), seconds=SEEN_SECONDS)
    if not draft.passed or shown.readers() != seen["readers"]:
        return reviewed(request, draft, has_changed=shown.readers() != seen["readers"])
    return _sent(request, draft, shown)


def reviewed(request: HttpRequest, draft: Draft, **more: Any) -> HttpResponseBase:
    """Show the last look; a draft that is not finished is led to what is missing."""
    try:
        shown = routes.of(draft)
    except Unfinished as missing:
        return asked.page_of(request, asked.at(draft, missing.step), missing.problems)
    if shown.route.asks and draft.asks is None:
        again = replace(draft, asks=shown.route.asks, looked=True)
        return asked.page_of(request, asked.at(again, shown.route.asks))
    if shown.route.refusal:
        return refused(request, shown.route)
    return page(request, "review", _told(replace(draft, looked=True, step=asked.FILES), shown) | more)


def refused(request: HttpRequest, route: Any) -> HttpResponseBase:
    """Say that nobody here may be told, and whom to turn to."""
    return page(request, "refused", {"why": routes.why(route), "contacts": outside_contacts()})


def _sent(request: HttpRequest, draft: Draft, shown: Shown) -> HttpResponseBase:
    told = {"answers": shown.answers, "channel": Channel.WEB, "files": draft.files, "form": draft.form}
    try:
        tip = telling.send(**told, by=None)  # type: ignore[arg-type]
    except telling.NobodyMayRead as nobody:
        return refused(request, nobody.route)
    except telling.SentAlready:
        return receipts_shown.again(request, draft)
    gates.spend(draft.gate)
    return receipts_shown.once(request, draft, tip)


def _told(draft: Draft, shown: Shown) -> dict[str, Any]:
    return {
        **asked.frame(draft),
        **shown.told(),
        "wait": 0 if draft.passed else draft.gate.seconds_left(),
        "lines": asked.lines(shown.answers),
        "cautions": asked.cautions(shown.answers),
        "seen": tokens.sealed(SEEN, {"readers": shown.readers()}),
    }
