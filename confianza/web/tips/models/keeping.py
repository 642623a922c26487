"""How long a tip is kept, and what remains when it is gone."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from confianza.web.tips.models.messages import OfATipQuerySet
from confianza.web.tips.models.tips import Channel, Group, Tip


class Hold(models.Model):
    """Two people keep a tip from being destroyed, until a day on which they must say so again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tip = models.ForeignKey(Tip, on_delete=models.CASCADE, related_name="holds")
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField(default=timezone.localdate)
    confirmed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True)
    confirmed_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    released_on = models.DateField(null=True)

    objects = OfATipQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-asked_on", "id"]

    def __str__(self) -> str:
        return f"{self.tip} · {self.review_on}"


class Tally(models.Model):
    """How many tips of a month were received, or ended in a certain way: all that outlives them.

    `what` is "received", "answered" or an outcome. It has no link to any tip.
    """

    OPEN_BECAUSE = "Counts of months, without a tip; what is shown of them passes disclosure control."

    month = models.CharField(max_length=7)
    group = models.CharField(max_length=20, choices=Group)
    channel = models.CharField(max_length=20, choices=Channel)
    what = models.CharField(max_length=40)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["month", "group", "channel", "what"], name="one_tally_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month} · {self.group} · {self.what}"
