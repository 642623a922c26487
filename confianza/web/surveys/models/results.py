"""Weights, and results that left the house."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from confianza.web.surveys.models.surveys import OfAWaveQuerySet, Wave


class Weighting(models.Model):
    """The weights of a wave's interviews, worked out once; later ones take over, none is changed.

    `parameters`: as they were asked for (non-response classes, margins with their totals and source, limit of
    trimming). `told`: what came of it (counts, design effect of the weights, largest). `sha256`: the weights
    themselves, by instance, sealed in the workspace.
    """

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="weightings")
    parameters = models.JSONField(default=dict)
    told = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)

    objects = OfAWaveQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["wave", "-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.wave} · {self.made_at:%Y-%m-%d}"


class Publication(models.Model):
    """The results of a wave as they left the house: what may be shown, frozen. A later one takes over."""

    OPEN_BECAUSE = "What is published is for everybody: estimates after protection, no answer of anybody."

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="publications")
    weighting = models.ForeignKey(Weighting, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["wave", "-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.wave} · {self.made_at:%Y-%m-%d}"
