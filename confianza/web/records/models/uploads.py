"""Uploads: files somebody brought, waiting to become a delivery in the event store."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from confianza.web.records.models.reach import reach_of_the_analyst
from confianza.web.territory.models import Area


class State(models.TextChoices):
    """Where an upload stands. What may follow what is in rules.py."""

    RECEIVED = "received", _("Being checked")  # the check waits for a worker, or is being made
    UNSURE = "unsure", _("Which layout?")  # no layout fits well enough; a person must choose
    CHECKED = "checked", _("Waiting for your confirmation")
    CONFIRMED = "confirmed", _("Waiting to be stored")
    STORING = "storing", _("Being stored")
    STORED = "stored", _("Stored")
    REFUSED = "refused", _("Refused")
    CANCELLED = "cancelled", _("Cancelled")


# A worker has something to do; or nothing follows any more, and the files are discarded.
WORKING = (State.RECEIVED, State.CONFIRMED, State.STORING)
FINISHED = (State.STORED, State.REFUSED, State.CANCELLED)


class Stage(models.TextChoices):
    """What the worker is doing right now."""

    WAITING = "", _("Waiting for its turn")
    READING = "reading", _("Reading the files")
    CONSOLIDATING = "consolidating", _("Checking every record")
    STORING = "storing", _("Storing the delivery")
    COUNTING = "counting", _("Counting by place and month")
    DONE = "done", _("Done")


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: Any) -> "UploadQuerySet":
        """Return what was brought for areas that the analyst reaches."""
        return self.filter(reach_of_the_analyst(user).rows())


class Upload(models.Model):
    """Files somebody brought. `files` is [{name, size}]; the bytes are in files.py's folder until finished.

    With `again_of` nobody brought anything: the bytes of that delivery are to be read again with a mended
    profile. `area` is where the bringer holds the role (null: in the whole installation).

    `result` is a summary (see queries.summary) and, only while the upload waits for confirmation, the first
    problems and a sample of claims. `problem` says why it was refused. `suggestion` says which layouts were
    likely.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    brought_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.RECEIVED, db_index=True)
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.WAITING, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=100, blank=True)
    source_was_guessed = models.BooleanField(default=False)
    office = models.CharField(max_length=150, blank=True)
    files = models.JSONField(default=list)
    result = models.JSONField(default=dict, blank=True)
    suggestion = models.JSONField(default=list, blank=True)
    problem = models.JSONField(default=dict, blank=True)
    again_of = models.CharField(max_length=150, blank=True)
    delivery_id = models.CharField(max_length=150, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="upload_progress_at_most_100"),
            models.CheckConstraint(
                condition=models.Q(delivery_id="") ^ models.Q(state=State.STORED),
                name="upload_stored_with_delivery",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} ({self.state})"

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED

    @property
    def is_working(self) -> bool:
        return self.state in WORKING
