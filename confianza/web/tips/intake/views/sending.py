"""The last look, with who will read it and who will not; sending; and the receipt, once."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from confianza.web.tips.actions import telling
from confianza.web.tips.intake import asked, drafts, gates, receipts_shown, routes
from confianza.web.tips.intake.drafts import Draft
from confianza.web.tips.intake.pages import outside_contacts, page
from confianza.web.tips.models import Channel


def review(request: HttpRequest, argument: str) -> HttpResponseBase:
    """Show everything that was said and who will read it, before anything is kept."""
    return _reviewed(request, asked.taken(request, drafts.of(request)))


def answer_again(request: HttpRequest, argument: str) -> HttpResponseBase:
    """Take the answer to whether police take part, where the words name them."""
    draft = drafts.of(request)
    return _reviewed(request, replace(draft, again=argument if argument in asked.INVOLVED else draft.again))


def send(request: HttpRequest, argument: str) -> HttpResponseBase:
    """Seal it to those who were named, and show the receipt."""
    draft = drafts.of(request)
    if not draft.passed:
        return _reviewed(request, draft)
    shown = routes.of(draft)
    if shown.route.recipients != routes.seen(argument):
        return _reviewed(request, draft, has_changed=bool(argument))
    try:
        told = telling.send(
            answers=shown.answers, channel=Channel.WEB, files=draft.files, form=draft.form, by=None
        )
    except telling.NobodyMayRead as nobody:
        return _refused(request, nobody.route)
    except telling.SentAlready:
        return receipts_shown.again(request, draft)
    gates.spend(draft.gate)
    return receipts_shown.once(request, draft, told)


def _reviewed(request: HttpRequest, draft: Draft, *, has_changed: bool = False) -> HttpResponseBase:
    if problems := asked.all_problems(draft):
        return asked.page_of(request, replace(draft, step=problems.step), problems)
    shown = routes.of(draft)
    if shown.route.refusal:
        return _refused(request, shown.route)
    told: dict[str, Any] = {
        "draft": draft, "token": draft.token(), "gate": None if draft.passed else draft.gate,
        "wait": 0 if draft.passed else draft.gate.seconds_left(), "lines": asked.lines(draft, shown.answers),
        "has_changed": has_changed, "warnings": asked.warnings(shown.answers),
    }  # fmt: skip
    return page(request, "review", told | shown.told())


def _refused(request: HttpRequest, route: Any) -> HttpResponseBase:
    return page(request, "refused", {"why": routes.why(route), "contacts": outside_contacts()})
