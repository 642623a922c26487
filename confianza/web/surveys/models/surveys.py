"""A survey, the questions whose answers it follows, and its waves."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from confianza.web.territory.models import Area

# accounts.Role, by value: who reads what surveys say of the places they reach.
READERS = (
    "analyst",
    "commander",
    "mayor",
    "community_relations",
    "programme_manager",
    "national_coordinator",
)


class Mode(models.TextChoices):
    """How people were asked. Answers by telephone and at the door are not the same people's."""

    FACE_TO_FACE = "face_to_face", _("Face to face")
    TELEPHONE = "telephone", pgettext_lazy("way of asking", "By telephone")
    WEB = "web", _("On the web")
    PAPER = "paper", _("On paper")


class Measure(models.TextChoices):
    """What is told of the answers to a question."""

    MEAN = "mean", pgettext_lazy("of answers", "Mean")
    SHARE = "share", pgettext_lazy("of people", "Share")


class SurveyQuerySet(models.QuerySet["Survey"]):
    def visible_to(self, user: Any) -> "SurveyQuerySet":
        """Return the surveys of places that a person reaches as reader."""
        if not user.is_authenticated:
            return self.none()
        reads = user.reach(*READERS)
        return self.filter(reads.rows()) if reads else self.none()


class OfASurveyQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfASurveyQuerySet":
        return self.filter(survey__in=Survey.objects.visible_to(user))


class OfAWaveQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfAWaveQuerySet":
        return self.filter(wave__survey__in=Survey.objects.visible_to(user))


class Survey(models.Model):
    """A survey of a place, wave after wave, by one form. `population` says of whom it speaks.

    `columns` names the questions of the form that say how somebody was drawn: cluster, dwelling, outcome (the
    disposition of the visit), adults (how many could have been chosen), sex, age. `missing`: codes that are
    no answer.
    """

    title = models.CharField(_("Title"), max_length=200)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    population = models.CharField(_("Of whom it speaks"), max_length=300)
    form = models.ForeignKey("fieldwork.Form", on_delete=models.PROTECT, related_name="+")
    columns = models.JSONField(default=dict)
    missing = models.JSONField(default=list)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["title"]

    def __str__(self) -> str:
        return str(self.title)


class Item(models.Model):
    """A question as it was worded once: another wording or another scale is another version.

    `column`: its name in the form. A mean is told of the scale from `lowest` to `highest`; a share, of the
    people who gave one of `answers`. `wording`: by language. `higher_is_better`: null where neither is.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="items")
    column = models.CharField(max_length=100)
    version = models.PositiveIntegerField(default=1)
    place = models.PositiveIntegerField(default=0)
    name = models.JSONField(default=dict)
    wording = models.JSONField(default=dict)
    measure = models.CharField(max_length=10, choices=Measure)
    answers = models.JSONField(default=list)
    lowest = models.FloatField(null=True)
    highest = models.FloatField(null=True)
    higher_is_better = models.BooleanField(null=True)
    source = models.CharField(max_length=200, blank=True)

    objects = OfASurveyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["survey", "place", "column", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["survey", "column", "measure", "answers", "version"], name="one_item_a_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.column} · {self.version}"


class Wave(models.Model):
    """One time round. `plan`: what was planned, as plain data (interviews per stratum and cluster, expected
    response, likeness within clusters, what change can be told). `same_clusters_as`: the wave whose clusters
    are visited again; null where new ones were drawn.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="waves")
    number = models.PositiveIntegerField()
    mode = models.CharField(_("Way of asking"), max_length=20, choices=Mode, default=Mode.FACE_TO_FACE)
    begins_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"))
    form_version = models.ForeignKey(
        "fieldwork.FormVersion", on_delete=models.PROTECT, related_name="+", null=True
    )
    items: Any = models.ManyToManyField(Item, related_name="+")
    same_clusters_as = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)
    plan = models.JSONField(default=dict)
    closed_on = models.DateField(null=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)

    objects = OfASurveyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["survey", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "number"], name="one_wave_a_number"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("begins_on")), name="a_wave_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey} · {self.number}"
