"""Emergency access: a role not held, asked for because somebody is in danger, for a few hours."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from confianza.web.accounts.models.grants import Grant, Reach
from confianza.web.accounts.models.roles import Purpose, Role
from confianza.web.territory.models import Area, Containment

TIME_TO_APPROVE = timedelta(minutes=15)
# Whoever comes too late to answer still learns what became of it.
SEEN_BY_APPROVERS = timedelta(hours=24)
# Who answers for letting somebody in, and who afterwards says whether it was right: never the same people.
APPROVERS = (Role.COMMANDER, Role.NATIONAL_COORDINATOR)
REVIEWERS = (Role.INTERNAL_CONTROL,)
WATCHERS = (*REVIEWERS, Role.AUDITOR)


class EmergencyMode(models.TextChoices):
    """Whether the access waits for a second person, or opens first and is confirmed afterwards."""

    WAITS = "waits", _("When a second person has approved it")
    AT_ONCE = "at_once", _("Now, because a life is in danger")


class EmergencyState(models.TextChoices):
    """Where a request stands; told from its times, never stored."""

    ASKED = "asked", _("Waiting for approval")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REFUSED = "refused", pgettext_lazy("emergency access", "Refused")
    LAPSED = "lapsed", _("Nobody answered in time")
    UNCONFIRMED = "unconfirmed", _("Open, not confirmed yet")
    OPEN = "open", pgettext_lazy("emergency access", "Open")
    ENDED = "ended", _("Ended, to be reviewed")
    ENDED_UNCONFIRMED = "ended_unconfirmed", _("Ended without a second person")
    REVIEWED = "reviewed", _("Reviewed")


class Verdict(models.TextChoices):
    """What internal control found."""

    JUSTIFIED = "justified", _("Justified")
    NOT_JUSTIFIED = "not_justified", _("Not justified")
    FOLLOW_UP = "follow_up", _("Needs follow-up")


def standing_reach(user: Any, *roles: str) -> Reach:
    """Return where a person holds one of `roles` without any emergency; for what no emergency may open."""
    if not (user.is_authenticated and user.is_active):
        return Reach(False)
    held = [grant for grant in user.current_grants if grant.role in roles]
    passing = [grant.pk for grant in held if grant.ends_at]
    borrowed = (
        set(EmergencyAccess.objects.filter(grant__in=passing).values_list("grant", flat=True))
        if passing
        else set()
    )
    areas = [grant.area_id for grant in held if grant.pk not in borrowed]
    return Reach(None in areas, tuple(sorted({area for area in areas if area is not None})))


def touched(reach: Reach, field: str = "area") -> Q:
    """Return the condition on rows whose area lies in what is reached, or has a part in it.

    Whoever watches over a commissariat watches what is opened in the town around it as well; who approves
    must reach the whole.
    """
    if reach.everywhere:
        # Q() beside another condition would vanish: everywhere is said in full.
        return Q(pk__isnull=False)
    parts = Containment.objects.filter(outer__in=reach.roots).values("inner")
    around = Containment.objects.filter(inner__in=parts).values("outer")
    return Q(**{f"{field}__in": around})


def touches(reach: Reach, area: Area) -> bool:
    """Say whether an area lies in what is reached, or has a part in it."""
    return reach.everywhere or Area.objects.filter(touched(reach, "pk"), pk=area.pk).exists()


class EmergencyAccessQuerySet(models.QuerySet["EmergencyAccess"]):
    def visible_to(self, user: Any) -> "EmergencyAccessQuerySet":
        """Return one's own requests, those decided, today's where one can approve, all that one watches."""
        if not user.is_authenticated:
            return self.none()
        watched, approvable = standing_reach(user, *WATCHERS), standing_reach(user, *APPROVERS)
        seen = Q(person=user) | Q(decided_by=user) | touched(watched)
        today = Q(asked_at__gt=timezone.now() - SEEN_BY_APPROVERS)
        return self.filter(seen | (_inside(approvable) & today))

    def waiting_at(self, moment: datetime) -> "EmergencyAccessQuerySet":
        """Return what a second person may still decide at `moment`."""
        return self.filter(_undecided(moment))

    def over_at(self, moment: datetime) -> "EmergencyAccessQuerySet":
        """Return what was opened or lapsed, is over at `moment`, and has not been reviewed."""
        opened = Q(grant__isnull=False) & (Q(ended_at__isnull=False) | Q(grant__ends_at__lte=moment))
        lapsed = Q(grant=None, ended_at=None, refused_at=None, asked_at__lte=moment - TIME_TO_APPROVE)
        return self.filter(opened | lapsed, reviewed_at=None)


def _inside(reach: Reach) -> Q:
    return Q(pk__isnull=False) if reach.everywhere else reach.rows()


def _undecided(moment: datetime) -> Q:
    return Q(approved_at=None, refused_at=None, ended_at=None, asked_at__gt=moment - TIME_TO_APPROVE)


class EmergencyAccess(models.Model):
    """A request for a role not held, what became of it, and what internal control said.

    `grant` is what was opened (none while it waits, or if it never was); `ended_at` when somebody ended or
    withdrew it before its time; `closed_at` when the worker wrote down that its time had run out.
    """

    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="emergencies")
    role = models.CharField(max_length=40, choices=Role.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=30, choices=Purpose.choices)
    reason = models.CharField(max_length=500)
    mode = models.CharField(max_length=20, choices=EmergencyMode.choices)
    asked_at = models.DateTimeField(db_index=True)
    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="emergency", null=True)
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=20, choices=Verdict.choices, blank=True)
    review_note = models.CharField(max_length=1000, blank=True)

    objects = EmergencyAccessQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name_plural = "emergency accesses"
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(refused_at=None), name="emergency_decided_one_way"
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, refused_at=None) | Q(decided_by__isnull=False),
                name="emergency_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None, verdict="")
                | (Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(verdict="")),
                name="emergency_reviewed_by_somebody_with_a_verdict",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role} ({self.pk})"

    @property
    def answer_until(self) -> datetime:
        """The moment until which a second person can decide."""
        return self.asked_at + TIME_TO_APPROVE

    @property
    def over_at(self) -> datetime:
        """The moment it ends, ended or will end unless somebody does something."""
        if self.ended_at or self.refused_at:
            return min(moment for moment in (self.ended_at, self.refused_at) if moment)
        ends = self.grant.ends_at if self.grant else None
        return ends or self.answer_until
