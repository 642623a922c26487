"""What the pages of releases show: those published, one with its files, and what the next would hold."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from confianza.web.design import writing
from confianza.web.design.tables import Column, Link, Table
from confianza.web.design.templatetags.figures import status
from confianza.web.observatory import archive, labels, memory, permissions
from confianza.web.observatory.models import Publication
from confianza.web.observatory.published import PublishedRelease
from confianza.web.observatory.queries import horizon, publications, state

if TYPE_CHECKING:
    from confianza.web.observatory.queries.publications import Prepared

KILOBYTE = 1024


def versions() -> list[str]:
    """Return the versions that can be corrected, the newest first."""
    return list(Publication.objects.releases().values_list("version", flat=True))


def reaches_everything(user: Any) -> bool:
    """Whether the person works in the whole area that releases are about."""
    about = publications.about()
    return bool(about) and horizon(permissions.bulletins_reach(user)).holds(about)


def shown(user: Any, form: Any, *, preview: bool = False) -> dict[str, Any]:
    """Show the releases; the form and the preview to whoever may publish."""
    rows = list(Publication.objects.releases().select_related("corrects"))
    may = permissions.can_publish(user) and reaches_everything(user)
    return {
        "releases": _table(rows) if rows else None,
        "form": form if may else None,
        "preview": _preview() if may and preview else None,
        "may_publish": permissions.can_publish(user),
        "about": publications.about(),
    }


def of_release(release: PublishedRelease) -> dict[str, Any]:
    """Show one release with what changed and its files."""
    language = labels.language()
    return {
        "release": release,
        "changes": release.changes(language),
        "files": _files(release),
    }


def _table(rows: Sequence[Publication]) -> Table:
    columns = (_("Version"), _("As known on"), _("Published on"), _("By"), _("State"))
    return Table(
        _("Releases published"),
        [Column(label) for label in columns],
        [_row(row) for row in rows],
        note=_("What is published stays. A mistake is corrected by a release that says so."),
    )


def _row(row: Publication) -> Sequence[Any]:
    return (
        Link(row.version, reverse("observatory:release", args=[row.version])),
        row.as_of, row.made_at.date(), row.made_by or writing.MISSING, _state(row),
    )  # fmt: skip


def _state(row: Publication) -> SafeString | str:
    if row.corrections.exists():
        return status("attention", pgettext("a release", "corrected"))
    if row.corrects:
        return status("working", _("corrects %(version)s") % {"version": row.corrects.version})
    return status("good", pgettext("a release", "published"))


def _files(release: PublishedRelease) -> Table:
    language = labels.language()
    columns = [Column(_("File")), Column(_("What it holds")), Column(_("KB"), 0), Column("SHA-256")]
    rows = [
        (
            Link(file.name, reverse("observatory:release_file", args=[release.version, file.name])),
            file.title(language), -(-file.size // KILOBYTE), file.sha256[:16],
        )
        for file in release.files()
    ]  # fmt: skip
    return Table(_("Files of the release"), columns, rows)


def _preview() -> dict[str, Any]:
    """Count what today's release would show and hide, and why; for staff alone."""
    today = timezone.localdate()
    last = next(iter(versions()), "")
    rules = archive.own_rules()
    return memory.remembered(
        f"release|{state(today)}|{last}|{hash(rules)}", lambda: _told(publications.prepared_after(today))
    )


def _told(prepared: "Prepared") -> dict[str, Any]:
    cells = prepared.protected.cells.filter(pl.col("kind").str.starts_with("rest:").not_())
    small = pl.col("hidden") & pl.col("value").is_between(1, prepared.threshold - 1)
    return {
        "shown": cells.filter(~pl.col("hidden")).height,
        "small": cells.filter(small).height,
        "beside": cells.filter(pl.col("hidden") & ~small).height,
        "most": prepared.threshold - 1,
        "points": prepared.points.height,
    }
