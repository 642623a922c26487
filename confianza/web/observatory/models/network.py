"""The network of observatories: who the others are, what is agreed, what went and what came."""

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from confianza.web.lib import doors

# accounts.Role, by value: who works with the network. The accounts stand below, their models too.
ROLES = ("analyst", "national_coordinator")


class NetworkQuerySet(models.QuerySet[Any]):
    """Rows of the network: aggregates of others, and keys. Whoever works with it sees all of it."""

    def visible_to(self, user: Any) -> "NetworkQuerySet":
        return self.all() if doors.holds(user, *ROLES) else self.none()


class Level(models.TextChoices):
    MUNICIPAL = "municipal", _("Municipal observatory")
    REGIONAL = "regional", _("Regional observatory")
    NATIONAL = "national", _("National observatory")


class Rhythm(models.TextChoices):
    """How often a node is agreed to send."""

    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every quarter")
    YEARLY = "yearly", _("Every year")
    NEVER = "never", _("It only receives")

    @property
    def within(self) -> timedelta | None:
        """Return how long after the last package the next is due; None where none is agreed."""
        days = {"monthly": 31, "quarterly": 92, "yearly": 366}.get(self.value)
        return timedelta(days=days) if days else None


class Node(models.Model):
    """Another observatory. Only once its fingerprint was compared (`confirmed_at`) is anything taken from it.

    `key` is its public key in hexadecimal, `address` where packages can be fetched (https), "" for the stick.
    """

    name = models.CharField(_("Name"), max_length=100, unique=True)
    country = models.CharField(_("Country"), max_length=2)
    level = models.CharField(_("Level"), max_length=20, choices=Level)
    key = models.CharField(_("Public key"), max_length=64, unique=True)
    address = models.CharField(_("Address"), max_length=200, blank=True)
    rhythm = models.CharField(_("Agreed rhythm"), max_length=20, choices=Rhythm, default=Rhythm.MONTHLY)
    is_fictional = models.BooleanField(default=False)
    proposed_by = models.CharField(max_length=150)
    proposed_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.CharField(max_length=150, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = NetworkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None


class RetiredKey(models.Model):
    """A key that a node signed with until another took its place; nothing signed with it is taken again."""

    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="retired_keys")
    key = models.CharField(max_length=64, unique=True)
    retired_at = models.DateTimeField(auto_now_add=True)
    retired_by = models.CharField(max_length=150)
    reason = models.CharField(max_length=500)

    objects = NetworkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.node} {self.key[:12]}"


class Agreement(models.Model):
    """What this observatory sends to a node: which tables, of which area, until when.

    `tables` is a list of "figures", "records"; records go only among `k` or more that say the same.
    """

    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="agreements")
    title = models.CharField(_("Title"), max_length=200)
    area_id = models.CharField(max_length=160)
    tables = models.JSONField(default=list)
    k = models.PositiveSmallIntegerField(_("Fewest records that say the same"), default=5)
    until = models.DateField(_("Until"))
    agreed_by = models.CharField(max_length=150)
    agreed_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = NetworkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.title} · {self.node}"


class SentPackage(models.Model):
    """A package that was signed for a node; the archive stands in the workspace under `network/sent/`."""

    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="sent")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="packages")
    sent_to = models.CharField(max_length=64)  # the key the node had then
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    release = models.CharField(max_length=100, blank=True)
    as_of = models.DateField()
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)

    objects = NetworkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["node", "sequence"], name="one_package_a_number_to_a_node")
        ]

    def __str__(self) -> str:
        return f"{self.node} {self.sequence}"


class Standing(models.TextChoices):
    """What became of a package whose signature holds."""

    ARRIVED = "arrived", _("Arrived")
    QUARANTINED = "quarantined", _("In quarantine")
    RELEASED = "released", _("Released by a person")
    REFUSED = "refused", _("Refused by a person")


COUNTS = (Standing.ARRIVED, Standing.RELEASED)


class ReceivedPackage(models.Model):
    """A package that came, signed by a node that is known; the archive stands under `network/received/`.

    `reasons` is a list of {code, details}: why it waits for a person. `differing` is {indicator:
    [conditions in which the definition differs from ours]}; one that we do not define, {indicator:
    ["unknown"]}.
    """

    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="received")
    key = models.CharField(max_length=64)
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    as_of = models.DateField()
    first_month = models.CharField(max_length=7)
    last_month = models.CharField(max_length=7)
    area_id = models.CharField(max_length=160)
    area_name = models.CharField(max_length=200)
    differing = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)
    standing = models.CharField(max_length=20, choices=Standing)
    way = models.CharField(max_length=10, choices=[("file", _("File")), ("https", "HTTPS")])
    received_at = models.DateTimeField(auto_now_add=True)
    received_by = models.CharField(max_length=150)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=500, blank=True)

    objects = NetworkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(standing__in=["arrived", "quarantined"]) | ~Q(decision=""),
                name="what_a_person_decides_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.node} {self.sequence}"

    @property
    def counts(self) -> bool:
        """Whether its figures are shown."""
        return self.standing in COUNTS


class AnsweredRequest(models.Model):
    """A signed request for a package that was answered: the same one is not answered again.

    Kept for as long as its time would let it be taken for a new one.
    """

    OPEN_BECAUSE = "It holds a random number and a moment, and nothing about anybody."

    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=64)
    asked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["node", "nonce"], name="a_request_is_answered_once")
        ]

    def __str__(self) -> str:
        return f"{self.node_id} {self.nonce[:8]}"
