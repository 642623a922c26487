"""A tip, as far as the register may know it, and who holds its key."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from confianza.web.tips.models.units import READING_KINDS, Membership, Unit, UnitKey


class State(models.TextChoices):
    """Where a tip stands. A tip whose receipt nobody was shown is not one yet."""

    SEALED = "sealed", _("Receipt not yet shown")
    NEW = "new", _("New")
    TRIAGED = "triaged", _("Triaged")
    ASSIGNED = "assigned", _("Assigned")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")


class Group(models.TextChoices):
    """What a tip is about, as coarsely as keeping and counting need it; what it says is sealed."""

    VIOLENCE = "violence", _("Violence")
    CRIME = "crime", _("Other crime")
    POLICE = "police", _("Conduct of police")
    SCHOOL = "school", _("Schools")
    OTHER = "other", _("Other")


class Channel(models.TextChoices):
    WEB = "web", _("Web")
    PHONE = "phone", _("Telephone")
    SMS = "sms", _("Text message")


class TipQuerySet(models.QuerySet["Tip"]):
    def visible_to(self, user: Any) -> "TipQuerySet":
        """Return the tips for which a person holds a key: their own, or their unit's as a current member."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        member = Membership.objects.current().filter(person=user, unit__kind__in=READING_KINDS)
        units = member.values("unit")
        through_unit, in_person = Q(unit_key__isnull=False), Q(person=user)
        wraps = KeyWrap.objects.filter(through_unit | in_person, for_unit__in=units)
        return self.told().filter(pk__in=wraps.values("tip"))

    def told(self) -> "TipQuerySet":
        """Return the tips whose teller has a receipt."""
        return self.exclude(state=State.SEALED)


class Tip(models.Model):
    """What stands here in clear is all that somebody with the whole register learns.

    `lookup` finds it by a receipt (a keyed hash of what is derived from it), `tipster_key` is the public half
    of the teller's key, `public_key` that of the tip's own. `binding` is the teller's word on which key is
    the tip's: whoever swaps it in the register is noticed at the next return. Days only, no hours.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=8, unique=True)
    lookup = models.BinaryField(max_length=32, unique=True)
    tipster_key = models.BinaryField(max_length=32)
    public_key = models.BinaryField(max_length=32)
    binding = models.BinaryField(max_length=32)
    group = models.CharField(max_length=20, choices=Group)
    channel = models.CharField(max_length=20, choices=Channel)
    state = models.CharField(max_length=20, choices=State, default=State.SEALED)
    received_on = models.DateField(default=timezone.localdate)
    # The day of the last change of state: what the reminders count from.
    moved_on = models.DateField(default=timezone.localdate)
    delete_on = models.DateField(null=True, blank=True)

    objects = TipQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-received_on", "number"]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def is_anonymous(self) -> bool:
        """A text message is not: the network saw the number, even if we never keep it."""
        return self.channel != Channel.SMS


class KeyWrapQuerySet(models.QuerySet["KeyWrap"]):
    def visible_to(self, user: Any) -> "KeyWrapQuerySet":
        return self.filter(tip__in=Tip.objects.visible_to(user))


class KeyWrap(models.Model):
    """The private key of a tip, sealed to the key of the unit it is for, or (`person`) to one of its people,
    where somebody else of that unit must not read this tip.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tip = models.ForeignKey(Tip, on_delete=models.CASCADE, related_name="wraps")
    for_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_key = models.ForeignKey(UnitKey, on_delete=models.PROTECT, related_name="+", null=True)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True)
    sealed = models.BinaryField(max_length=120)

    objects = KeyWrapQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(unit_key=None, person__isnull=False) | Q(unit_key__isnull=False, person=None),
                name="a_wrap_for_a_unit_or_a_person",
            ),
            models.UniqueConstraint(fields=["tip", "unit_key"], name="a_wrap_per_unit_key"),
            models.UniqueConstraint(fields=["tip", "for_unit", "person"], name="a_wrap_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.tip} → {self.for_unit}"
