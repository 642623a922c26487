"""What is kept of people for a while only: destroyed on its day."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.community.models import Attendance, Member


@transaction.atomic
def expire(*, by: Actor, today: date | None = None) -> tuple[int, int]:
    """Destroy lists of attendance and members whose day has come; return how many of each."""
    day = today or timezone.localdate()
    gone, _told = Attendance.objects.filter(expires_on__lte=day).delete()
    left, _told = Member.objects.filter(expires_on__lte=day).delete()
    if gone or left:
        details = {"attendance": gone, "members": left}
        audit.record(by=by, action="community.expire", subject=day.isoformat(), details=details)
    return gone, left
