"""Two units may hold related information without knowing it."""

import uuid
from typing import Any, ClassVar

from django.db import models

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
