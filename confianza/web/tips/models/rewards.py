"""Rewards: what the board decides, and vouchers that nothing links to a tip."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from confianza.web.lib import doors
from confianza.web.tips.models.tips import Tip
from confianza.web.tips.models.units import Kind, Membership, UnitKey

# accounts.Role, by value: who sees what was spent on rewards, by month.
ADDERS = ("auditor",)


def works_in(user: Any, kind: str) -> bool:
    """Say whether a person is a current member of a unit of `kind`."""
    return (
        user.is_authenticated
        and Membership.objects.current().filter(person=user, unit__kind=kind, unit__closed_on=None).exists()
    )


class RewardState(models.TextChoices):
    PROPOSED = "proposed", _("Before the board")
    GRANTED = "granted", pgettext_lazy("reward", "Granted")
    REFUSED = "refused", pgettext_lazy("reward", "Refused")


class RewardCaseQuerySet(models.QuerySet["RewardCase"]):
    def visible_to(self, user: Any) -> "RewardCaseQuerySet":
        """The board sees all cases (never the tip), a unit those of its tips."""
        return self.all() if works_in(user, Kind.BOARD) else self.filter(tip__in=Tip.objects.visible_to(user))


class RewardCase(models.Model):
    """A unit says what a tip led to (`summary`, sealed to the board); two of the board decide. `voucher` is
    the code, sealed to the teller's key: nobody else can read it, and no voucher points back here.

    `waiting` is what the voucher will be, sealed under a key that is not in the register, until it goes out
    among others.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tip = models.OneToOneField(Tip, on_delete=models.CASCADE, related_name="reward")
    board_key = models.ForeignKey(UnitKey, on_delete=models.PROTECT, related_name="+")
    summary = models.BinaryField()
    state = models.CharField(max_length=20, choices=RewardState, default=RewardState.PROPOSED)
    proposed_on = models.DateField(default=timezone.localdate)
    decided_on = models.DateField(null=True)
    voucher = models.BinaryField(null=True)
    waiting = models.BinaryField(null=True)

    objects = RewardCaseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-proposed_on", "id"]

    def __str__(self) -> str:
        return str(self.id)


class RewardVoteQuerySet(models.QuerySet["RewardVote"]):
    def visible_to(self, user: Any) -> "RewardVoteQuerySet":
        return self.all() if works_in(user, Kind.BOARD) else self.none()


class RewardVote(models.Model):
    """What one of the board says; the band of the amount is sealed to the board."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(RewardCase, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    grants = models.BooleanField()
    sealed = models.BinaryField()
    voted_on = models.DateField(default=timezone.localdate)

    objects = RewardVoteQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "person"], name="one_vote_each"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class VoucherQuerySet(models.QuerySet["Voucher"]):
    def visible_to(self, user: Any) -> "VoucherQuerySet":
        """Whoever pays them, and whoever adds up what was paid; to whom one belongs is told to neither."""
        sees = works_in(user, Kind.PAYER) or doors.holds(user, *ADDERS)
        return self.all() if sees else self.none()


class Voucher(models.Model):
    """Money waits for whoever shows a code. `lookup` is a keyed hash of it, `phrase` an Argon2id hash of the
    teller's own word. It knows no tip, no case and no person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lookup = models.BinaryField(max_length=32, unique=True)
    phrase = models.CharField(max_length=200, blank=True)
    band = models.CharField(max_length=20)
    valid_from = models.DateField()
    valid_until = models.DateField()
    paid_on = models.DateField(null=True)

    objects = VoucherQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)
