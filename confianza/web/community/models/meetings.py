"""Meetings: called, held or not, who spoke of what; and, apart and for a while, who was there."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from confianza.web.community.models.bodies import Body, OfAListQuerySet, Theme


class MeetingState(models.TextChoices):
    """What became of a meeting."""

    CALLED = "called", pgettext_lazy("meeting", "Called")
    HELD = "held", pgettext_lazy("meeting", "Held")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")
    MISSED = "missed", pgettext_lazy("meeting", "Nobody came")


class OfABodyQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfABodyQuerySet":
        return self.filter(body__in=Body.objects.visible_to(user))


class Meeting(models.Model):
    """A meeting of a body. Of who came it knows numbers and institutions, never names.

    `highest_came`: whether the precinct's highest officer was there, and if not, `why_not`. `minutes_from`:
    the form filled in the field that the numbers and minutes were taken from.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    theme = models.CharField(_("Theme"), max_length=20, choices=Theme)
    starts_at = models.DateTimeField(_("When"))
    place = models.CharField(_("Where"), max_length=200)
    is_open = models.BooleanField(_("Open to everybody: it stands in the public calendar"), default=True)
    agenda = models.JSONField(default=list)
    state = models.CharField(max_length=20, choices=MeetingState, default=MeetingState.CALLED)
    reason = models.CharField(max_length=300, blank=True)
    women = models.PositiveIntegerField(null=True)
    men = models.PositiveIntegerField(null=True)
    police = models.PositiveIntegerField(null=True)
    highest_came = models.BooleanField(null=True)
    why_not = models.CharField(max_length=300, blank=True)
    institutions = models.JSONField(default=list)
    minutes = models.TextField(blank=True)
    minutes_from = models.ForeignKey(
        "fieldwork.Submission", on_delete=models.PROTECT, related_name="+", null=True
    )
    called_by = models.CharField(max_length=150)
    called_at = models.DateTimeField(default=timezone.now)
    closed_by = models.CharField(max_length=150, blank=True)
    closed_at = models.DateTimeField(null=True)

    objects = OfABodyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-starts_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="held") | Q(women__isnull=False, men__isnull=False),
                name="a_meeting_that_was_held_says_how_many_came",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} · {self.starts_at:%Y-%m-%d}"

    @property
    def came(self) -> int:
        """How many came, of a meeting that was held."""
        return (self.women or 0) + (self.men or 0)


class OfAMeetingsListQuerySet(OfAListQuerySet):
    body_field = "meeting__body"


class Attendance(models.Model):
    """Who came to a meeting: one sealed list, for whoever keeps the lists of the body, until `expires_on`."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="attendance")
    sealed = models.BinaryField()
    expires_on = models.DateField()
    kept_by = models.CharField(max_length=150)

    objects = OfAMeetingsListQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.meeting)
