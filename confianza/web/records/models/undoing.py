"""What a person decided and somebody may take back: it stays, marked, with who, when and why."""

from typing import Any

from django.db import models
from django.db.models import Q

LONGEST_REASON = 500


class UndoableQuerySet(models.QuerySet[Any]):
    def standing(self) -> Any:
        """Return what nobody took back."""
        return self.filter(undone_at=None)


class Undoable(models.Model):
    """One decision: its author, its reason, and what is known of its end."""

    reason = models.CharField(max_length=LONGEST_REASON)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        abstract = True


def undone_by_somebody_with_a_reason(name: str) -> models.CheckConstraint:
    """Return the constraint, under a name of the model's own, that nothing is taken back by halves."""
    return models.CheckConstraint(
        condition=Q(undone_at=None, undone_by=None, undone_reason="")
        | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_reason="")),
        name=name,
    )
