"""What telephones sent. Content lies sealed in the workspace under its SHA-256; here is what came when."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from confianza.web.fieldwork.models.devices import Device
from confianza.web.fieldwork.models.forms import Form, FormVersion
from confianza.web.territory.models import Area


class Standing(models.TextChoices):
    """Where a submission stands."""

    ARRIVING = "arriving", _("Files still missing")
    WAITING = "waiting", _("To be reviewed")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", pgettext_lazy("filled form", "Rejected")
    REPLACED = "replaced", _("Replaced by a later edit")


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: Any) -> "SubmissionQuerySet":
        """Return what was sent by the forms a person keeps, and what the person's own telephones sent."""
        if not user.is_authenticated:
            return self.none()
        keeps = user.reach("analyst")
        kept = Form.objects.filter(keeps.rows()) if keeps else Form.objects.none()
        return self.filter(Q(form__in=kept) | Q(device__person=user))

    def counted(self) -> "SubmissionQuerySet":
        """Return those that answers may be read from."""
        return self.filter(standing=Standing.APPROVED)


class Submission(models.Model):
    """One filled form. The pair of form and `instance_id` is taken once, however often it is sent.

    `version_told` is what the telephone said; `form_version` null where nobody knows it. An edit is a row of
    its own that its predecessor points to (`replaced_by`). `flags`: codes of what looks odd.
    """

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="submissions")
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+", null=True)
    version_told = models.CharField(max_length=100, blank=True)
    instance_id = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+", null=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", null=True)
    standing = models.CharField(max_length=20, choices=Standing, default=Standing.WAITING)
    replaced_by = models.OneToOneField("self", on_delete=models.PROTECT, related_name="replaces", null=True)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(default=timezone.now)
    flags = models.JSONField(default=list)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-received_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["form", "instance_id"], name="one_submission_an_instance"),
        ]

    def __str__(self) -> str:
        return str(self.instance_id)


class OfASubmissionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "OfASubmissionQuerySet":
        return self.filter(submission__in=Submission.objects.visible_to(user))


class SubmissionFile(models.Model):
    """A file that a submission names; without `sha256` it has not arrived yet."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    arrived_at = models.DateTimeField(null=True)

    objects = OfASubmissionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "name"], name="one_submitted_file_a_name"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Verdict(models.Model):
    """What a reviewer said of a submission, and why."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="verdicts")
    standing = models.CharField(max_length=20, choices=Standing)
    comment = models.CharField(max_length=1000, blank=True)
    said_by = models.CharField(max_length=150)
    said_at = models.DateTimeField(default=timezone.now)

    objects = OfASubmissionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["submission", "said_at"]

    def __str__(self) -> str:
        return f"{self.submission} · {self.standing}"


class QuarantinedQuerySet(models.QuerySet["Quarantined"]):
    def visible_to(self, user: Any) -> "QuarantinedQuerySet":
        """Whoever reviews sees what could not be taken; without a form, only who reviews everywhere."""
        if not user.is_authenticated:
            return self.none()
        keeps = user.reach("analyst")
        if keeps.everywhere:
            return self.all()
        return self.filter(form__in=Form.objects.filter(keeps.rows())) if keeps else self.none()


class Quarantined(models.Model):
    """Something that could not be taken, kept whole so that nothing is lost: another content under the same
    instance, an edit of what is not current, an unknown form, what is no form at all.
    """

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+", null=True)
    instance_id = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    # The files that came with it: SHA-256 by name.
    files = models.JSONField(default=dict)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+", null=True)
    received_at = models.DateTimeField(default=timezone.now)
    resolved_by = models.CharField(max_length=150, blank=True)
    resolved_at = models.DateTimeField(null=True)
    resolution = models.CharField(max_length=500, blank=True)

    objects = QuarantinedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-received_at", "-pk"]
        constraints: ClassVar = [
            # What a telephone sends again and again is kept once.
            models.UniqueConstraint(fields=["sha256", "reason"], name="quarantined_once"),
        ]

    def __str__(self) -> str:
        return f"{self.instance_id} · {self.reason}"
