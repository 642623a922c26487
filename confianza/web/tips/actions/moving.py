"""From one state to the next: only forwards by working on a tip, back only by reopening it."""

from typing import Any

from django.utils import timezone

from confianza.web.tips.models import State, Tip

# Working on a tip never takes back what was reached.
FORWARDS = (State.NEW, State.TRIAGED, State.ASSIGNED, State.ANSWERED)


def advance(*, tip: Tip, to: State, by: Any) -> None:
    """Move an open tip on to a state; one that is there already, or further, stays."""
    reached = FORWARDS[: FORWARDS.index(to)]
    Tip.objects.filter(pk=tip.pk, state__in=reached).update(state=to, moved_on=timezone.localdate())
    tip.refresh_from_db(fields=["state", "moved_on"])
