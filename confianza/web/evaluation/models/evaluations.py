"""An evaluation: what is asked, why an answer was hoped for, how it will be sought, and where it stands."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from confianza.web.territory.models import Area

# accounts.Role, by value: who reads evaluations of the places they reach, and who works on them.
READERS = ("analyst", "programme_manager", "national_coordinator", "commander", "mayor")
WORKERS = ("analyst", "programme_manager", "national_coordinator")


class State(models.TextChoices):
    """Where an evaluation stands."""

    DESIGNED = "designed", pgettext_lazy("evaluation", "Being designed")
    REGISTERED = "registered", pgettext_lazy("evaluation", "Registered")
    RUNNING = "running", pgettext_lazy("evaluation", "Running")
    COMPUTED = "computed", pgettext_lazy("evaluation", "Computed, not criticised yet")
    CRITICISED = "criticised", pgettext_lazy("evaluation", "Criticised")
    PUBLISHED = "published", pgettext_lazy("evaluation", "Published")
    ABANDONED = "abandoned", pgettext_lazy("evaluation", "Abandoned")


class Highness(models.TextChoices):
    """Whether the place was chosen because its numbers were high; a bad year is followed by a better one."""

    YES = "yes", _("Yes: its numbers were high")
    NO = "no", _("No: for another reason, or by lot")
    UNKNOWN = "unknown", _("Nobody knows")


class Method(models.TextChoices):
    """What speaks; the other ways that the data allow stand beside it."""

    RATE_RATIO = "rate_ratio", _("Before and after (rate ratio)")
    SERIES = "series", _("Interrupted series")
    PANEL = "panel", _("Difference in differences")
    SYNTHETIC = "synthetic", _("Synthetic control")


class Step(models.TextChoices):
    """How long a period is."""

    MONTH = "month", pgettext_lazy("period", "Month")
    QUARTER = "quarter", pgettext_lazy("period", "Quarter")
    YEAR = "year", pgettext_lazy("period", "Year")


class Direction(models.TextChoices):
    """Which way it was hoped to go."""

    FALL = "fall", pgettext_lazy("hoped for", "It falls")
    RISE = "rise", pgettext_lazy("hoped for", "It rises")
    EITHER = "either", pgettext_lazy("hoped for", "Either way")


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    def visible_to(self, user: Any) -> "EvaluationQuerySet":
        """Return the evaluations of the places a person reads for: question, design and where they stand."""
        reads = user.reach(*READERS) if user.is_authenticated else None
        return self.filter(reads.rows()) if reads else self.none()

    def worked_on_by(self, user: Any) -> "EvaluationQuerySet":
        """Return those whose results a person sees before they are published."""
        works = user.reach(*WORKERS) if user.is_authenticated else None
        return self.filter(works.rows()) if works else self.none()

    def listed(self) -> "EvaluationQuerySet":
        """Return those that everybody may know of: registered once, whatever became of them."""
        return self.filter(listed=True)


class Evaluation(models.Model):
    """One question about one programme, from its design to its result.

    `area`: the place it belongs to and whose people may read it. `treated` and `comparison`: identities of
    areas (stable_id); those smaller than a town lie in `area`. `starts`: the first day with the programme, by
    area and ISO, of those treated areas in which it is not `begins_on`, the earliest of all. `around`: areas
    next door that do not have it and are watched. Days are first days of periods: data from
    `first_on` to the period that begins on `last_on`, the programme from `begins_on`. `proposed`: the areas
    that were proposed to compare with, as they were told; `power`: what could be seen at all, as it was told.
    `linked`: the address, in this house, of the problem or plan it belongs to. `listed`: everybody may know
    of it.
    """

    title = models.CharField(_("Name"), max_length=200)
    question = models.CharField(_("Question"), max_length=500)
    programme = models.CharField(_("Programme"), max_length=200)
    run_by = models.CharField(_("Who runs it"), max_length=200)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    linked = models.CharField(_("Problem or plan it belongs to (address)"), max_length=300, blank=True)
    begins_on = models.DateField(_("The programme begins on"))
    does = models.CharField(_("If we do"), max_length=500)
    hopes = models.CharField(_("Then"), max_length=500)
    because = models.CharField(_("Because"), max_length=500)
    wrong_if = models.CharField(_("What would show us wrong"), max_length=500)
    why_here = models.CharField(_("Why this place was chosen"), max_length=500)
    chosen_high = models.CharField(
        _("Chosen because its numbers were high"), max_length=10, choices=Highness, default=Highness.UNKNOWN
    )

    indicator = models.CharField(_("What is counted"), max_length=60, blank=True)
    source = models.CharField(_("As told by"), max_length=100, blank=True)
    step = models.CharField(_("Period"), max_length=10, choices=Step, default=Step.MONTH)
    treated = models.JSONField(default=list)
    comparison = models.JSONField(default=list)
    starts = models.JSONField(default=dict)
    around = models.JSONField(default=list)
    first_on = models.DateField(_("Data from"), null=True)
    last_on = models.DateField(_("Data until"), null=True)
    method = models.CharField(_("Method"), max_length=20, choices=Method, blank=True)
    direction = models.CharField(
        _("What is hoped for"), max_length=10, choices=Direction, default=Direction.FALL
    )
    smallest_effect = models.CharField(_("Smallest effect that would matter"), max_length=200, blank=True)
    proposed = models.JSONField(default=list)
    power = models.JSONField(default=dict)

    state = models.CharField(max_length=20, choices=State, default=State.DESIGNED)
    listed = models.BooleanField(default=False)
    abandoned_because = models.CharField(max_length=500, blank=True)
    abandoned_on = models.DateField(null=True)
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-begins_on", "title"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="abandoned") | ~Q(abandoned_because=""),
                name="an_abandoned_evaluation_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("designed", "abandoned")) | Q(listed=True),
                name="what_was_registered_stays_listed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def is_designed(self) -> bool:
        """Whether a design was written down."""
        return bool(self.indicator and self.treated and self.method and self.last_on)


class OfAnEvaluationQuerySet(models.QuerySet[Any]):
    """Rows that follow their evaluation."""

    def visible_to(self, user: Any) -> "OfAnEvaluationQuerySet":
        return self.filter(evaluation__in=Evaluation.objects.visible_to(user))


class OfAResultQuerySet(models.QuerySet[Any]):
    """Rows that tell of a result: for who works on it; for other readers once that result was published."""

    published_field = "publications"

    def visible_to(self, user: Any) -> "OfAResultQuerySet":
        own = Q(evaluation__in=Evaluation.objects.worked_on_by(user))
        told = Q(**{f"{self.published_field}__isnull": False})
        reads = Q(evaluation__in=Evaluation.objects.visible_to(user))
        return self.filter(own | (reads & told)).distinct()
