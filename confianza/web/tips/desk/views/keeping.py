"""Holding a tip: two people keep it from being destroyed, until they must say so again."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from confianza.web.lib.doors import open_when
from confianza.web.tips import permissions
from confianza.web.tips.actions import keeping as actions
from confianza.web.tips.desk import reading as desk
from confianza.web.tips.models import Hold
from confianza.web.tips.queries import keeping as queries
from confianza.web.tips.queries.opening import OpenTip, Reader
from confianza.web.tips.rules import holds
from confianza.web.tips.rules.holds import HoldRefused

WHY_NOT: Mapping[str, Any] = {
    "held_already": gettext_lazy("It is held already; a month before that ends, it can be asked for anew."),
    "the_same_person": gettext_lazy("Somebody else who reads this tip has to agree."),
    "nothing_to_confirm": gettext_lazy("Nothing waits to be agreed to any more."),
    "holds_nothing": gettext_lazy("This keeps nothing any more."),
}
Deed = Callable[..., Any]
DEEDS: Mapping[str, tuple[Deed, Any]] = {
    "confirm": (actions.confirm_hold, gettext_lazy("It is kept for half a year.")),
    "release": (actions.release_hold, gettext_lazy("It is kept no longer than any other tip.")),
}


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_read_tips)
@desk.of_tip
def hold(request: HttpRequest, opened: OpenTip, reader: Reader) -> HttpResponse:
    """Show who holds a tip; ask for it, agree, or let go."""
    if request.method == "POST":
        try:
            messages.success(request, _done(request, opened))
        except HoldRefused as refused:
            messages.warning(request, WHY_NOT[refused.problem])
        return redirect("tips:hold", opened.tip.pk)
    today = timezone.localdate()
    standing = queries.standing(opened.tip, today)
    may_ask = not standing or all(holds.reminds(queries.facts_of(each), today) for each in standing)
    shown = {"tip": opened.tip, "standing": standing, "may_ask": may_ask, "last_day": _last_day(standing)}
    return render(request, "tips/desk/hold.html", shown)


def _done(request: HttpRequest, opened: OpenTip) -> Any:
    asked = request.POST.get("deed", "")
    if asked not in DEEDS:
        actions.ask_hold(tip=opened.tip, by=request.user)
        return _("Asked. It is kept for a week; somebody else who reads it has to agree until then.")
    deed, said = DEEDS[asked]
    own = Hold.objects.visible_to(request.user).filter(tip=opened.tip)
    deed(hold=_wanted(own, request.POST.get("hold", "")), by=request.user)
    return said


def _wanted(own: Any, number: str) -> Hold:
    try:
        return own.get(pk=UUID(number))  # type: ignore[no-any-return]
    except (ValueError, Hold.DoesNotExist):
        raise Http404 from None


def _last_day(standing: list[Hold]) -> Any:
    asked = [each.asked_on + holds.ANSWERED_WITHIN for each in standing if each.confirmed_by_id is None]
    return min(asked, default=None)
