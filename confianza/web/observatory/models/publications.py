"""Publications: what left the house, once and for good."""

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

# Who made what nobody asked for by hand.
SCHEDULE = "schedule"


class Kind(models.TextChoices):
    RELEASE = "release", _("Release of figures")
    BULLETIN = "bulletin", _("Bulletin")


class WrittenOnce(Exception):
    """Somebody tried to change or delete what has been published."""

    def __init__(self) -> None:
        super().__init__("What is published is corrected by another publication, never changed or deleted.")


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Rows can be read and added, nothing else."""

    def update(self, **_changes: Any) -> NoReturn:
        raise WrittenOnce

    def delete(self) -> NoReturn:
        raise WrittenOnce

    def releases(self) -> "PublicationQuerySet":
        """Return the releases of figures, the newest first."""
        return self.filter(kind=Kind.RELEASE)

    def bulletins(self) -> "PublicationQuerySet":
        """Return the bulletins, the newest first."""
        return self.filter(kind=Kind.BULLETIN)


class Publication(models.Model):
    """A release of figures or a bulletin. Its files stand in the workspace, under `publications/`.

    `version` tells it from others of its kind. `area_id`, `period` (2026-10) and `language` say what it is
    about, "" where it is about all of them; `as_of`, as known on which day. `made_by` is a name, "" for the
    schedule. `sha256` covers all its files (see `store.packages.digest`). A correction names what it
    `corrects`, and the `reason`.
    """

    OPEN_BECAUSE = "What is published is for everybody; the figures are in its files, after their protection."

    kind = models.CharField(max_length=20, choices=Kind)
    version = models.CharField(max_length=100)
    area_id = models.CharField(max_length=160, blank=True)
    period = models.CharField(max_length=10, blank=True)
    language = models.CharField(max_length=10, blank=True)
    as_of = models.DateField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.CharField(max_length=150, blank=True)
    sha256 = models.CharField(max_length=64)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="corrections", null=True, blank=True
    )
    reason = models.CharField(max_length=500, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "version"], name="one_publication_a_version"),
            models.CheckConstraint(
                condition=models.Q(corrects__isnull=True) | ~models.Q(reason=""),
                name="correction_gives_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise WrittenOnce
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise WrittenOnce
