"""Prevention plans: what a town or a community set out to do, who approved it, and each quarter's account."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from confianza.web.community.models import Seat
from confianza.web.plans.models.standing import READERS, CycleStep, InReachQuerySet
from confianza.web.territory.models import Area


class PlanKind(models.TextChoices):
    """Whose plan it is."""

    MUNICIPAL = "municipal", pgettext_lazy("plan", "Municipal prevention plan")
    COMMUNITY = "community", pgettext_lazy("plan", "Plan of a community")
    YOUTH = "youth", pgettext_lazy("plan", "Opportunities for young people")


class PlanState(models.TextChoices):
    """Where a plan stands."""

    DRAFT = "draft", pgettext_lazy("plan", "Being written")
    PROPOSED = "proposed", pgettext_lazy("plan", "Before the open meeting")
    APPROVED = "approved", pgettext_lazy("plan", "Approved")
    ENDED = "ended", pgettext_lazy("plan", "Ended")
    WITHDRAWN = "withdrawn", pgettext_lazy("plan", "Withdrawn")


class Gives(models.TextChoices):
    """What young people get out of an objective; how many of them is what it is measured by."""

    PLACES = "places", pgettext_lazy("young people get", "Places in a centre or a programme")
    COURSES = "courses", pgettext_lazy("young people get", "Courses and training")
    JOBS = "jobs", pgettext_lazy("young people get", "Jobs and apprenticeships")
    STUDY = "study", pgettext_lazy("young people get", "Places at school, and grants to stay there")


# What anybody may read: plans that stand before an open meeting, or did.
PUBLIC = (PlanState.PROPOSED, PlanState.APPROVED, PlanState.ENDED)


class PlanQuerySet(InReachQuerySet):
    def visible_to(self, user: Any) -> "PlanQuerySet":
        """Return the plans of the places a person works for, and of the bodies the person has a seat in."""
        if not user.is_authenticated:
            return self.none()
        reads, seated = user.reach(*READERS), Q(body__in=Seat.objects.held_by(user).values("body"))
        return self.filter(reads.rows() | seated if reads else seated)

    def public(self) -> "PlanQuerySet":
        """Return what anybody may read: plans that stand before an open meeting, or did."""
        return self.filter(state__in=PUBLIC)


class PreventionPlan(models.Model):
    """A plan for an area and some years. `body`: the council or committee whose plan it is. What was approved
    is a version, frozen; the plan itself goes on being written. `reason`: why it ended, was withdrawn or was
    taken up again.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey("community.Body", on_delete=models.PROTECT, related_name="+", null=True)
    kind = models.CharField(_("Kind"), max_length=20, choices=PlanKind)
    title = models.CharField(_("Title"), max_length=200)
    summary = models.TextField(_("What it is about, for everybody"), blank=True)
    begins_on, ends_on = models.DateField(_("From")), models.DateField(_("Until"))
    keeper = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=PlanState, default=PlanState.DRAFT)
    reason = models.CharField(max_length=500, blank=True)
    written_by = models.CharField(max_length=150)
    written_at = models.DateTimeField(default=timezone.now)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-begins_on", "title"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=models.F("begins_on")), name="a_plan_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


class OfAPlanQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfAPlanQuerySet":
        return self.filter(plan__in=PreventionPlan.objects.visible_to(user))


class Chapter(models.Model):
    """What a plan says to one of the six steps."""

    plan = models.ForeignKey(PreventionPlan, on_delete=models.PROTECT, related_name="chapters")
    step = models.CharField(max_length=20, choices=CycleStep)
    text = models.TextField()
    written_by = models.CharField(max_length=150)
    written_at = models.DateTimeField(default=timezone.now)

    objects = OfAPlanQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["plan", "step"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "step"], name="one_chapter_a_step"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.step}"


class Objective(models.Model):
    """What a plan wants to reach by `by_on`. `indicator`: one of the observatory's, "" where it is not
    counted there; then `baseline` is what it counted in the twelve months before the plan, `target` what it
    should count in twelve, and `told` says where the baseline comes from. `gives`: what young people get;
    then `target` is for how many of them.
    """

    plan = models.ForeignKey(PreventionPlan, on_delete=models.PROTECT, related_name="objectives")
    number = models.PositiveIntegerField()
    text = models.CharField(_("What we want to reach"), max_length=300)
    gives = models.CharField(_("What young people get"), max_length=20, choices=Gives, blank=True)
    indicator = models.CharField(_("Measured by"), max_length=60, blank=True)
    baseline = models.FloatField(_("Where we start"), null=True, blank=True)
    target = models.FloatField(_("Where we want to be"), null=True, blank=True)
    told = models.JSONField(default=dict)
    by_on = models.DateField(_("By when"))

    objects = OfAPlanQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["plan", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_objective_a_number"),
        ]

    def __str__(self) -> str:
        return str(self.text)


class PlanVersion(models.Model):
    """A plan as it stood before an open meeting, word for word, and what the meeting said to it.

    `content` is what its `sha256` is of; it names offices and institutions, nobody. `approved_on` is null
    until the meeting has said yes. Of the votes only how many is kept, never whose.
    """

    plan = models.ForeignKey(PreventionPlan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    why = models.CharField(max_length=500)
    proposer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True)
    proposed_by = models.CharField(max_length=150)
    proposed_at = models.DateTimeField(default=timezone.now)
    meeting = models.ForeignKey("community.Meeting", on_delete=models.PROTECT, related_name="+", null=True)
    in_favour, against, abstained = (models.PositiveIntegerField(null=True) for _each in range(3))
    approved_on = models.DateField(null=True)
    refused_on = models.DateField(null=True)
    taken_back_on = models.DateField(null=True)
    said = models.CharField(max_length=1000, blank=True)
    told_by = models.CharField(max_length=150, blank=True)

    objects = OfAPlanQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["plan", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_version_a_number"),
            models.CheckConstraint(
                condition=Q(approved_on__isnull=True) | Q(meeting__isnull=False),
                name="a_plan_is_approved_in_a_meeting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.number}"


class QuarterAccount(models.Model):
    """A quarter of a plan, computed from commitments and indicators (`told`), then frozen."""

    plan = models.ForeignKey(PreventionPlan, on_delete=models.PROTECT, related_name="quarters")
    quarter = models.CharField(max_length=7)
    told = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    words = models.CharField(max_length=1000, blank=True)
    computed_by = models.CharField(max_length=150)
    computed_at = models.DateTimeField(default=timezone.now)

    objects = OfAPlanQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["plan", "-quarter"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "quarter"], name="one_account_a_quarter"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.quarter}"
