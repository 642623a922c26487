"""Two units may hold related information without knowing it: what is compared, and that something met."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from confianza.web.tips.models.messages import OfATipQuerySet
from confianza.web.tips.models.tips import Tip
from confianza.web.tips.models.units import Membership, Unit


class CoincidenceQuerySet(models.QuerySet["Coincidence"]):
    def visible_to(self, user: Any) -> "CoincidenceQuerySet":
        """A unit sees its own; what internal affairs holds is under another key, so that nobody meets it."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(unit__in=Membership.objects.current().filter(person=user).values("unit"))


class Coincidence(models.Model):
    """A telephone, plate, place, name … named in a tip, as a keyed hash. Only the worker has the key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.BinaryField(max_length=32, db_index=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    tip = models.ForeignKey(Tip, on_delete=models.CASCADE, related_name="+")

    objects = CoincidenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "unit", "tip"], name="one_token_a_tip"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Comparison(models.Model):
    """What a unit wants compared of a tip, sealed to the worker, who alone can turn it into keyed hashes.

    None once that was done. `count` values were asked about: a unit may ask for so many a day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tip = models.ForeignKey(Tip, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField(null=True)
    count = models.PositiveSmallIntegerField()
    asked_on = models.DateField(default=timezone.localdate)

    objects = OfATipQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)


class Match(models.Model):
    """`other` holds something related to a tip of `unit`: whom to talk to, and nothing of what they hold."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tip = models.ForeignKey(Tip, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    found_on = models.DateField(default=timezone.localdate)

    objects = OfATipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tip", "unit", "other"], name="one_match_a_unit"),
        ]

    def __str__(self) -> str:
        return str(self.id)
