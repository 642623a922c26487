"""What was given: grants, the parts in which they are paid, what was shown, what came of it, what was
objected.
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from confianza.web.plans.models.applications import Application, OfAnApplicationQuerySet
from confianza.web.plans.models.calls import Call, OfACallQuerySet


class Award(models.Model):
    """Money given to an application. `departs`: why, where the order of the jury was not followed; public.

    `public_name`: of the body that gets it; "" where no body of the public site applied.
    """

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="award")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    public_name = models.CharField(max_length=200, blank=True)
    departs = models.CharField(max_length=500, blank=True)
    awarded_by = models.CharField(max_length=150)
    awarded_at = models.DateTimeField(default=timezone.now)

    objects = OfAnApplicationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["application__code"]

    def __str__(self) -> str:
        return f"{self.application} · {self.amount}"


class OfAnAwardQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfAnAwardQuerySet":
        return self.filter(award__application__call__in=Call.objects.visible_to(user))


class TrancheState(models.TextChoices):
    """Where a part of a grant stands."""

    DUE = "due", pgettext_lazy("tranche", "To be paid")
    PAID = "paid", pgettext_lazy("tranche", "Paid")
    WITHHELD = "withheld", pgettext_lazy("tranche", "Withheld, with the reason")


class Tranche(models.Model):
    """A part of a grant: how much, when, and what must be shown first."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="tranches")
    number = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    due_on = models.DateField()
    must_show = models.CharField(max_length=300)
    state = models.CharField(max_length=20, choices=TrancheState, default=TrancheState.DUE)
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_on = models.DateField(null=True)

    objects = OfAnAwardQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["award", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["award", "number"], name="one_tranche_a_number"),
            models.CheckConstraint(
                condition=~Q(state="withheld") | ~Q(reason=""), name="what_is_withheld_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award} · {self.number}"


class ProofQuerySet(models.QuerySet["Proof"]):
    def visible_to(self, user: Any) -> "ProofQuerySet":
        return self.filter(tranche__award__application__call__in=Call.objects.visible_to(user))


class Proof(models.Model):
    """What was shown for a part of a grant, and where the paper or picture is kept."""

    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, related_name="proofs")
    text = models.CharField(max_length=500)
    kept_in = models.CharField(max_length=200, blank=True)
    shown_by = models.CharField(max_length=150)
    shown_at = models.DateTimeField(default=timezone.now)

    objects = ProofQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["tranche", "shown_at"]

    def __str__(self) -> str:
        return str(self.text)


class GrantResult(models.Model):
    """What came of a grant: what was to be reached, and what was, in one unit (`what`)."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="results")
    what = models.CharField(max_length=200)
    planned = models.FloatField()
    reached = models.FloatField()
    words = models.CharField(max_length=500, blank=True)
    told_by = models.CharField(max_length=150)
    told_on = models.DateField(default=timezone.localdate)

    objects = OfAnAwardQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["award", "told_on", "pk"]

    def __str__(self) -> str:
        return f"{self.award} · {self.what}"


class Appeal(models.Model):
    """An objection to a step of a call, written down as it came in, without who objects; answered for
    everybody.

    `text` and `answer` are public words. `against_exclusion`: the application stood excluded when it came in.
    `upheld` is null until it is answered.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="appeals")
    code = models.CharField(max_length=8, blank=True)
    text = models.CharField(max_length=500)
    against_exclusion = models.BooleanField(default=False)
    received_on = models.DateField(default=timezone.localdate)
    written_by = models.CharField(max_length=150)
    upheld = models.BooleanField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.CharField(max_length=150, blank=True)
    answered_on = models.DateField(null=True)

    objects = OfACallQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["call", "received_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(upheld__isnull=True) | ~Q(answer=""), name="an_answered_appeal_has_its_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call} · {self.received_on}"
