"""Invitations: how a person first gets in, and gets in again after forgetting the password."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from confianza.web.accounts.models.grants import Grant
from confianza.web.accounts.models.roles import Role

VALID_FOR = timedelta(hours=72)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: Any) -> "InvitationQuerySet":
        """Return the invitations of the people a person administers."""
        administered = user.is_authenticated and user.reach(Role.SYSTEM_ADMINISTRATOR)
        if not administered:
            return self.none()
        return self.filter(person__in=Grant.objects.filter(administered.rows()).values("person"))

    def open_at(self, moment: datetime) -> "InvitationQuerySet":
        """Return the invitations that still open an account at `moment`."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=moment)


class Invitation(models.Model):
    """A code that lets one person set a password, once, until `expires_at`; of it only the digest is kept."""

    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=150)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="invitation_expires_after_it_is_made"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.expires_at:%Y-%m-%d}"
