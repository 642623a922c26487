"""Commitments: what somebody promised, by when, and whether it was kept."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from confianza.web.community.models import Seat, Whose
from confianza.web.plans.models.standing import READERS
from confianza.web.territory.models import Area


class Standing(models.TextChoices):
    """Where a commitment stands."""

    PROMISED = "promised", pgettext_lazy("commitment", "Promised")
    UNDER_WAY = "under_way", pgettext_lazy("commitment", "Under way")
    KEPT = "kept", pgettext_lazy("commitment", "Kept")
    BROKEN = "broken", pgettext_lazy("commitment", "Not kept")
    RELEASED = "released", pgettext_lazy("commitment", "Released, with the reason")


OPEN = (Standing.PROMISED, Standing.UNDER_WAY)


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, user: Any) -> "CommitmentQuerySet":
        """Return the commitments of the places a person works for, those in plans of the bodies the person
        has a seat in, those for problems the person leads, and a person's own.
        """
        if not user.is_authenticated:
            return self.none()
        seats = Seat.objects.held_by(user).values("body")
        own = Q(owner=user) | Q(problem__leader=user) | Q(objective__plan__body__in=seats)
        reads = user.reach(*READERS)
        return self.filter(reads.rows() | own if reads else own)

    def open(self) -> "CommitmentQuerySet":
        return self.filter(standing__in=OPEN)

    def late(self, today: object) -> "CommitmentQuerySet":
        """Return the open commitments whose day has passed."""
        return self.open().filter(due_on__lt=today)

    def public(self) -> "CommitmentQuerySet":
        return self.exclude(public_text="")


class Commitment(models.Model):
    """Something promised: for a problem, in a plan, for a request, or in a weekly meeting.

    `owner` has an account, or is an institution by `owner_name` alone; `whose`: who can solve it.
    `first_due_on` stays as first promised when the day is moved. `people`: for how many young people, where
    it gives them something. `evidence`: what shows that it was kept.
    `public_text`: as it stands on the public site, "" not at all.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    problem = models.ForeignKey("Problem", on_delete=models.PROTECT, related_name="commitments", null=True)
    objective = models.ForeignKey(
        "Objective", on_delete=models.PROTECT, related_name="commitments", null=True
    )
    decided_in = models.ForeignKey(
        "Coordination", on_delete=models.PROTECT, related_name="decisions", null=True
    )
    request = models.ForeignKey("community.Request", on_delete=models.PROTECT, related_name="+", null=True)
    what = models.CharField(_("What will be done"), max_length=500)
    whose = models.CharField(_("Whose it is"), max_length=20, choices=Whose)
    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True)
    owner_name = models.CharField(max_length=200)
    due_on = models.DateField(_("By when"))
    first_due_on = models.DateField()
    cost = models.DecimalField(_("Money"), max_digits=14, decimal_places=2, null=True, blank=True)
    people = models.PositiveIntegerField(_("For how many young people"), null=True, blank=True)
    standing = models.CharField(max_length=20, choices=Standing, default=Standing.PROMISED)
    settled_on = models.DateField(null=True)
    evidence = models.CharField(max_length=1000, blank=True)
    public_text = models.CharField(max_length=300, blank=True)
    promised_by = models.CharField(max_length=150)
    promised_at = models.DateTimeField(default=timezone.now)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        indexes: ClassVar = [models.Index(fields=["standing", "due_on"], name="commitments_due")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(standing="kept") | ~Q(evidence=""), name="what_is_kept_shows_it"
            ),
            models.CheckConstraint(
                condition=Q(standing__in=("promised", "under_way"), settled_on__isnull=True)
                | (~Q(standing__in=("promised", "under_way")) & Q(settled_on__isnull=False)),
                name="what_is_settled_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.what)

    @property
    def was_moved(self) -> bool:
        """Whether its day is another than was promised first."""
        return self.due_on != self.first_due_on

    @property
    def was_kept_late(self) -> bool:
        """Whether it was kept, but after the day first promised."""
        return bool(
            self.standing == Standing.KEPT and self.settled_on and self.settled_on > self.first_due_on
        )


class OfACommitmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfACommitmentQuerySet":
        return self.filter(commitment__in=Commitment.objects.visible_to(user))


class CommitmentStep(models.Model):
    """One step of a commitment: to where, by whom, in which words; `due_on` where the day was moved."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="steps")
    standing = models.CharField(max_length=20, choices=Standing)
    words = models.CharField(max_length=1000, blank=True)
    due_on = models.DateField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)

    objects = OfACommitmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.commitment} · {self.standing}"
