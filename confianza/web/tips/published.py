"""The only door of the tips to the public: months and counts after disclosure control, never a tip."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from confianza.web.tips.models import Tally
from confianza.web.tips.rules import publication
from confianza.web.tips.rules.outcomes import OUTCOMES
from confianza.web.tips.rules.pace import LATER, PACES
from confianza.web.tips.rules.publication import Cell, Counted


@dataclass(frozen=True)
class Counts:
    """How many tips came, by month and group, and what came of them, by month and outcome."""

    received: tuple[Cell, ...]
    outcomes: tuple[Cell, ...]


def counts(outcomes: Sequence[str]) -> Counts:
    """Return what everybody may know of the tip line; `outcomes` are the codes of how tips end."""
    today = timezone.localdate()
    rows = list(_rows())
    return Counts(publication.received(rows, today), publication.outcomes(rows, outcomes, today))


def how_tips_end() -> tuple[tuple[str, Any], ...]:
    """Return the codes of how tips end, each in the reader's words."""
    return OUTCOMES


def answered() -> tuple[Cell, ...]:
    """Return how many tips of each month were answered first after how many days (rules.pace), and in all."""
    return publication.outcomes(list(_rows()), [*PACES, LATER], timezone.localdate())


def _rows() -> list[Counted]:
    """Return the tallies without the channel: by which door somebody came is nobody's business."""
    tallies = Tally.objects.values_list("month", "group", "what").annotate(count=Sum("count"))
    return [Counted(*row) for row in tallies]
