"""The data as they were known on a day, what was computed from them, and what was published of it."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from confianza.web.evaluation.models.evaluations import Evaluation, OfAnEvaluationQuerySet, OfAResultQuerySet


class OfAVintageQuerySet(OfAResultQuerySet):
    published_field = "results__publications"


class Vintage(models.Model):
    """The series behind a result, frozen: as known on `known_on`, from these deliveries.

    `series`: as analysis.evaluation.recorded writes it: {"areas": [...], "periods": [...], "counts": [[...]],
    "exposures": [[...]], "before": n}, a row for each area, the treated one first: all its areas added up
    or, where they began on different days, each by itself, with "starts". "around": areas that were watched.
    `sha256`: of its canonical JSON.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="vintages")
    known_on = models.DateField()
    deliveries = models.JSONField(default=list)
    series = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    frozen_by = models.CharField(max_length=150)
    frozen_at = models.DateTimeField(default=timezone.now)

    objects = OfAVintageQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["evaluation", "-frozen_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.evaluation} · {self.known_on}"


class Result(models.Model):
    """What was computed from a vintage by the design as it then stood; nobody types any of it.

    `content`: as analysis.evaluation.designs writes an answer; `sha256`: of its canonical JSON. `design`: the
    registration as it was carried out. A later result takes over; none is changed.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="results")
    vintage = models.ForeignKey(Vintage, on_delete=models.PROTECT, related_name="results")
    design = models.JSONField(default=dict)
    content = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    computer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True)
    computed_by = models.CharField(max_length=150)
    computed_at = models.DateTimeField(default=timezone.now)

    objects = OfAResultQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["evaluation", "-computed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.evaluation} · {self.computed_at:%Y-%m-%d}"


class PublicationQuerySet(OfAnEvaluationQuerySet):
    def latest_first(self) -> "PublicationQuerySet":
        return self.order_by("-made_at", "-pk")


class Publication(models.Model):
    """An evaluation as it left the house, frozen: words, design, result, critique. A later one takes over.

    `content`: as queries.publishing writes it, after protection: nothing else of a result is public.
    """

    OPEN_BECAUSE: ClassVar = "What is published is for everybody; small counts were taken out before."

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="publications")
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="publications")
    content = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["evaluation", "-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.evaluation} · {self.made_at:%Y-%m-%d}"
