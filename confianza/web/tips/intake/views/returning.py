"""Whoever comes back with a receipt: reads, says more, claims a reward, takes everything back."""

import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from confianza.web.lib import walls
from confianza.web.tips import receipts
from confianza.web.tips.actions import returning, telling
from confianza.web.tips.intake import attached, conversing, gates, refusals, tokens, visits
from confianza.web.tips.intake.pages import page
from confianza.web.tips.intake.views import starting
from confianza.web.tips.queries import conversation as conversations

# Whether a receipt is known or not, the answer takes this long at least: longer than either way needs.
FLOOR_SECONDS = 1.0
VISIT = "visit"
YES = "yes"


def enter(request: HttpRequest, argument: str) -> HttpResponse:
    """Open what a receipt opens. Whoever guesses learns nothing from time or size."""
    begun = time.monotonic()
    door = tokens.opened(starting.DOOR, request.POST.get("token", ""), seconds=starting.DOOR_SECONDS)
    gate, typed = gates.Gate(**door["gate"]), request.POST.get("receipt", "")[:60]
    try:
        receipt = receipts.read(typed)
    except receipts.Mistyped:
        return _ask_again(request, _("These are not the digits of a receipt. Look at them again."), typed, gate)
    if not gate.lets_in(request.POST.get("work", "")):
        wait = _("Wait %(seconds)s seconds and press “Open” again.") % {"seconds": gate.seconds_left()}
        return _ask_again(request, wait, typed, gate)
    if not gates.spend(gate):
        return _ask_again(request, _("Press “Open” again in half a minute."), typed, gates.new())
    response = _answer_of(request, conversing.entered(receipt))
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
    came = attached.taken(request)
    try:
        root = visits.root_of(visit)
        form = conversing.form_of(request)
        conversing.write(root, text, came.files, form)
    except telling.SentAlready:
        attached.forget(came.files)
        return _shown(request, visit, notice=_("You sent this already."))
    except returning.Refused as refused:
        attached.forget(came.files)
        return _shown(request, visit, problem=refusals.sentence(refused.problem), text=text, came=came)
    return _shown(request, visit, notice=_("It was added."), came=came)


def claim(request: HttpRequest, argument: str) -> HttpResponse:
    """Show the code of a reward, or set the word that goes with it."""
    return page(request, "reward", conversing.reward(request, argument))


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


def _answer_of(request: HttpRequest, entered: conversing.Entered) -> HttpResponse:
    if entered.conversation is None:
        problem = _("There is nothing under this receipt: it was destroyed, taken back, or is not yours.")
        return starting.come_back(request, "", problem=problem)
    return page(request, "conversation", conversing.told(entered.conversation, entered.visit))


def _shown(request: HttpRequest, visit: str, **how: Any) -> HttpResponse:
    root = visits.root_of(visit)
    with walls.at_the_tip_line():
        tip = conversations.found(root)
        if tip is None:
            raise visits.Over
        talk = conversations.conversation(tip, root)
    return page(request, "conversation", conversing.told(talk, visit, **how))
