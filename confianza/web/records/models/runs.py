"""Linkages that somebody asked for, and how far the worker is."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from confianza.web.records.models.reach import reach_of_the_analyst


class RunState(models.TextChoices):
    """Where a linkage stands. What may follow what is in rules.py."""

    WAITING = "waiting", _("Waiting for its turn")
    LINKING = "linking", _("Linking the records")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class LinkageRunQuerySet(models.QuerySet["LinkageRun"]):
    def visible_to(self, user: Any) -> "LinkageRunQuerySet":
        """Return what the person asked for; an analyst of the whole installation sees every run."""
        if not user.is_authenticated:
            return self.none()
        if reach_of_the_analyst(user).everywhere:
            return self.all()
        return self.filter(asked_by=user)


class LinkageRun(models.Model):
    """A linkage of the whole workspace that somebody asked for. `problem` is {code, details} if it failed."""

    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=20, choices=RunState, default=RunState.WAITING, db_index=True)
    progress = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    linkage = models.CharField(max_length=100, blank=True)
    problem = models.JSONField(default=dict, blank=True)

    objects = LinkageRunQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="linkage_run_progress_at_most_100"),
            models.CheckConstraint(
                condition=Q(linkage="") ^ Q(state=RunState.DONE), name="linkage_run_done_with_linkage"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} ({self.state})"

    @property
    def is_working(self) -> bool:
        return self.state in (RunState.WAITING, RunState.LINKING)
