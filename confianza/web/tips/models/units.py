"""Who can be told something: units, the keys they read with, and the people who hold them."""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from confianza.web.lib import doors
from confianza.web.territory.models import Area

# accounts.Role, by value: who keeps the list of units and members, and reads no tip.
KEEPERS = ("system_administrator",)


class Kind(models.TextChoices):
    """What a unit is there for; the routing table speaks of these."""

    DESK = "desk", _("Civilian tip desk")
    CRIMINAL_INFORMATION = "criminal_information", _("Criminal-information unit")
    INTERNAL_AFFAIRS = "internal_affairs", _("Internal affairs")
    OVERSIGHT = "oversight", _("External oversight")
    SCHOOL_DESK = "school_desk", _("School desk")
    SCHOOL_OFFICERS = "school_officers", _("School officers of a precinct")
    EVIDENCE = "evidence", _("Keepers of the sealed originals")
    BOARD = "board", _("Reward board")
    PAYER = "payer", _("Payer of rewards")


# Units of these kinds get keys of tips; the others keep halves of keys, decide, or pay.
READING_KINDS = (
    Kind.DESK,
    Kind.CRIMINAL_INFORMATION,
    Kind.INTERNAL_AFFAIRS,
    Kind.OVERSIGHT,
    Kind.SCHOOL_DESK,
    Kind.SCHOOL_OFFICERS,
)


class Subject(models.TextChoices):
    """What the five units of a criminal-information centre divide among themselves."""

    GANGS = "gangs", _("Gangs")
    ORGANISED_CRIME = "organised_crime", _("Organised crime")
    LIFE = "life", _("Life-threatening crime")
    DRUGS = "drugs", _("Drugs")
    SPECIAL = "special", _("Special crime")


class UnitQuerySet(models.QuerySet["Unit"]):
    def visible_to(self, user: Any) -> "UnitQuerySet":
        """Return all units to whoever keeps their list, to their members their own."""
        if not user.is_authenticated:
            return self.none()
        if doors.holds(user, *KEEPERS):
            return self.all()
        return self.filter(pk__in=Membership.objects.current().filter(person=user).values("unit"))

    def of_kind(self, *kinds: str) -> "UnitQuerySet":
        """Return the units of these kinds that were not closed."""
        return self.filter(kind__in=kinds, closed_on=None)


class Unit(models.Model):
    """A group of people who share keys. `station` is the police jurisdiction in whose chain of command it
    stands; null: outside the police. `subject` is what a criminal-information unit takes; "": all the rest.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("Kind"), max_length=30, choices=Kind)
    name_es = models.CharField(_("Name in Spanish"), max_length=150)
    name_en = models.CharField(_("Name in English"), max_length=150)
    station = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    subject = models.CharField(_("Subject"), max_length=30, choices=Subject, blank=True)
    made_on = models.DateField(default=timezone.localdate)
    closed_on = models.DateField(null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["kind", "name_es"]

    def __str__(self) -> str:
        return str(self.name_es)

    @property
    def name(self) -> str:
        """The unit's name in the reader's language."""
        return str(self.name_en if (get_language() or "").startswith("en") else self.name_es)

    @property
    def reads_tips(self) -> bool:
        return self.kind in READING_KINDS


class UnitKeyQuerySet(models.QuerySet["UnitKey"]):
    def visible_to(self, user: Any) -> "UnitKeyQuerySet":
        """Whoever sees the unit sees its public keys."""
        return self.filter(unit__in=Unit.objects.visible_to(user))

    def current(self) -> "UnitKeyQuerySet":
        return self.filter(ends_on=None, is_waiting=False)

    def waiting(self) -> "UnitKeyQuerySet":
        """Return the keys for which the root key has not vouched yet."""
        return self.filter(is_waiting=True)


class UnitKey(models.Model):
    """The public halves of a unit's keys in one epoch: X25519 to seal to, Ed25519 to verify replies by.

    `root_signature` is the directory's word that they are this unit's, by a root key kept off every machine:
    to a key nobody vouched for nothing is sealed. Until it comes a new key waits beside the one in use. The
    private halves stand in the grants, and in escrow, alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="keys")
    epoch = models.PositiveIntegerField()
    public_key = models.BinaryField(max_length=32)
    verify_key = models.BinaryField(max_length=32)
    root_signature = models.BinaryField(max_length=400)
    is_waiting = models.BooleanField(default=False)
    # The day on which somebody who held it stopped being a member: they may have copied it.
    left_on = models.DateField(null=True, blank=True)
    begins_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)

    objects = UnitKeyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["unit", "-epoch"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "epoch"], name="one_key_an_epoch"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(ends_on=None, is_waiting=False), name="one_current_key"
            ),
            models.UniqueConstraint(fields=["unit"], condition=Q(is_waiting=True), name="one_waiting_key"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.epoch}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, user: Any) -> "MembershipQuerySet":
        """Whoever sees a unit sees who works in it."""
        return self.filter(unit__in=Unit.objects.visible_to(user))

    def current(self) -> "MembershipQuerySet":
        return self.on(timezone.localdate())

    def on(self, day: date) -> "MembershipQuerySet":
        """Return the memberships that hold on `day`, of people whose account is active."""
        standing = Q(ends_on=None) | Q(ends_on__gt=day)
        return self.filter(standing, begins_on__lte=day, person__is_active=True)


class Membership(models.Model):
    """A person works in a unit from one day until another (not included). It opens nothing: a key does."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    begins_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)
    given_by = models.CharField(max_length=150)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["unit", "begins_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "person"], condition=Q(ends_on=None), name="a_member_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")), name="membership_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.unit}"


class KeyGrantQuerySet(models.QuerySet["KeyGrant"]):
    def visible_to(self, user: Any) -> "KeyGrantQuerySet":
        """Whoever sees a unit sees who holds its key; what is sealed opens for that person only."""
        return self.filter(unit_key__unit__in=Unit.objects.visible_to(user))


class KeyGrant(models.Model):
    """The private halves of a unit's keys (X25519, then the Ed25519 seed: 64 bytes), sealed to one person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit_key = models.ForeignKey(UnitKey, on_delete=models.CASCADE, related_name="grants")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField(max_length=200)
    # The public key it is sealed to: whoever makes a new keyring holds it no more.
    sealed_to = models.BinaryField(max_length=32, default=b"")
    given_by = models.CharField(max_length=150)
    given_on = models.DateField(default=timezone.localdate)

    objects = KeyGrantQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit_key", "person"], name="a_key_granted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.unit_key}"


class ServiceQuerySet(models.QuerySet[Any]):
    """Where people served and what they wear: only whoever keeps the lists sees it."""

    def visible_to(self, user: Any) -> "ServiceQuerySet":
        return self.all() if doors.holds(user, *KEEPERS) else self.none()


class Posting(models.Model):
    """Where a person served: whoever served where a tip points to does not read it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    station = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["person", "-begins_on"]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.station}"


class Badge(models.Model):
    """A badge number as a keyed hash (`tips-badges`): a tip that names it is not read by whoever wears it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    token = models.BinaryField(max_length=32, unique=True)

    objects = ServiceQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.person_id)
