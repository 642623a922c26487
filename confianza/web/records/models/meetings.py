"""Validation meetings, where institutions settle the cases on which their records disagree."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from confianza.web.records.models.reach import reach_of_the_analyst
from confianza.web.records.models.undoing import (
    Undoable,
    UndoableQuerySet,
    undone_by_somebody_with_a_reason,
)
from confianza.web.territory.models import Area

LONGEST_CASE = 100


class ValidationMeetingQuerySet(models.QuerySet["ValidationMeeting"]):
    def visible_to(self, user: Any) -> "ValidationMeetingQuerySet":
        """Return the meetings of areas that the analyst reaches."""
        return self.filter(reach_of_the_analyst(user).rows())


class ValidationMeeting(models.Model):
    """A meeting of institutions (mesa técnica) about cases of an area (null: of the whole installation).

    `institutions` are those present, never names of people. `agenda` is {"cases": [{case, records}],
    "pairs": [[record_a, record_b]]}. Once closed, minutes and outcomes are final; an outcome may still be
    taken back, with its reason.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    held_on = models.DateField()
    place = models.CharField(max_length=200)
    institutions = models.JSONField(default=list)
    agenda = models.JSONField(default=dict)
    minutes = models.TextField(blank=True)
    linkage = models.CharField(max_length=100, blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = ValidationMeetingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-held_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="validation_meeting_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d}: {self.place}"

    @property
    def cases(self) -> list[str]:
        """The cases on the agenda."""
        return [item["case"] for item in self.agenda.get("cases", [])]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The pairs of records on the agenda."""
        return [(record_a, record_b) for record_a, record_b in self.agenda.get("pairs", [])]

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class Outcome(models.TextChoices):
    """What a meeting made of a case."""

    VALIDATED = "validated", _("Validated")
    SETTLED = "settled", _("Values settled, not validated yet")
    NOT_OF_SERIES = "not_of_series", _("Does not belong to this series")
    STAYS_OPEN = "stays_open", _("Stays open")


class CaseOutcomeQuerySet(UndoableQuerySet):
    def visible_to(self, user: Any) -> "CaseOutcomeQuerySet":
        """Return the outcomes of the meetings that the person sees."""
        return self.filter(meeting__in=ValidationMeeting.objects.visible_to(user))


class CaseOutcome(Undoable):
    """What a validation meeting made of one case, and why; taken back it stays, marked.

    `case` is what the case was called then, `records` the keys of its records: later linkages find it by
    them. `values` is {field: source}: whose value the meeting chose. `series` says of which series a case
    that does not belong is left out.
    """

    meeting = models.ForeignKey(ValidationMeeting, on_delete=models.PROTECT, related_name="outcomes")
    case = models.CharField(max_length=LONGEST_CASE)
    records = models.JSONField(default=list)
    outcome = models.CharField(max_length=20, choices=Outcome)
    series = models.CharField(max_length=50, blank=True)
    values = models.JSONField(default=dict, blank=True)

    objects = CaseOutcomeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-decided_at", "-id"]
        constraints: ClassVar = [
            undone_by_somebody_with_a_reason("case_outcome_undone_by_somebody_with_a_reason"),
            models.CheckConstraint(
                condition=Q(series="") ^ Q(outcome=Outcome.NOT_OF_SERIES),
                name="case_outcome_names_the_series_left",
            ),
            models.UniqueConstraint(
                fields=["meeting", "case"], condition=Q(undone_at=None), name="case_outcome_once_a_meeting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.outcome}"
