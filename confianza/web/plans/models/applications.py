"""Applications to a call: under a code, apart from whoever applies."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from confianza.web.plans.models.calls import (
    GIVERS,
    RUNNERS,
    SCORES_KNOWN,
    Call,
    CallCriterion,
    OfACallQuerySet,
)


class ApplicationState(models.TextChoices):
    """What became of an application before the jury reads it."""

    RECEIVED = "received", pgettext_lazy("application", "Received")
    ADMITTED = "admitted", pgettext_lazy("application", "Admitted")
    EXCLUDED = "excluded", pgettext_lazy("application", "Excluded, with the reason")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "Withdrawn by who applied")


class Application(models.Model):
    """What somebody wants to do with how much. `code` is drawn at random: it tells neither who nor in which
    order.

    `digest`: SHA-256 of what was handed in, which stands on the receipt and in the public register.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    code = models.CharField(max_length=8)
    title = models.CharField(max_length=200)
    what = models.TextField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    state = models.CharField(max_length=20, choices=ApplicationState, default=ApplicationState.RECEIVED)
    reason = models.CharField(max_length=500, blank=True)
    digest = models.CharField(max_length=64)

    objects = OfACallQuerySet.as_manager()

    class Meta:
        # Never by when they came.
        ordering: ClassVar = ["call", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "code"], name="one_application_a_code"),
        ]

    def __str__(self) -> str:
        return str(self.code)


class ApplicantQuerySet(models.QuerySet["Applicant"]):
    def visible_to(self, user: Any) -> "ApplicantQuerySet":
        """Return who applied: for whoever runs calls there; for who gives the money once the jury has spoken.

        Nobody who stands for the jury of that call is told, whatever else they are.
        """
        if not user.is_authenticated:
            return self.none()
        runs, gives = user.reach(*RUNNERS), user.reach(*GIVERS)
        found = self.none()
        if runs:
            found = self.filter(runs.rows("application__call__area"))
        if gives:
            known = self.filter(application__call__state__in=SCORES_KNOWN)
            found = found | known.filter(gives.rows("application__call__area"))
        return found.exclude(application__call__candidates__person=user)


class Applicant(models.Model):
    """Who applies: a body of the community, or a group by a sealed name. Apart, so that no page of a juror
    reads it.

    `sealed`: name and how to reach them. `taken_by` typed it in from paper.
    """

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="applicant")
    body = models.ForeignKey("community.Body", on_delete=models.PROTECT, related_name="+", null=True)
    sealed = models.BinaryField()
    taken_by = models.CharField(max_length=150)
    taken_at = models.DateTimeField(default=timezone.now)

    objects = ApplicantQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.application} · {self.pk}"


class OfAnApplicationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfAnApplicationQuerySet":
        return self.filter(application__call__in=Call.objects.visible_to(user))


class Admission(models.Model):
    """Whether an application meets one criterion, and if not, why."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="admissions")
    criterion = models.ForeignKey(CallCriterion, on_delete=models.PROTECT, related_name="+")
    met = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    said_by = models.CharField(max_length=150)
    said_at = models.DateTimeField(default=timezone.now)

    objects = OfAnApplicationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["application", "criterion__number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "criterion"], name="one_admission_a_criterion"),
            models.CheckConstraint(
                condition=models.Q(met=True) | ~models.Q(reason=""), name="what_is_not_met_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.criterion}"
