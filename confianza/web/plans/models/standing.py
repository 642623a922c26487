"""The words every table of plans shares: who works on them, and the steps of the cycle."""

from typing import Any

from django.db import models
from django.utils.translation import pgettext_lazy

# accounts.Role, by value: who works on the problems, plans and promises of the places they reach.
READERS = ("commander", "beat_officer", "community_relations", "mayor", "analyst", "programme_manager")


class InReachQuerySet(models.QuerySet[Any]):
    """Rows with an `area`: seen by whoever works there."""

    def visible_to(self, user: Any) -> "InReachQuerySet":
        if not user.is_authenticated:
            return self.none()
        reads = user.reach(*READERS)
        return self.filter(reads.rows()) if reads else self.none()


class CycleStep(models.TextChoices):
    """The six steps by which the work comes round: the spine of a plan."""

    DIAGNOSTIC = "diagnostic", pgettext_lazy("cycle", "Local diagnostic")
    INTELLIGENCE = "intelligence", pgettext_lazy("cycle", "Combining it with criminal information")
    OPERATION = "operation", pgettext_lazy("cycle", "Operational plan")
    ADJUSTMENT = "adjustment", pgettext_lazy("cycle", "Feedback and adjustment")
    ACCOUNT = "account", pgettext_lazy("cycle", "Accounting to the community")
    AGAIN = "again", pgettext_lazy("cycle", "And again: the next diagnostic")
