"""Opening an original: one person asks with a reason, another, of the unit that keeps evidence, answers."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from confianza.web.tips.models.messages import Attachment
from confianza.web.tips.models.tips import Tip
from confianza.web.tips.models.units import Kind, Membership


class EvidenceRequestQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "EvidenceRequestQuerySet":
        """The unit that keeps halves sees what it is asked, whoever reads the tip what was asked there."""
        if not user.is_authenticated:
            return self.none()
        keeps = Membership.objects.current().filter(person=user, unit__kind=Kind.EVIDENCE)
        asked_of_them = Q(attachment__evidence_key__unit__in=keeps.values("unit"))
        return self.filter(asked_of_them | Q(tip__in=Tip.objects.visible_to(user)))


class EvidenceRequest(models.Model):
    """`reason` is sealed to the unit that keeps evidence; `half` is that unit's half of the key, sealed to
    the asker once somebody else has agreed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tip = models.ForeignKey(Tip, on_delete=models.CASCADE, related_name="+")
    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="requests")
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField(default=timezone.localdate)
    reason = models.BinaryField()
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True)
    answered_on = models.DateField(null=True)
    is_granted = models.BooleanField(default=False)
    half = models.BinaryField(max_length=120, null=True)

    objects = EvidenceRequestQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-asked_on", "id"]

    def __str__(self) -> str:
        return str(self.id)
