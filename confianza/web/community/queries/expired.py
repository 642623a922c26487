"""What of people may not be kept any longer."""

from datetime import date

from confianza.web.community.models import Attendance, Member


def due(today: date) -> tuple[int, int]:
    """Return how many lists of attendance and how many members must be destroyed by a day."""
    return (
        Attendance.objects.filter(expires_on__lte=today).count(),
        Member.objects.filter(expires_on__lte=today).count(),
    )
