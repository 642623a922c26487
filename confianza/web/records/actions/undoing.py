"""Taking back what was decided."""

from django.utils import timezone

from confianza.web.audit.actions import Actor
from confianza.web.records.models.undoing import Undoable


def take_back(*, standing: Undoable, reason: str, by: Actor) -> None:
    """Mark a decision as taken back, in the transaction of whoever locked it and accounts for it."""
    standing.undone_at, standing.undone_by_id, standing.undone_reason = timezone.now(), by.pk, reason
    standing.save(update_fields=["undone_at", "undone_by", "undone_reason"])
