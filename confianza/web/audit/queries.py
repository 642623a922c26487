"""Reading the account."""

from datetime import date

from django.db.models import QuerySet

from confianza.web.audit.models import Entry


def entries(
    *, actor: str = "", action: str = "", start: date | None = None, end: date | None = None
) -> QuerySet[Entry]:
    """Return entries, newest first: `actor` within the name, one action, from `start` to `end` inclusive."""
    found = Entry.objects.all()
    if actor:
        found = found.filter(actor_name__icontains=actor)
    if action:
        found = found.filter(action=action)
    if start:
        found = found.filter(at__date__gte=start)
    if end:
        found = found.filter(at__date__lte=end)
    return found


def actions_seen() -> list[str]:
    """Return every kind of action in the account, in alphabetical order."""
    return list(Entry.objects.order_by("action").values_list("action", flat=True).distinct())
