"""Closing a tip with what came of it, from when on its time of keeping runs; and opening it again."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from confianza.web.tips.actions import lines, tallies
from confianza.web.tips.models import State, Tip
from confianza.web.tips.queries.opening import OpenTip
from confianza.web.tips.rules import retention, standing


class AlreadySo(Exception):
    """The tip was closed, or opened again, by somebody else meanwhile."""


@transaction.atomic
def close(*, opened: OpenTip, outcome: str, text: str, by: Any) -> Tip:
    """Close a tip with what came of it. Raises AlreadySo."""
    today = timezone.localdate()
    told = {"outcome": outcome, "text": text}
    lines.write(opened=opened, what=standing.CLOSED, told=told, by=by)
    ends = retention.delete_on(opened.answers, outcome, today)
    changed = {"state": State.CLOSED, "moved_on": today, "delete_on": ends}
    if not Tip.objects.filter(pk=opened.tip.pk).exclude(state=State.CLOSED).update(**changed):
        raise AlreadySo
    tallies.count(tip=opened.tip, what=outcome, by=by)
    lines.account_for(tip=opened.tip, action="close", by=by)
    opened.tip.refresh_from_db()
    return opened.tip


@transaction.atomic
def reopen(*, opened: OpenTip, reason: str, by: Any) -> Tip:
    """Open a closed tip again; it is kept until it is closed anew. Raises AlreadySo."""
    lines.write(opened=opened, what=standing.REOPENED, told={"reason": reason}, by=by)
    changed = {"state": State.TRIAGED, "moved_on": timezone.localdate(), "delete_on": None}
    if not Tip.objects.filter(pk=opened.tip.pk, state=State.CLOSED).update(**changed):
        raise AlreadySo
    lines.account_for(tip=opened.tip, action="reopen", by=by)
    opened.tip.refresh_from_db()
    return opened.tip
