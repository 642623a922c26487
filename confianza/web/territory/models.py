"""Areas, the generations of their boundaries, their names and people, and how they overlap."""

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """From the widest to the smallest, the police's after the administration's; the same words as the
    analysis.
    """

    COUNTRY = "country", _("Country")
    REGION = "region", _("Region")
    DEPARTMENT = "department", _("Department")
    MUNICIPALITY = "municipality", _("Municipality")
    DISTRICT = "district", _("District")
    ZONE = "zone", _("Zone")
    LOCALITY = "locality", _("Neighbourhood or hamlet")
    POLICE_REGION = "police_region", _("Police region")
    COMMISSARIAT = "commissariat", _("Commissariat or delegation")
    SUBSTATION = "substation", _("Police sub-station")
    BEAT = "beat", _("Police beat")


class Geography(models.TextChoices):
    ADMINISTRATIVE = "administrative", _("Administrative areas")
    POLICE = "police", _("Police jurisdictions")


class Area(models.Model):
    """A place with one code for good; what changes are its generations. `stable_id` is "level-code"."""

    OPEN_BECAUSE = "Names and borders of places are public knowledge."

    stable_id = models.CharField(max_length=160, unique=True)
    geography = models.CharField(max_length=20, choices=Geography)
    level = models.CharField(max_length=20, choices=Level, db_index=True)
    code = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.stable_id


class Generation(models.Model):
    """An area as it was drawn and called from its first day until the day another generation, or none,
    followed.

    `valid_from` 0001-01-01 stands for a beginning nobody told; `valid_to` is the first day after the end.
    """

    OPEN_BECAUSE = "Names and borders of places are public knowledge."

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="generations")
    parent = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="child_generations", null=True)
    name = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    wkb = models.BinaryField(null=True)
    origin = models.CharField(max_length=255)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "valid_from"], name="one_generation_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Containment(models.Model):
    """An area (`outer`) and one that lies in it (`inner`), in any generation; every area lies in itself.

    Derived from the generations and the crosswalk whenever these change (actions/containments.py).
    """

    OPEN_BECAUSE = "Which place lies in which follows from public borders."

    outer = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    inner = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outer", "inner"], name="one_containment_a_pair")]

    def __str__(self) -> str:
        return f"{self.inner} in {self.outer}"


class Population(models.Model):
    """How many lived in a generation of an area in one year, and who says so."""

    OPEN_BECAUSE = "Numbers of inhabitants are published by the statistics institute."

    generation = models.ForeignKey(Generation, on_delete=models.CASCADE, related_name="populations")
    year = models.PositiveSmallIntegerField()
    people = models.FloatField()
    source = models.CharField(max_length=255)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["generation", "year"], name="one_population_a_year"),
            models.CheckConstraint(condition=Q(people__gte=0), name="population_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.generation} {self.year}"


class NameDecision(models.Model):
    """What a person decided that a told name means: an area, or none of ours."""

    OPEN_BECAUSE = "It tells what a place is called; nothing in it is about a person but who decided."

    variant = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)
    level = models.CharField(max_length=20, choices=Level)
    within = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", null=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="name_decisions", null=True)
    author = models.CharField(max_length=150)
    reason = models.CharField(max_length=500)
    decided_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["folded", "level", "within"], name="one_decision_a_name"),
            models.UniqueConstraint(
                fields=["folded", "level"], condition=Q(within=None), name="one_decision_a_name_anywhere"
            ),
        ]

    def __str__(self) -> str:
        return self.variant


class Crosswalk(models.Model):
    """Which part of one generation lies in another: derived from boundaries, or counted from points."""

    OPEN_BECAUSE = "How areas overlap follows from public borders."

    source = models.ForeignKey(Generation, on_delete=models.CASCADE, related_name="+")
    target = models.ForeignKey(Generation, on_delete=models.CASCADE, related_name="+")
    share = models.FloatField()
    method = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="one_share_a_pair"),
            models.CheckConstraint(condition=Q(share__gt=0) & Q(share__lte=1), name="share_is_a_part"),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


def _new_token() -> str:
    return secrets.token_hex(16)


class Edition(models.Model):
    """One row that changes with every change of the territory: who holds a copy compares its token."""

    OPEN_BECAUSE = "A token that says only that the territory changed."

    token = models.CharField(max_length=32, default=_new_token)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.token
