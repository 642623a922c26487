"""What is counted of tips and outlives them: months and numbers, never which tip."""

from typing import Any

from django.db.models import F
from django.utils import timezone

from confianza.web.tips.models import Tally, Tip
from confianza.web.tips.rules.pace import ANSWERED, pace_of


def count(*, tip: Tip, what: str, by: Any) -> None:
    """Count that something came of a tip, in the month in which it was received."""
    row, _ = Tally.objects.get_or_create(
        month=f"{tip.received_on:%Y-%m}", group=tip.group, channel=tip.channel, what=what
    )
    Tally.objects.filter(pk=row.pk).update(count=F("count") + 1)


def count_answer(*, tip: Tip, by: Any) -> None:
    """Count that a tip was answered for the first time, and how soon."""
    count(tip=tip, what=ANSWERED, by=by)
    count(tip=tip, what=pace_of((timezone.localdate() - tip.received_on).days), by=by)
