"""Keys of units in the hands of five people outside the police, any three of whom can open them together."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from confianza.web.lib import doors
from confianza.web.tips.models.units import KEEPERS, UnitKey

# accounts.Role, by value: who sees that an escrow exists and was opened; nobody reads what is in it.
WATCHERS = (*KEEPERS, "auditor")


class EscrowQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "EscrowQuerySet":
        return self.all() if doors.holds(user, *WATCHERS) else self.none()


class EscrowHolder(models.Model):
    """Somebody outside the police who keeps a key off every machine; only its public half is here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.CharField(max_length=150)
    contact = models.CharField(max_length=150, blank=True)
    public_key = models.BinaryField(max_length=32, unique=True)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)

    objects = EscrowQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["institution"]

    def __str__(self) -> str:
        return str(self.institution)


class EscrowShare(models.Model):
    """The private halves of a unit's keys inside three boxes, one in the other, for three of the holders."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit_key = models.ForeignKey(UnitKey, on_delete=models.CASCADE, related_name="escrow")
    holders = models.ManyToManyField(EscrowHolder, related_name="+")
    sealed = models.BinaryField()

    objects = EscrowQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)


class EscrowOpening(models.Model):
    """That the keys of a unit were opened from escrow, by whom and why: everybody concerned sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit_key = models.ForeignKey(UnitKey, on_delete=models.PROTECT, related_name="+")
    holders = models.ManyToManyField(EscrowHolder, related_name="+")
    reason = models.CharField(max_length=500)
    opened_at = models.DateTimeField(default=timezone.now)

    objects = EscrowQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-opened_at"]

    def __str__(self) -> str:
        return f"{self.unit_key} · {self.opened_at:%Y-%m-%d}"
