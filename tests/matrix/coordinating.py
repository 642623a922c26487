"""What each town coordinates: a weekly meeting being held, one to come, and a quarter closed."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from confianza.web.accounts.models import User
from confianza.web.plans.actions import coordination, effectiveness
from confianza.web.plans.models import Note
from confianza.web.plans.rules import quarters

LAST_QUARTER = quarters.before(quarters.of(timezone.localdate()))


def build(area: Any) -> dict[str, int]:
    """Build it through the actions that the pages of the room go through."""
    today = timezone.localdate()
    chair = User.objects.create_user(f"reunion-{area.code}")
    held = coordination.call(area=area, held_on=today, by=chair)
    coordination.open_it(coordination=held, by=chair)
    coordination.decide(coordination=held, what=f"Acuerdo-{area.code}", whose="police", by=chair)
    ahead = coordination.call(area=area, held_on=today + timedelta(days=7), by=chair)
    report = effectiveness.make(area=area, quarter=LAST_QUARTER, by=chair)
    return {
        "week_held": held.pk,
        "week_ahead": ahead.pk,
        "agreed_note": held.notes.get(part=Note.AGREED).pk,
        "report": report.pk,
    }
