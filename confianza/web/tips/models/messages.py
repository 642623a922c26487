"""What is said in a tip: between its teller and the units (messages), and among a unit's people (entries).

Every body is sealed under a key of its own, which is sealed to the tip's public key, so that whoever holds
the tip's key reads all of it, and nobody else anything. What it is bound to (tip, kind, place in the order)
is part of the sealing: rows that were swapped do not open.
"""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from confianza.web.tips.models.tips import Tip
from confianza.web.tips.models.units import UnitKey


class OfATipQuerySet(models.QuerySet[Any]):
    """Rows that belong to a tip are seen by whoever sees the tip."""

    def visible_to(self, user: Any) -> "OfATipQuerySet":
        return self.filter(tip__in=Tip.objects.visible_to(user))


class Message(models.Model):
    """One thing said between teller and unit. `unit_key` names the unit that signed it; null: the teller,
    whose body is also inside a box of both keys, so that nobody with the register alone can speak for them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tip = models.ForeignKey(Tip, on_delete=models.CASCADE, related_name="messages")
    place = models.PositiveIntegerField()
    unit_key = models.ForeignKey(UnitKey, on_delete=models.PROTECT, related_name="+", null=True)
    body = models.BinaryField()
    for_tip = models.BinaryField(max_length=120)
    for_tipster = models.BinaryField(max_length=120)
    said_on = models.DateField(default=timezone.localdate)

    objects = OfATipQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["tip", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tip", "place"], name="one_message_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.tip} · {self.place}"

    @property
    def is_from_tipster(self) -> bool:
        return self.unit_key_id is None


class Attachment(models.Model):
    """A file of a message. `about` (name, kind, size, key of the clean copy, half of the original's key) is
    sealed to the tip; the files lie under random names in the workspace, padded, without a true date.

    The original opens only with both halves of its key: one is in `about`, the other is sealed to the unit
    that keeps evidence. Without such a unit no original is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tip = models.ForeignKey(Tip, on_delete=models.CASCADE, related_name="attachments")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    place = models.PositiveSmallIntegerField()
    about = models.BinaryField()
    for_tip = models.BinaryField(max_length=120)
    clean_file = models.CharField(max_length=40, unique=True)
    original_file = models.CharField(max_length=40, unique=True, null=True)
    evidence_key = models.ForeignKey(UnitKey, on_delete=models.PROTECT, related_name="+", null=True)
    evidence_half = models.BinaryField(max_length=120, null=True)

    objects = OfATipQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["message", "place"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(original_file=None, evidence_half=None, evidence_key=None)
                | Q(original_file__isnull=False, evidence_half__isnull=False, evidence_key__isnull=False),
                name="an_original_has_its_keeper",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Entry(models.Model):
    """One line of the units' own account of a tip: read, graded, labelled, assigned, noted, closed. Appended,
    never changed; what it is, and by whom, is sealed. Where a tip stands is folded from its entries.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tip = models.ForeignKey(Tip, on_delete=models.CASCADE, related_name="entries")
    place = models.PositiveIntegerField()
    body = models.BinaryField()
    for_tip = models.BinaryField(max_length=120)

    objects = OfATipQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["tip", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tip", "place"], name="one_entry_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.tip} · {self.place}"
