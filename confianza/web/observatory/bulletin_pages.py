"""What the page of bulletins shows: those that were made, and the form that makes one."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from confianza.web.design import writing
from confianza.web.design.tables import Column, Link, Table
from confianza.web.design.templatetags.figures import status
from confianza.web.observatory import permissions
from confianza.web.observatory.bulletins import asking
from confianza.web.observatory.bulletins.release import Release
from confianza.web.observatory.models import Publication
from confianza.web.observatory.models.publications import SCHEDULE
from confianza.web.observatory.queries import bulletins, horizon

# Older months are rarely wanted; the command line makes any.
MONTHS_OFFERED = 24


def shown(user: Any, form: Any, release: Release | None) -> dict[str, Any]:
    """Show the bulletins, and the form to whoever may make one of a release that is there."""
    rows = bulletins.listed()
    return {
        "bulletins": _table(rows, _names(release)) if rows else None,
        "form": form if release and form.fields["area"].choices else None,
        "release": release,
        "may_make": permissions.can_make_bulletins(user),
    }


def choices(user: Any, release: Release | None) -> dict[str, Any]:
    """Return the places and months of which this person may make a bulletin of a release.

    Places are those within the person's own reach of which something is published by month.
    """
    if release is None or not permissions.can_make_bulletins(user):
        return {}
    reached = horizon(permissions.bulletins_reach(user))
    told = set(release.figures(grain="month")["area_id"])
    areas = [
        (area["area_id"], area["name"])
        for area in release.areas().sort("geography", "level", "area_id").to_dicts()
        if area["area_id"] in told and reached.holds(area["area_id"])
    ]
    return {"areas": areas, "months": _months(release, areas)}


def _months(release: Release, areas: Sequence[tuple[str, str]]) -> list[date]:
    met: set[date] = set()
    for area_id, _name in areas[:1]:
        met |= set(asking.months(release, area_id))
    return sorted(met, reverse=True)[:MONTHS_OFFERED]


def _names(release: Release | None) -> dict[str, str]:
    return dict(release.areas().select("area_id", "name").iter_rows()) if release else {}


def _table(rows: Sequence[Publication], names: dict[str, str]) -> Table:
    columns = (_("Bulletin"), _("Place"), _("Language"), _("Published on"), _("By"), _("State"))
    return Table(
        _("Bulletins published"),
        [Column(label) for label in columns],
        [_row(row, names) for row in rows],
        note=_("What is published stays. Other figures for the same month are published as a correction."),
    )


def _row(row: Publication, names: dict[str, str]) -> Sequence[Any]:
    month = writing.month(date.fromisoformat(f"{row.period}-01"))
    return (
        Link(month, reverse("observatory:bulletin_pdf", args=[row.version])),
        names.get(row.area_id, row.area_id),
        {"es": "Español", "en": "English"}.get(row.language, row.language),
        row.made_at.date(),
        made_by(row.made_by),
        _state(row),
    )


def _state(row: Publication) -> SafeString | str:
    if row.corrections.exists():
        return status("attention", _("corrected"))
    if row.corrects:
        return status("working", _("a correction"))
    return status("good", _("holds"))


def made_by(name: str) -> str:
    """Name who published: a person by name, the schedule in the reader's language."""
    return _("by schedule") if name == SCHEDULE else name or writing.MISSING
