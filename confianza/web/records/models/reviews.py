"""What people decided about pairs of records that may speak of the same victim."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from confianza.web.records.models.meetings import ValidationMeeting
from confianza.web.records.models.reach import reach_of_the_analyst, reach_of_the_coordinator
from confianza.web.records.models.undoing import (
    Undoable,
    UndoableQuerySet,
    undone_by_somebody_with_a_reason,
)
from confianza.web.territory.models import Area

LONGEST_RECORD = 100


class Verdict(models.TextChoices):
    """What one person thinks of a pair."""

    SAME = "same", _("The same victim")
    DIFFERENT = "different", _("Two different victims")
    CANNOT_TELL = "cannot_tell", _("It cannot be told")


class PairState(models.TextChoices):
    """Where a pair stands; told from what was decided (rules.py), never stored."""

    WAITING = "waiting", _("Nobody has looked yet")
    ONE_OPINION = "one_opinion", _("Waits for a second person")
    DISPUTED = "disputed", _("For the validation meeting")
    AGREED_SAME = "agreed_same", _("Decided: the same victim")
    AGREED_DIFFERENT = "agreed_different", _("Decided: two victims")


class PairDecisionQuerySet(UndoableQuerySet):
    def visible_to(self, user: Any) -> "PairDecisionQuerySet":
        """Return what was decided about records both of which lie in what the person reaches."""
        reaches = (reach_of_the_analyst(user), reach_of_the_coordinator(user))
        seen = [reach.rows("area_a") & reach.rows("area_b") for reach in reaches]
        return self.filter(seen[0] | seen[1])


class PairDecision(Undoable):
    """What one person, or a validation meeting, said of two records, and why; taken back it stays, marked.

    `record_a` and `record_b` are the keys a linkage gives records, `area_a` and `area_b` whose the deliveries
    are that told them (null: the whole installation). `linkage` is where the pair was looked at, with the
    probability it had there (null: unknown).
    """

    record_a = models.CharField(max_length=LONGEST_RECORD)
    record_b = models.CharField(max_length=LONGEST_RECORD)
    area_a = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    area_b = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    verdict = models.CharField(max_length=20, choices=Verdict)
    meeting = models.ForeignKey(
        ValidationMeeting, on_delete=models.PROTECT, related_name="pair_decisions", null=True, blank=True
    )
    linkage = models.CharField(max_length=100, blank=True)
    probability = models.FloatField(null=True, blank=True)

    objects = PairDecisionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-decided_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["record_a", "record_b"], name="pair_decision_of_records")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(record_a__lt=F("record_b")), name="pair_decision_in_order"),
            undone_by_somebody_with_a_reason("pair_decision_undone_by_somebody_with_a_reason"),
            models.UniqueConstraint(
                fields=["by", "record_a", "record_b"],
                condition=Q(undone_at=None, meeting=None),
                name="pair_decision_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["record_a", "record_b"],
                condition=Q(undone_at=None, meeting__isnull=False),
                name="pair_decision_once_by_a_meeting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_a} / {self.record_b}: {self.verdict}"

    @property
    def pair(self) -> tuple[str, str]:
        return self.record_a, self.record_b
