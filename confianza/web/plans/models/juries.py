"""Juries: who stands for them, how they were drawn, their conflicts of interest, and what they gave."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from confianza.web.plans.models.applications import Application
from confianza.web.plans.models.calls import (
    GIVERS,
    RUNNERS,
    SCORES_KNOWN,
    Call,
    CallCriterion,
    OfACallQuerySet,
)


class CandidateQuerySet(models.QuerySet["JurorCandidate"]):
    def visible_to(self, user: Any) -> "CandidateQuerySet":
        """Return who stands for juries: for whoever runs or pays calls there, and each for themselves."""
        if not user.is_authenticated:
            return self.none()
        keeps, own = user.reach(*RUNNERS, *GIVERS), Q(person=user)
        return self.filter(keeps.rows("call__area") | own if keeps else own)


class JurorCandidate(models.Model):
    """Somebody with an account who may be drawn: proposed by one person, seconded by another, and agreed.

    `code` stands in the public list: hexadecimal, from SHA-256 of "salt|username", so that they themselves
    can show that it is theirs and nobody else can tell. `stands_for`: the group whose view they bring, in
    words.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="candidates")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    stands_for = models.CharField(max_length=200)
    code = models.CharField(max_length=20)
    salt = models.CharField(max_length=64)
    nominated_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    seconded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True)
    agreed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["call", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "person"], name="one_candidacy_a_person"),
            models.UniqueConstraint(fields=["call", "code"], name="one_candidate_a_code"),
        ]

    def __str__(self) -> str:
        return str(self.code)


class JuryDraw(models.Model):
    """How a jury was drawn (`lib.draws`): `record` is all that is public of it. The secret lies sealed until
    then.
    """

    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="draw")
    record = models.JSONField(default=dict)
    committed_by = models.CharField(max_length=150)
    committed_at = models.DateTimeField(default=timezone.now)
    revealed_by = models.CharField(max_length=150, blank=True)
    revealed_at = models.DateTimeField(null=True)

    objects = OfACallQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.call} · {self.pk}"


class JurorState(models.TextChoices):
    """Where a place in the jury stands."""

    DRAWN = "drawn", pgettext_lazy("juror", "Drawn, not asked yet")
    ACCEPTED = "accepted", pgettext_lazy("juror", "Accepted")
    REPLACED = "replaced", pgettext_lazy("juror", "Gave up the place")


class JurorQuerySet(models.QuerySet["Juror"]):
    def visible_to(self, user: Any) -> "JurorQuerySet":
        return self.filter(candidate__in=JurorCandidate.objects.visible_to(user))

    def seated(self) -> "JurorQuerySet":
        return self.exclude(state="replaced")


class Juror(models.Model):
    """Somebody who was drawn, or stepped in in the order of the draw."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="jurors")
    candidate = models.OneToOneField(JurorCandidate, on_delete=models.PROTECT, related_name="juror")
    state = models.CharField(max_length=20, choices=JurorState, default=JurorState.DRAWN)
    reason = models.CharField(max_length=40, blank=True)

    objects = JurorQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["call", "candidate__code"]

    def __str__(self) -> str:
        return str(self.candidate)


class BallotQuerySet(models.QuerySet["Ballot"]):
    def visible_to(self, user: Any) -> "BallotQuerySet":
        """Return a juror's own; of others only once every score is in, for whoever runs or pays calls
        there.
        """
        if not user.is_authenticated:
            return self.none()
        keeps, own = user.reach(*RUNNERS, *GIVERS), Q(juror__candidate__person=user)
        known = Q(application__call__state__in=SCORES_KNOWN)
        return self.filter(own | (known & keeps.rows("application__call__area")) if keeps else own)

    def done(self) -> "BallotQuerySet":
        """Return those that wait for nothing: handed in, or with a conflict."""
        return self.filter(Q(handed_in_at__isnull=False) | ~Q(conflict=""))

    def counted(self) -> "BallotQuerySet":
        """Return what goes into the ranking: handed in, without conflict, by who holds the place."""
        return self.filter(handed_in_at__isnull=False, conflict="").exclude(juror__state="replaced")


class ConflictKind(models.TextChoices):
    """How a conflict of interest came to be known."""

    DECLARED = "declared", pgettext_lazy("conflict", "Declared by the juror")
    SEAT = "seat", pgettext_lazy("conflict", "Sits in the body that applies")


class Ballot(models.Model):
    """One juror before one application: first whether there is a conflict of interest, then the scores.

    `conflict` is "" where there is none. Handed in, it changes no more.
    """

    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="ballots")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="ballots")
    conflict = models.CharField(max_length=10, choices=ConflictKind, blank=True)
    why = models.CharField(max_length=300, blank=True)
    declared_at = models.DateTimeField(default=timezone.now)
    handed_in_at = models.DateTimeField(null=True)

    objects = BallotQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["application__code", "juror__candidate__code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["juror", "application"], name="one_ballot_a_juror_and_application"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.juror} · {self.application}"


class ScoreQuerySet(models.QuerySet["Score"]):
    def visible_to(self, user: Any) -> "ScoreQuerySet":
        return self.filter(ballot__in=Ballot.objects.visible_to(user))


class Score(models.Model):
    """What a juror gave an application for one criterion: points from 0 to 5, and why."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(CallCriterion, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=500)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["ballot", "criterion__number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ballot", "criterion"], name="one_score_a_criterion"),
            models.CheckConstraint(condition=Q(points__lte=5), name="points_go_from_0_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.ballot} · {self.points}"
