"""Whoever comes back with a receipt: reads, says more, claims a reward, takes everything back."""

import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from confianza.web.tips import receipts
from confianza.web.tips.actions import returning, telling
from confianza.web.tips.intake import attached, conversing, gates, refusals, rewarding, tokens, visits
from confianza.web.tips.intake.pages import page
from confianza.web.tips.intake.views import starting

# Whether a receipt is known or not, the answer takes this long at least: longer than either way needs.
FLOOR_SECONDS = 1.0
VISIT = "visit"
YES, WORD = "yes", "word"


def enter(request: HttpRequest, argument: str) -> HttpResponse:
    """Open what a receipt opens. Whoever guesses learns nothing from time or size."""
    door = tokens.opened(starting.DOOR, request.POST.get("token", ""), seconds=starting.DOOR_SECONDS)
    gate, typed = gates.Gate(**door["gate"]), request.POST.get("receipt", "")[:60]
    try:
        receipt = receipts.read(typed)
    except receipts.Mistyped:
        return _ask_again(
            request, _("These are not the digits of a receipt. Look at them again."), typed, gate
        )
    if not gate.lets_in(request.POST.get("work", "")):
        wait = _("Wait %(seconds)s seconds and press “Open” again.") % {"seconds": gate.seconds_left()}
        return _ask_again(request, wait, typed, gate)
    if not gates.spend(gate):
        return _ask_again(request, _("Press “Open” again in half a minute."), typed, gates.new())
    return _looked_up(request, receipt)


def _looked_up(request: HttpRequest, receipt: str) -> HttpResponse:
    begun = time.monotonic()
    entered = conversing.entered(receipt)
    if entered.conversation is None:
        problem = _("There is nothing under this receipt: it was destroyed, taken back, or is not yours.")
        response = starting.come_back(request, "", problem=problem)
    else:
        response = page(request, "conversation", conversing.told(entered.conversation, entered.visit))
    time.sleep(max(0.0, begun + FLOOR_SECONDS - time.monotonic()))
    return response


def read(request: HttpRequest, argument: str) -> HttpResponse:
    """Show the conversation, from a message on where somebody reads further back."""
    visit = request.POST.get(VISIT, "")
    before = int(argument) if argument.isdigit() and len(argument) < 6 else None
    return _shown(request, visit, before=before)


def write_more(request: HttpRequest, argument: str) -> HttpResponse:
    """Add what somebody says now, with files."""
    visit, text = request.POST.get(VISIT, ""), request.POST.get("text", "").strip()
    root, form = visits.root_of(visit), conversing.form_of(request)
    came = attached.taken(request)
    try:
        conversing.write(root, text, came.files, form)
    except telling.SentAlready:
        attached.forget(came.files)
        return _shown(request, visit, notice=_("You sent this already."))
    except returning.Refused as refused:
        attached.forget(came.files)
        return _shown(request, visit, problem=refusals.sentence(refused.problem), text=text, came=came)
    return _shown(request, visit, notice=_("It was added."), came=came)


def claim(request: HttpRequest, argument: str) -> HttpResponse:
    """Show the code of a reward, and keep the word that goes with it."""
    visit = request.POST.get(VISIT, "")
    root = visits.root_of(visit)
    tip = conversing.talk_of(root).tip
    said = rewarding.choose(tip, root, request.POST.get("word", "")) if argument == WORD else {}
    return page(request, "reward", {VISIT: visit} | rewarding.told(tip, root) | said)


def withdraw(request: HttpRequest, argument: str) -> HttpResponse:
    """Ask, and then destroy everything that was told."""
    visit = request.POST.get(VISIT, "")
    root = visits.root_of(visit)
    if argument != YES:
        return page(request, "withdraw", {VISIT: visit})
    try:
        conversing.withdraw(root)
    except returning.Refused as refused:
        return _shown(request, visit, problem=refusals.sentence(refused.problem))
    visits.ended(visit)
    gone = [_("What you told was destroyed: nobody can read it any more, nor can we."),
            _("Your receipt opens nothing now.")]  # fmt: skip
    return page(request, "words", {"title": _("It is gone"), "sentences": gone})


def leave(request: HttpRequest, argument: str) -> HttpResponse:
    """End the visit and go back to the start."""
    visits.ended(request.POST.get(VISIT, ""))
    return starting.start(request, "")


def _ask_again(request: HttpRequest, problem: str, typed: str, gate: gates.Gate) -> HttpResponse:
    return starting.come_back(request, "", problem=problem, receipt=typed, gate=gate)


def _shown(request: HttpRequest, visit: str, **how: Any) -> HttpResponse:
    talk = conversing.talk_of(visits.root_of(visit))
    return page(request, "conversation", conversing.told(talk, visit, **how))
