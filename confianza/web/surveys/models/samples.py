"""From whom a sample is drawn, how, and who was drawn: clusters only, never a list of homes."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from confianza.web.surveys.models.surveys import OfASurveyQuerySet, OfAWaveQuerySet, Survey, Wave
from confianza.web.territory.models import Area


class Stratum(models.Model):
    """A part of the population that gets a sample of its own. `population`: how many people it has."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="strata")
    name = models.CharField(max_length=100)
    population = models.PositiveIntegerField()

    objects = OfASurveyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["survey", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "name"], name="one_stratum_a_name"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class OfAStratumQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfAStratumQuerySet":
        return self.filter(stratum__survey__in=Survey.objects.visible_to(user))


class Cluster(models.Model):
    """A segment of streets or a settlement that is visited as one. `code`: as interviewers write it;
    `size`: dwellings; `area`: the neighbourhood it lies in.
    """

    stratum = models.ForeignKey(Stratum, on_delete=models.PROTECT, related_name="clusters")
    code = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", null=True)

    objects = OfAStratumQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["stratum", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stratum", "code"], name="one_cluster_a_code"),
        ]

    def __str__(self) -> str:
        return str(self.code)


class DrawQuerySet(OfAWaveQuerySet):
    def public(self) -> "DrawQuerySet":
        """Return the draws whose record anybody may see: once nobody is out interviewing any more."""
        return self.filter(revealed_at__isnull=False, opens_on__lte=timezone.localdate())


class Draw(models.Model):
    """How a wave's clusters were drawn: committed to before, witnessed, revealed after (`lib.draws`).

    `record`: all that will be public of it, from `opens_on`: whoever knew the clusters earlier could wait for
    the interviewers there. The secret lies sealed in the workspace, under the SHA-256 that the record names.
    """

    wave = models.OneToOneField(Wave, on_delete=models.PROTECT, related_name="draw")
    record = models.JSONField(default=dict)
    opens_on = models.DateField()
    committed_by = models.CharField(max_length=150)
    committed_at = models.DateTimeField(default=timezone.now)
    revealed_by = models.CharField(max_length=150, blank=True)
    revealed_at = models.DateTimeField(null=True)

    objects = DrawQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.wave)


class Sampled(models.Model):
    """A cluster that was drawn for a wave: its chance, its place in the draw, how many interviews it owes.

    `replaces`: the drawn cluster that could not be visited, for the `reason` given.
    """

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="sampled")
    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="+")
    chance = models.FloatField()
    place = models.PositiveIntegerField()
    interviews = models.PositiveIntegerField()
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, related_name="replaced_by", null=True)
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)

    objects = OfAWaveQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["wave", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["wave", "cluster"], name="a_cluster_once_a_wave"),
        ]

    def __str__(self) -> str:
        return f"{self.wave} · {self.cluster}"
