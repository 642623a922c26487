"""Calls for grants: what is given, to whom, by which criteria; and where each call stands."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from confianza.web.plans.models.standing import READERS
from confianza.web.territory.models import Area

# accounts.Role, by value: who runs calls, and who gives the money. Never the same person for one call.
RUNNERS = ("community_relations",)
GIVERS = ("mayor", "programme_manager")


class CallState(models.TextChoices):
    """Where a call stands."""

    DRAFT = "draft", pgettext_lazy("call", "Being written")
    OPEN = "open", pgettext_lazy("call", "Open")
    CLOSED = "closed", pgettext_lazy("call", "Closed: being checked")
    JURY = "jury", pgettext_lazy("call", "Jury drawn")
    SCORING = "scoring", pgettext_lazy("call", "Being scored")
    RANKED = "ranked", pgettext_lazy("call", "Ranked")
    AWARDED = "awarded", pgettext_lazy("call", "Awarded")
    ENDED = "ended", pgettext_lazy("call", "Ended")
    CANCELLED = "cancelled", pgettext_lazy("call", "Cancelled, with the reason")


# Nobody learns a single score before.
SCORES_KNOWN = ("ranked", "awarded", "ended")


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, user: Any) -> "CallQuerySet":
        """Return the calls of the places a person works for, and those for whose jury the person stands."""
        if not user.is_authenticated:
            return self.none()
        reads, stands = user.reach(*READERS), Q(candidates__person=user)
        return self.filter(reads.rows() | stands if reads else stands).distinct()

    def public(self) -> "CallQuerySet":
        """Return what anybody may read: every call that was ever opened."""
        return self.exclude(digest="")


class Call(models.Model):
    """A call for applications. What may not change once it is open stands in `rules`, and `digest` is its
    SHA-256.

    Money in `currency`; `at_most`: for one application; `least`: per cent of the mark below which nothing is
    given. `ranking`: the order of the jury, frozen when every score is in. `annulled`: orders that an
    objection took back, each with its day, why, and the applications it left out: they stay public.
    `objective`: of which plan it is part.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    objective = models.ForeignKey("Objective", on_delete=models.PROTECT, related_name="+", null=True)
    title = models.CharField(_("Title"), max_length=200)
    purpose = models.TextField(_("What it is for"))
    purse = models.DecimalField(max_digits=14, decimal_places=2)
    at_most = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3, default="GTQ")
    opens_on, closes_on = models.DateField(), models.DateField()
    jury = models.PositiveSmallIntegerField(default=3)
    least = models.PositiveSmallIntegerField(default=50)
    state = models.CharField(max_length=20, choices=CallState, default=CallState.DRAFT)
    rules = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    ranking = models.JSONField(default=list)
    annulled = models.JSONField(default=list)
    objections_until = models.DateField(null=True)
    runner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-opens_on", "title"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(at_most__lte=F("purse")), name="one_grant_fits_the_purse"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="a_call_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "cancelled")) | ~Q(digest=""),
                name="an_open_call_has_its_digest",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


class OfACallQuerySet(models.QuerySet[Any]):
    """What belongs to a call and names nobody: seen by whoever works where the call is made."""

    def visible_to(self, user: Any) -> "OfACallQuerySet":
        return self.filter(call__in=Call.objects.visible_to(user))


class CallStep(models.Model):
    """One step of a call: to where, by whom, why."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=20, choices=CallState)
    words = models.CharField(max_length=1000, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)

    objects = OfACallQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["call", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.call} · {self.state}"


class CriterionKind(models.TextChoices):
    """Whether a criterion lets an application in, or gives it points."""

    ADMITS = "admits", pgettext_lazy("criterion", "Must be met to take part")
    SCORES = "scores", pgettext_lazy("criterion", "Scored by the jury")


class CallCriterion(models.Model):
    """A criterion of a call. `weight`: hundredths of the whole, of scored ones; 0 of the others."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="criteria")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=CriterionKind)
    text = models.CharField(max_length=300)
    weight = models.PositiveSmallIntegerField(default=0)

    objects = OfACallQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["call", "kind", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "number"], name="one_criterion_a_number"),
            models.CheckConstraint(
                condition=Q(kind="admits", weight=0) | Q(kind="scores", weight__range=(1, 100)),
                name="what_is_scored_has_its_weight",
            ),
        ]

    def __str__(self) -> str:
        return str(self.text)
