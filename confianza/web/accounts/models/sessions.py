"""Open sessions: on which devices a person is logged in."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone


class OpenSessionQuerySet(models.QuerySet["OpenSession"]):
    def visible_to(self, user: Any) -> "OpenSessionQuerySet":
        """Return one's own sessions, and nobody else's: not even the administrator sees where people sit."""
        return self.filter(person=user) if user.is_authenticated else self.none()


class OpenSession(models.Model):
    """A person logged in on a device. Where it stands in the network is never written down, when it was last
    used only to the hour.
    """

    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="open_sessions")
    key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=60)
    begun_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField()

    objects = OpenSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_at", "-pk"]

    @property
    def used_at(self) -> datetime:
        """When it was last used, as far as that is known: not before it began."""
        return max(self.begun_at, self.seen_at)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.device}"
