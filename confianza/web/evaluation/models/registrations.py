"""What was fixed beforehand, and where it was departed from."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from confianza.web.evaluation.models.evaluations import Evaluation


class Timing(models.TextChoices):
    """What was known of the outcome when the design was frozen."""

    BEFORE = "before", pgettext_lazy("registered", "Before any outcome was delivered")
    PARTLY = "partly", pgettext_lazy("registered", "When part of the outcome was already delivered")
    AFTER = "after", pgettext_lazy("registered", "After the whole outcome was delivered")


class Registration(models.Model):
    """A design as it was frozen: `content` is the canonical writing whose SHA-256 is `sha256`.

    `known_until`: the last day that the source had told of when it was frozen (null: none); `timing` follows
    from it. `entry`: the number of the account's entry that tells of it.
    """

    OPEN_BECAUSE: ClassVar = "A registration is made to be checked by anybody: a design, and no figure."

    evaluation = models.OneToOneField(Evaluation, on_delete=models.PROTECT, related_name="registration")
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    timing = models.CharField(max_length=10, choices=Timing)
    known_until = models.DateField(null=True)
    entry = models.BigIntegerField(null=True)
    registered_on = models.DateField(default=timezone.localdate)
    registered_by = models.CharField(max_length=150)

    objects = models.Manager()

    def __str__(self) -> str:
        return f"{self.evaluation} · {self.sha256[:12]}"


class Deviation(models.Model):
    """Something that is done otherwise than registered: a field, both values as written, and why."""

    OPEN_BECAUSE: ClassVar = "What departs from a public registration is as public as it is."

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="deviations")
    field = models.CharField(max_length=30)
    registered = models.TextField(blank=True)
    done = models.TextField(blank=True)
    value = models.JSONField(default=dict)
    reason = models.CharField(max_length=500)
    made_on = models.DateField(default=timezone.localdate)
    made_by = models.CharField(max_length=150)

    objects = models.Manager()

    class Meta:
        ordering: ClassVar = ["evaluation", "pk"]

    def __str__(self) -> str:
        return f"{self.evaluation} · {self.field}"
