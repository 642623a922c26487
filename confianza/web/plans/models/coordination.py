"""The weekly coordination meeting, and the report each quarter of whether the work had an effect."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from confianza.web.plans.models.standing import InReachQuerySet
from confianza.web.territory.models import Area


class CoordinationState(models.TextChoices):
    """Where a weekly meeting stands."""

    PREPARED = "prepared", pgettext_lazy("coordination", "Prepares itself")
    OPENED = "opened", pgettext_lazy("coordination", "Being held")
    CLOSED = "closed", pgettext_lazy("coordination", "Held")
    CANCELLED = "cancelled", pgettext_lazy("coordination", "Not held, with the reason")


class Coordination(models.Model):
    """A weekly meeting of an area. `told`: the page as it was when the meeting was opened; until then it is
    computed each time it is read. `present`: offices, never persons outside of them.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField(_("Day of the meeting"))
    state = models.CharField(max_length=20, choices=CoordinationState, default=CoordinationState.PREPARED)
    chair = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    present = models.CharField(_("Which offices were there"), max_length=500, blank=True)
    told = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    why_not = models.CharField(max_length=500, blank=True)
    called_by = models.CharField(max_length=150)
    called_at = models.DateTimeField(default=timezone.now)

    objects = InReachQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-held_on", "area"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "held_on"], name="one_weekly_meeting_a_day"),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(why_not=""), name="who_does_not_meet_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} · {self.held_on}"


class OfACoordinationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfACoordinationQuerySet":
        return self.filter(coordination__in=Coordination.objects.visible_to(user))


class Note(models.Model):
    """What was said to a part of the page, for the minutes. `part`: a key of the page.

    A note to the part AGREED is a decision without an owner or a day yet: it `became` a commitment, or was
    `dropped` with a reason; until then the meeting stays open.
    """

    AGREED: ClassVar = "agreed"

    coordination = models.ForeignKey(Coordination, on_delete=models.PROTECT, related_name="notes")
    part = models.CharField(max_length=40)
    text = models.TextField()
    became = models.OneToOneField("Commitment", on_delete=models.PROTECT, related_name="+", null=True)
    dropped = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)

    objects = OfACoordinationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["coordination", "at"]

    def __str__(self) -> str:
        return f"{self.coordination} · {self.part}"


class EffectivenessReport(models.Model):
    """A quarter of an area, frozen: what was kept, which problems moved, what the assessments say.

    `words`: what was learned, as whoever closed the quarter says it. Everybody may read its counts from
    `published_on`; the words stay inside.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    quarter = models.CharField(max_length=7)
    told = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    words = models.CharField(_("What was learned"), max_length=1000, blank=True)
    published_on = models.DateField(null=True)
    computed_by = models.CharField(max_length=150)
    computed_at = models.DateTimeField(default=timezone.now)

    objects = InReachQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-quarter", "area"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "quarter"], name="one_report_a_quarter"),
        ]

    def __str__(self) -> str:
        return f"{self.area} · {self.quarter}"
