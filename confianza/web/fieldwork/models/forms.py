"""Forms: what is asked in the field, version by version, for whom and where."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from confianza.web.lib import doors
from confianza.web.territory.models import Area, Containment, Crosswalk

# accounts.Role, by value: who draws up forms and reviews what comes back, wherever they reach.
KEEPERS = ("analyst",)
# A beat or a sub-station works for the town in which more than half of it lies; borders seldom agree.
MOSTLY = 0.5


class Owner(models.TextChoices):
    """The room for which a form collects."""

    SURVEYS = "surveys", _("Surveys")
    INTELLIGENCE = "intelligence", _("Criminal information")
    PATROL = "patrol", _("Patrols")
    SCHOOLS = "schools", _("Schools")
    COMMUNITY = "community", _("Community")
    OTHER = "other", _("Other")


class FormQuerySet(models.QuerySet["Form"]):
    def visible_to(self, user: Any) -> "FormQuerySet":
        """Return the forms of the areas a person keeps, and those that one of the person's roles may fill."""
        if not user.is_authenticated:
            return self.none()
        keeps = user.reach(*KEEPERS)
        condition = keeps.rows() if keeps else Q(pk__in=[])
        return self.filter(condition | Q(pk__in=[form.pk for form in self if form.is_for(user)]))

    def open(self) -> "FormQuerySet":
        return self.filter(closed_on=None)


class Form(models.Model):
    """A form by the name it has on telephones (`form_id`). `roles` are those who may fill it (accounts.Role,
    by value), in `area` and all that lies in it (null: the whole installation).
    """

    form_id = models.CharField(max_length=100, unique=True)
    title = models.CharField(_("Title"), max_length=200)
    owner = models.CharField(_("Belongs to"), max_length=20, choices=Owner, default=Owner.OTHER)
    roles = models.JSONField(default=list)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    # Content of which nobody outside the owner's need to know may see more than that it came.
    is_confidential = models.BooleanField(_("Confidential"), default=False)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)
    closed_on = models.DateField(null=True, blank=True)

    objects = FormQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["title"]

    def __str__(self) -> str:
        return str(self.title)

    def is_for(self, user: Any) -> bool:
        """Say whether a person may fill this form: by role, where the form reaches."""
        if not self.roles or not doors.holds(user, *self.roles):
            return False
        if self.area_id is None:
            return True
        reach = user.reach(*self.roles)
        return bool(reach.everywhere) or self._meets(reach.roots)

    def _meets(self, roots: Sequence[int]) -> bool:
        """Say whether some of these areas holds the form's, or lies in it: of the other geography mostly."""
        inside = Q(outer__in=roots, inner=self.area_id) | Q(outer=self.area_id, inner__in=roots)
        if Containment.objects.filter(inside).exists():
            return True
        within = Containment.objects.filter(outer=self.area_id).values("inner")
        across = Crosswalk.objects.filter(source__area__in=roots, target__area__in=within)
        shares = across.values("source", "target__area__level").annotate(total=Sum("share"))
        return bool(shares.filter(total__gte=MOSTLY).exists())

    @property
    def current(self) -> "FormVersion | None":
        """The version that telephones are given now."""
        return self.versions.order_by("-made_at", "-pk").first()


class OfAFormQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfAFormQuerySet":
        return self.filter(form__in=Form.objects.visible_to(user))


class FormVersion(models.Model):
    """A version of a form, for good. `xml` is served byte for byte, `md5` is of these bytes.

    The spreadsheet it was made from lies in the workspace as it came (`original`: its SHA-256). `dictionary`
    lists its questions: name, path, kind, labels by language, choices, repeats it lies in.
    """

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="versions")
    version = models.CharField(max_length=100)
    xml = models.BinaryField()
    md5 = models.CharField(max_length=32)
    original = models.CharField(max_length=64)
    original_name = models.CharField(max_length=200)
    dictionary = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    # Whether ODK Validate looked at it too; it needs Java.
    is_validated = models.BooleanField(default=False)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)

    objects = OfAFormQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["form", "-made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["form", "version"], name="one_form_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.form} · {self.version}"


class FormFile(models.Model):
    """A file that telephones need beside a version: a list, a picture, a sound."""

    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    md5 = models.CharField(max_length=32)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    OPEN_BECAUSE: ClassVar = "Lists and pictures of a form; who may fetch them is asked of its version."

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["form_version", "name"], name="one_file_a_name"),
        ]

    def __str__(self) -> str:
        return str(self.name)
