"""Problems, as SARE takes them: scanned, analysed, answered, assessed."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from confianza.web.plans.models.standing import READERS
from confianza.web.territory.models import Area

# accounts.Role, by value: who opens problems and leads them.
LEADERS = ("commander", "community_relations", "mayor", "analyst")


class Stage(models.TextChoices):
    """Where a problem stands in the cycle."""

    SCAN = "scan", pgettext_lazy("problem", "Seen")
    ANALYSE = "analyse", pgettext_lazy("problem", "Being understood")
    RESPOND = "respond", pgettext_lazy("problem", "Being answered")
    ASSESS = "assess", pgettext_lazy("problem", "Being assessed")
    CLOSED = "closed", pgettext_lazy("problem", "Closed")


class Origin(models.TextChoices):
    """From what a problem was seen."""

    HOT_SPOT = "hot_spot", _("Hot spot or chain")
    REQUEST = "request", _("Request of a body")
    TIPS = "tips", _("Product of the tip line")
    SURVEY = "survey", _("Finding of a survey")
    INCIDENTS = "incidents", _("Incidents")
    MEETING = "meeting", _("A meeting")
    OTHER = "other", _("Something else")


class Setting(models.TextChoices):
    """The kind of place: what worked against robbery in buses says little about homes."""

    STREET = "street", pgettext_lazy("setting", "Street or square")
    TRANSPORT = "transport", pgettext_lazy("setting", "Bus, stop or terminal")
    MARKET = "market", pgettext_lazy("setting", "Market or shops")
    SCHOOL = "school", pgettext_lazy("setting", "School and its way")
    HOME = "home", pgettext_lazy("setting", "Homes")
    BAR = "bar", pgettext_lazy("setting", "Bars and night life")
    OTHER = "other", pgettext_lazy("setting", "Another kind of place")


class Asks(models.TextChoices):
    """What an analysis must be able to answer."""

    WHO = "who", _("Who does it, to whom")
    WHERE = "where", _("Where, and why there")
    WHEN = "when", _("When")
    WHY = "why", _("Why it is possible")
    TRIED = "tried", _("What was tried before")


class Page(models.TextChoices):
    """A page of the analysis that can be kept as evidence."""

    MONTHS = "months", pgettext_lazy("evidence", "Month by month")
    WEEK = "week", pgettext_lazy("evidence", "Hours and days")
    HOT_SPOTS = "hot_spots", pgettext_lazy("evidence", "Hot spots")


class ProblemQuerySet(models.QuerySet["Problem"]):
    def visible_to(self, user: Any) -> "ProblemQuerySet":
        """Return the problems of the places a person works for, and those the person leads."""
        if not user.is_authenticated:
            return self.none()
        reads, own = user.reach(*READERS), models.Q(leader=user)
        return self.filter(reads.rows() | own if reads else own)

    def open(self) -> "ProblemQuerySet":
        return self.exclude(stage=Stage.CLOSED)


class OfAProblemQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfAProblemQuerySet":
        return self.filter(problem__in=Problem.objects.visible_to(user))


class Problem(models.Model):
    """A problem that comes again: what, where, who leads, and by when somebody looks again (`next_on`).

    `offence`: the indicator it is measured by, "" where none does. `lesson`: what others should know of it,
    told when it is closed. `public_title`: as it stands on the public site, "" not at all.
    """

    title = models.CharField(_("Title"), max_length=200)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    summary = models.TextField(_("What is seen"), blank=True)
    offence = models.CharField(_("What it is measured by"), max_length=60, blank=True)
    setting = models.CharField(_("Kind of place"), max_length=20, choices=Setting, default=Setting.OTHER)
    leader = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.SCAN)
    next_on = models.DateField(_("Looked at again on"))
    lesson = models.TextField(blank=True)
    public_title = models.CharField(max_length=200, blank=True)
    opened_by = models.CharField(max_length=150)
    opened_at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(default=timezone.now)

    objects = ProblemQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["next_on", "title"]
        indexes: ClassVar = [models.Index(fields=["stage", "next_on"], name="problems_next")]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def measure(self) -> "Measure | None":
        """How it is assessed: as agreed last; None where nothing was agreed yet."""
        return next(iter(self.measures.all()), None)


class Move(models.Model):
    """One step of a problem: to which stage, by whom, why."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="moves")
    stage = models.CharField(max_length=20, choices=Stage)
    words = models.CharField(max_length=1000, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)

    objects = OfAProblemQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["problem", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.problem} · {self.stage}"


class Sign(models.Model):
    """Something a problem was seen by: a hot spot, a request …; `address` leads back to it."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="signs")
    origin = models.CharField(max_length=20, choices=Origin)
    text = models.CharField(max_length=500)
    address = models.CharField(max_length=500, blank=True)
    request = models.ForeignKey("community.Request", on_delete=models.PROTECT, related_name="+", null=True)
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField(default=timezone.now)

    objects = OfAProblemQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["problem", "added_at"]

    def __str__(self) -> str:
        return str(self.text)


class Finding(models.Model):
    """What the analysis found, to one of its questions."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="findings")
    asks = models.CharField(max_length=20, choices=Asks)
    text = models.TextField()
    said_by = models.CharField(max_length=150)
    said_at = models.DateTimeField(default=timezone.now)

    objects = OfAProblemQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["problem", "asks", "said_at"]

    def __str__(self) -> str:
        return f"{self.problem} · {self.asks}"


class Evidence(models.Model):
    """A page of the analysis as it was on a day: what it said, its figures, and where it is found today.

    `content`: what was asked, the sentences in both languages, and the figures; `sha256` is of all that.
    """

    page = models.CharField(max_length=20, choices=Page)
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField(max_length=200)
    address = models.CharField(max_length=500)
    content = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    taken_by = models.CharField(max_length=150)
    taken_at = models.DateTimeField(default=timezone.now)

    objects = OfAProblemQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["problem", "taken_at"]

    def __str__(self) -> str:
        return str(self.title)


class Measure(models.Model):
    """How a problem will be assessed, agreed before: indicator, area, what it is compared with, and the days.

    `digest`: SHA-256 of all that, so that nobody moves the goal afterwards. A later one does not take the
    place of an earlier one: it stands beside it and says `because` of what it was agreed anew.
    """

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="measures")
    because = models.CharField(max_length=500, blank=True)
    indicator = models.CharField(max_length=60)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    comparison = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", null=True)
    before_from, before_until = models.DateField(), models.DateField()
    after_from, after_until = models.DateField(), models.DateField()
    digest = models.CharField(max_length=64)
    agreed_by = models.CharField(max_length=150)
    agreed_at = models.DateTimeField(default=timezone.now)

    objects = OfAProblemQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["problem", "-agreed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.problem} · {self.indicator}"

    @property
    def is_late(self) -> bool:
        """Whether it was agreed when the days it looks at had begun already."""
        return timezone.localdate(self.agreed_at) >= self.after_from


class Appraisal(models.Model):
    """What became of it, computed from the counts as known on a day; later ones stand beside it."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="appraisals")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="appraisals")
    told = models.JSONField(default=dict)
    as_of = models.DateField()
    computed_by = models.CharField(max_length=150)
    computed_at = models.DateTimeField(default=timezone.now)

    objects = OfAProblemQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["problem", "-computed_at"]

    def __str__(self) -> str:
        return f"{self.problem} · {self.as_of}"
