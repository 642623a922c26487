"""What a second analyst, never the author, has to say of a result."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from confianza.web.evaluation.models.evaluations import Evaluation
from confianza.web.evaluation.models.evidence import Result


class Standing(models.TextChoices):
    """What became of an objection."""

    RAISED = "raised", pgettext_lazy("objection", "Raised, not answered")
    ANSWERED = "answered", pgettext_lazy("objection", "Answered")
    SETTLED = "settled", pgettext_lazy("objection", "Settled")
    STANDS = "stands", pgettext_lazy("objection", "Stands")


class Verdict(models.TextChoices):
    """Whether the critic goes along with what is claimed."""

    AGREES = "agrees", pgettext_lazy("critique", "The evidence carries the sentence")
    DISAGREES = "disagrees", pgettext_lazy("critique", "The evidence does not carry the sentence")


class OfACriticisedResultQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfACriticisedResultQuerySet":
        """Return what was said of the results that a person sees."""
        return self.filter(result__in=Result.objects.visible_to(user))


class Objection(models.Model):
    """One thing a critic holds against a result, what was answered, and whether that settles it.

    `last_word`: the critic's, on the answer. Where it stands it stays on the page, published or not.
    """

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="objections")
    text = models.CharField(max_length=1000)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.RAISED)
    critic = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True)
    raised_by = models.CharField(max_length=150)
    raised_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=1000, blank=True)
    answered_by = models.CharField(max_length=150, blank=True)
    answered_at = models.DateTimeField(null=True)
    last_word = models.CharField(max_length=1000, blank=True)

    objects = OfACriticisedResultQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["result", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(standing="raised") | ~Q(answer=""), name="an_objection_is_answered_in_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result} · {self.pk}"


class Critique(models.Model):
    """A critic's conclusion on a result: one a result, in words, whichever way it goes."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="critiques")
    result = models.OneToOneField(Result, on_delete=models.PROTECT, related_name="critique")
    verdict = models.CharField(max_length=10, choices=Verdict)
    words = models.CharField(max_length=1000)
    critic = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)

    objects = OfACriticisedResultQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["evaluation", "-made_at"]

    def __str__(self) -> str:
        return f"{self.result} · {self.verdict}"
