"""Telephones that may fetch forms and send: each by a key of its own, which can be taken back."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from confianza.web.territory.models import Area

# accounts.Role, by value: who gives and takes back keys of telephones.
KEEPERS = ("analyst", "system_administrator")


class DeviceQuerySet(models.QuerySet["Device"]):
    def visible_to(self, user: Any) -> "DeviceQuerySet":
        """Return one's own telephones, and those of the areas for which a person gives keys."""
        if not user.is_authenticated:
            return self.none()
        keeps = user.reach(*KEEPERS)
        return self.filter(Q(person=user) | keeps.rows() if keeps else Q(person=user))

    def valid(self) -> "DeviceQuerySet":
        """Return the telephones whose key was not taken back, of people whose account is active."""
        return self.filter(Q(person=None) | Q(person__is_active=True), revoked_at=None)


class Device(models.Model):
    """A telephone. `token` is the SHA-256 of its key, which was shown once. What it may fetch follows from
    the person it was given to; without one (an interviewer hired for a survey), from `forms`. `area`: whose
    keepers may take the key back (null: those of the whole installation).
    """

    token = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=100)
    person = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    forms: Any = models.ManyToManyField("Form", related_name="+", blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)
    # To the day: where and when somebody worked is told by what they send, not by this.
    seen_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=150, blank=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["label"]

    def __str__(self) -> str:
        return str(self.label)
