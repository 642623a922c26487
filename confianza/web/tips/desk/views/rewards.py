"""Rewards: proposed by a unit, decided by the board, paid at a counter, added up by the auditor."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from confianza.web.lib import sealing
from confianza.web.lib.doors import open_when
from confianza.web.tips import permissions
from confianza.web.tips.actions import rewards as actions
from confianza.web.tips.desk import reading as desk
from confianza.web.tips.desk import rewards as words
from confianza.web.tips.desk.forms.rewards import PayForm, ProposeForm, VoteForm
from confianza.web.tips.models import RewardCase
from confianza.web.tips.queries import amounts
from confianza.web.tips.queries import rewards as queries
from confianza.web.tips.queries.opening import NoKey, OpenTip, Reader
from confianza.web.tips.rules.rewards import RewardRefused

DECIDED_SHOWN = 20


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_read_tips)
@desk.of_tip
def propose(request: HttpRequest, opened: OpenTip, reader: Reader) -> HttpResponse:
    """Tell the board what a tip led to."""
    form = ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose(opened=opened, reader=reader, by=request.user, **form.cleaned_data)
            messages.success(request, _("The board has it. The tip's page shows what it decides."))
            return redirect("tips:tip", opened.tip.pk)
        except RewardRefused as refused:
            form.add_error(None, words.WHY_NOT[refused.problem])
    case = RewardCase.objects.visible_to(request.user).filter(tip=opened.tip).first()
    return render(request, "tips/desk/propose_reward.html", {"tip": opened.tip, "form": form, "case": case})


@require_safe
@never_cache
@open_when(permissions.can_decide_rewards)
def board(request: HttpRequest) -> HttpResponse:
    """Show the board what waits for its word, and what it decided."""
    reader, given = desk.reader(request), amounts.bands()
    waiting = queries.cases(reader, queries.before_the_board(request.user))
    shown = {
        "cases": [(each, _vote_form(each, given), words.WHY_NOT.get(each.may_not, "")) for each in waiting],
        "decided": queries.decided(request.user)[:DECIDED_SHOWN],
        "given": given,
    }
    return render(request, "tips/desk/board.html", shown)


@require_POST
@open_when(permissions.can_decide_rewards)
def vote(request: HttpRequest, case_id: Any) -> HttpResponse:
    """Say what one of the board would give."""
    case = get_object_or_404(queries.before_the_board(request.user), pk=case_id)
    form = VoteForm(request.POST, choices=words.choices(amounts.bands()))
    if not form.is_valid():
        messages.warning(request, _("Choose an amount, or nothing."))
        return redirect("tips:board")
    try:
        reader = desk.reader(request)
        decision = actions.vote(case=case, reader=reader, band=form.wanted(), by=request.user)
        said = _("Decided.") if decision else _("Your word is kept. It takes two.")
        messages.success(request, said)
    except RewardRefused as refused:
        messages.warning(request, words.WHY_NOT[refused.problem])
    except (NoKey, sealing.CannotOpen, sealing.Forged):
        messages.warning(request, words.WHY_NOT["cannot_open"])
    return redirect("tips:board")


@require_http_methods(["GET", "POST"])
@never_cache
@open_when(permissions.can_pay_rewards)
def pay(request: HttpRequest) -> HttpResponse:
    """Pay a voucher to whoever says its code and its word."""
    form = PayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            paid = actions.pay(by=request.user, **form.cleaned_data)
            given = amounts.bands()
            told = {"amount": words.money(given.of(paid.band).amount, given)}
            messages.success(request, _("Hand over %(amount)s. It is written down as paid.") % told)
            return redirect("tips:pay")
        except RewardRefused as refused:
            form.add_error(None, words.WHY_NOT[refused.problem])
    return render(request, "tips/desk/pay.html", {"form": form})


@require_safe
@open_when(permissions.can_add_up_rewards)
def paid(request: HttpRequest) -> HttpResponse:
    """Show what was paid, month by month: sums, never rows."""
    given = amounts.bands()
    owed = queries.still_owed(request.user, given, timezone.localdate())
    months = words.table(queries.months(request.user, given), given)
    shown = {"months": months, "owed": words.money(owed, given), "given": given, "bands": _bands(given)}
    return render(request, "tips/desk/paid_rewards.html", shown)


def _vote_form(case: queries.Case, given: Any) -> VoteForm | None:
    if case.may_not:
        return None
    mine = {"band": case.mine.band or words.NOTHING} if case.mine else {}
    return VoteForm(choices=words.choices(given), initial=mine, auto_id=f"id_{case.case.pk}_%s")


def _bands(given: Any) -> list[str]:
    return [words.money(band.amount, given) for band in given.bands]
