"""How much waits for somebody, from what stands in clear: told on the home page before any key is open."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from confianza.web.tips.models import State, Tip
from confianza.web.tips.queries import files
from confianza.web.tips.rules import deadlines


@dataclass(frozen=True)
class Waiting:
    """How many tips of a person's units are open, new, and past the day of their first answer."""

    open: int
    new: int
    late: int


def of(person: Any, today: date) -> Waiting:
    """Return how much waits; nothing of what it is."""
    tips = Tip.objects.visible_to(person).exclude(state=State.CLOSED)
    states = list(tips.values_list("state", "received_on", "moved_on"))
    due = [deadlines.due(state, received, moved, is_danger=False) for state, received, moved in states]
    return Waiting(
        open=len(states),
        new=sum(state == State.NEW for state, _, _ in states),
        late=sum(one is not None and one.on < today for one in due),
    )


def originals(person: Any) -> int:
    """Return how many originals wait for the answer of a person's unit."""
    return int(files.asked_of(person).filter(answered_on=None).exclude(asked_by=person).count())
