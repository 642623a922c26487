"""A person with an account."""

from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from confianza.web.accounts.models.grants import Grant, Reach
from confianza.web.accounts.models.roles import Role


class State(models.TextChoices):
    """Where an account stands: waiting for its person, in use, suspended, or closed for good."""

    INVITED = "invited", _("Invited")
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    LEFT = "left", _("Left")


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: Any) -> "UserQuerySet":
        """Return oneself, and the people with a grant in the jurisdiction a person administers."""
        if not user.is_authenticated:
            return self.none()
        administered = user.reach(Role.SYSTEM_ADMINISTRATOR)
        if administered.everywhere:
            return self
        inside = Grant.objects.filter(administered.rows()) if administered else Grant.objects.none()
        return self.filter(Q(pk=user.pk) | Q(pk__in=inside.values("person")))

    def in_state(self, state: str) -> "UserQuerySet":
        """Return the people whose account stands so."""
        conditions = {
            State.LEFT: Q(left_at__isnull=False),
            State.SUSPENDED: Q(left_at=None, is_active=False),
            State.INVITED: Q(left_at=None, is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX),
        }
        if state != State.ACTIVE:
            return self.filter(conditions[State(state)])
        return self.exclude(conditions[State.INVITED]).filter(left_at=None, is_active=True)


class UserManager(DjangoUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Django's manager of users, with who may see whom."""


class User(AbstractUser):
    """A person with an account. What it opens is told by the person's grants, never by the account itself."""

    left_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()

    @property
    def state(self) -> State:
        """Where the account stands."""
        if self.left_at:
            return State.LEFT
        if not self.is_active:
            return State.SUSPENDED
        return State.ACTIVE if self.has_usable_password() else State.INVITED

    @property
    def display_name(self) -> str:
        """How the person is named on screens: first name and surname, else the user name."""
        return self.get_full_name() or self.username

    @cached_property
    def current_grants(self) -> list[Grant]:
        """The grants that hold now, read once per request."""
        return list(self.grants.valid_at(timezone.now()).select_related("area"))

    def holds(self, *roles: str, purpose: str | None = None) -> bool:
        """Say whether the person holds one of `roles` now, anywhere; with `purpose`, for that purpose."""
        return self.is_active and bool(self._grants_of(roles, purpose))

    def reach(self, *roles: str, purpose: str | None = None) -> Reach:
        """Return where the person holds one of `roles` now; with `purpose`, for that purpose."""
        areas = [grant.area_id for grant in self._grants_of(roles, purpose)] if self.is_active else []
        return Reach(None in areas, tuple(sorted({area for area in areas if area is not None})))

    def _grants_of(self, roles: tuple[str, ...], purpose: str | None) -> list[Grant]:
        return [
            grant for grant in self.current_grants if grant.role in roles and purpose in (None, grant.purpose)
        ]

    @property
    def roles_held(self) -> list[str]:
        """The roles the person holds now, as the account writes them down."""
        return sorted({grant.role for grant in self.current_grants})

    @property
    def role_labels(self) -> str:
        """The roles the person holds now, in the reader's language."""
        return " · ".join(str(Role(role).label) for role in self.roles_held)
