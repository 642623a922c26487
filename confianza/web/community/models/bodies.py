"""Bodies of the community, the people with an account who sit in them, and their members."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from confianza.web.territory.models import Area

# accounts.Role, by value: who works with the bodies of the places they reach.
READERS = ("community_relations", "commander", "beat_officer", "mayor", "programme_manager", "analyst")
A_MONTH = 30


class BodyKind(models.TextChoices):
    """What a body is, by the names people know."""

    MUNICIPAL_COUNCIL = "municipal_council", _("Municipal prevention council")
    SECURITY_TABLE = "security_table", _("Citizen-security table")
    COCODE = "cocode", _("Community development council (COCODE)")
    WARD_COMMITTEE = "ward_committee", _("Ward prevention committee")
    COMMUNITY_COMMITTEE = "community_committee", _("Community prevention committee")
    YOUTH_COMMITTEE = "youth_committee", _("Youth committee")
    PARENTS_COMMITTEE = "parents_committee", _("Parents' committee")
    SCHOOL_COUNCIL = "school_council", _("School council")
    JUNTA = "junta", _("Local security junta")


class Theme(models.TextChoices):
    """The three kinds of matters that regular meetings are held on."""

    SCHOOL = "school", pgettext_lazy("theme of meetings", "School")
    RESIDENTIAL = "residential", pgettext_lazy("theme of meetings", "Neighbourhood")
    COMMERCE = "commerce", pgettext_lazy("theme of meetings", "Commerce")


class BodyState(models.TextChoices):
    """Whether a body works."""

    ACTIVE = "active", pgettext_lazy("body", "Active")
    SUSPENDED = "suspended", pgettext_lazy("body", "Suspended")
    DISSOLVED = "dissolved", pgettext_lazy("body", "Dissolved")


class Duty(models.TextChoices):
    """What somebody does in a body. Whoever convenes or writes for it keeps its lists."""

    CONVENER = "convener", _("Convenes")
    SECRETARY = "secretary", _("Keeps the minutes")
    LIAISON = "liaison", _("Liaison of an institution")
    MEMBER = "member", _("Takes part")


KEEPS_LISTS = (Duty.CONVENER, Duty.SECRETARY)


class BodyQuerySet(models.QuerySet["Body"]):
    def visible_to(self, user: Any) -> "BodyQuerySet":
        """Return the bodies of the places a person works for, and those the person has a seat in."""
        if not user.is_authenticated:
            return self.none()
        seated = Q(pk__in=Seat.objects.held_by(user).values("body"))
        reads = user.reach(*READERS)
        return self.filter(reads.rows() | seated if reads else seated)


class Body(models.Model):
    """A council, committee or junta of a place. `record`: where its founding is written down.

    `precinct`: the police area whose highest officer should come to its meetings. `meets_every`: days.
    """

    name = models.CharField(_("Name"), max_length=200)
    kind = models.CharField(_("What it is"), max_length=30, choices=BodyKind)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    precinct = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    founded_on = models.DateField(_("Founded on"), null=True, blank=True)
    record = models.CharField(_("Written down in"), max_length=200, blank=True)
    meets_every = models.PositiveIntegerField(_("Meets every so many days"), default=A_MONTH)
    # Whether its name may stand on the public site; of a junta it could point at neighbours.
    is_public = models.BooleanField(_("Stands on the public site"), default=False)
    state = models.CharField(max_length=20, choices=BodyState, default=BodyState.ACTIVE)
    reason = models.CharField(max_length=500, blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "name"], name="one_body_a_name_in_a_place"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class SeatQuerySet(models.QuerySet["Seat"]):
    def held_by(self, person: Any) -> "SeatQuerySet":
        """Return the seats a person holds today."""
        return self.on(timezone.localdate()).filter(person=person, body__state=BodyState.ACTIVE)

    def on(self, day: Any) -> "SeatQuerySet":
        """Return the seats that are taken on a day."""
        return self.filter(begins_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gt=day))

    def visible_to(self, user: Any) -> "SeatQuerySet":
        return self.filter(body__in=Body.objects.visible_to(user))


class Seat(models.Model):
    """Somebody with an account who sits in a body, for what, since when. It opens that body and no other."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(_("Duty"), max_length=20, choices=Duty)
    begins_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)
    given_by = models.CharField(max_length=150)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["body", "duty", "begins_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["body", "person"], condition=Q(ends_on=None), name="one_seat_a_person_in_a_body"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} · {self.duty}"


class OfAListQuerySet(models.QuerySet[Any]):
    """Lists of names: for whoever keeps the lists of that body, and nobody else."""

    body_field = "body"

    def visible_to(self, user: Any) -> "OfAListQuerySet":
        if not user.is_authenticated:
            return self.none()
        kept = Seat.objects.held_by(user).filter(duty__in=KEEPS_LISTS).values("body")
        return self.filter(**{f"{self.body_field}__in": kept})


class Member(models.Model):
    """A member without an account. Name and how to reach them are sealed; they agreed on `consented_on`.

    On `expires_on` the row is destroyed, unless they agree again.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="members")
    sealed = models.BinaryField()
    consented_on = models.DateField()
    expires_on = models.DateField()
    added_by = models.CharField(max_length=150)

    objects = OfAListQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["body", "consented_on", "pk"]

    def __str__(self) -> str:
        return f"{self.body} · {self.pk}"
