"""Grants: a role, in a jurisdiction, for a purpose, from one moment to another."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from confianza.web.accounts.models.roles import Purpose, Role
from confianza.web.territory.models import Area, Containment


@dataclass(frozen=True)
class Reach:
    """Where something is open to a person: everywhere, or in some areas and all that lies in them."""

    everywhere: bool
    roots: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.roots)

    def rows(self, field: str = "area") -> Q:
        """Return the condition on rows whose `field` points to an area. Rows without one belong to the whole
        installation: only who reaches everywhere sees them.
        """
        if self.everywhere:
            # Not Q(), which vanishes beside another condition instead of holding always.
            return Q(pk__isnull=False)
        inside = Containment.objects.filter(outer__in=self.roots).values("inner")
        return Q(**{f"{field}__in": inside})

    def covers(self, area: Area | None) -> bool:
        """Say whether an area (None: the whole installation) lies in what is reached."""
        if self.everywhere or area is None:
            return self.everywhere
        return Containment.objects.filter(outer__in=self.roots, inner=area).exists()


class GrantQuerySet(models.QuerySet["Grant"]):
    def valid_at(self, moment: datetime) -> "GrantQuerySet":
        """Return the grants that have begun and have not ended at `moment`."""
        return self.filter(begins_at__lte=moment).filter(Q(ends_at=None) | Q(ends_at__gt=moment))

    def visible_to(self, user: Any) -> "GrantQuerySet":
        """Return a person's own grants, and those given in the jurisdiction a person administers."""
        if not user.is_authenticated:
            return self.none()
        administered = user.reach(Role.SYSTEM_ADMINISTRATOR)
        own = Q(person=user)
        return self.filter(own | administered.rows() if administered else own)


class Grant(models.Model):
    """A person holds a role in an area and all that lies in it (null: the whole installation), for one
    purpose, from `begins_at` until `ends_at` (not included; null: until further notice).

    What ended stays, as an account of who could do what when.
    """

    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40, choices=Role.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    purpose = models.CharField(max_length=30, choices=Purpose.choices)
    begins_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    given_by = models.CharField(max_length=150)
    given_at = models.DateTimeField(auto_now_add=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["person_id", "role", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("begins_at")),
                name="grant_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role}"
