"""The participatory assessment: citizens, investigation and justice, officers, in one report."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from confianza.web.surveys.models.surveys import READERS
from confianza.web.territory.models import Area


class Prong(models.TextChoices):
    """Who is asked."""

    CITIZENS = "citizens", _("Citizens")
    JUSTICE = "justice", _("Investigation and justice")
    OFFICERS = "officers", _("Officers")


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: Any) -> "AssessmentQuerySet":
        if not user.is_authenticated:
            return self.none()
        reads = user.reach(*READERS)
        return self.filter(reads.rows()) if reads else self.none()


class Assessment(models.Model):
    """An assessment of a place. The form of each prong, and `findings`: what the team
    concluded, by prong and for all three, with who wrote it.
    """

    title = models.CharField(_("Title"), max_length=200)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    begins_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"))
    citizens = models.ForeignKey("fieldwork.Form", on_delete=models.PROTECT, related_name="+")
    justice = models.ForeignKey("fieldwork.Form", on_delete=models.PROTECT, related_name="+")
    officers = models.ForeignKey("fieldwork.Form", on_delete=models.PROTECT, related_name="+")
    findings = models.JSONField(default=dict)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-begins_on", "title"]

    def __str__(self) -> str:
        return str(self.title)
