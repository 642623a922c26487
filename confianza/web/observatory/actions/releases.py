"""Making a release: counted, bound, protected, audited; then written, or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from confianza.store import packages
from confianza.web.audit import actions as audit
from confianza.web.observatory import archive, labels, release_package, release_sentences
from confianza.web.observatory.actions import publications
from confianza.web.observatory.actions.publications import PublicationRefused
from confianza.web.observatory.models import Kind, Publication
from confianza.web.observatory.queries import publications as queries

if TYPE_CHECKING:
    import polars as pl

    from confianza.analysis.releases.protecting import Leak
    from confianza.web.observatory.queries.publications import Prepared

GRAINS = ("year", "quarter", "month")


@dataclass(frozen=True)
class Made:
    """A release made: its row, and what the audit covered."""

    publication: Publication
    files: Sequence[str]
    cells: int
    hidden: int
    changes: Sequence[str]


@transaction.atomic
def release(
    *,
    as_of: date | None = None,
    corrects: str = "",
    reason: str = "",
    out: Path | None = None,
    by: audit.Actor,
) -> Made:
    """Publish the figures as known on a day (today, if left out), and write a copy into the folder `out`.

    `corrects`: the version this one corrects, with its `reason`. Raises PublicationRefused, with a sentence,
    where there is nothing to publish, where hidden figures could be told, or for a correction of nothing;
    packages.NotEmpty where `out` holds something. Nothing is left half-written.
    """
    day = as_of or timezone.localdate()
    corrected = _corrected(corrects, reason)
    if out is not None and out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise packages.NotEmpty(out)
    prepared = _prepared(day)
    tables = release_package.told(prepared)
    last = Publication.objects.releases().first()
    edition = release_package.Edition(
        version=_version(day),
        as_of=day,
        corrects=corrected.version if corrected else "",
        reason=reason.strip(),
        changes=_changes(last, tables, prepared.root),
    )
    files = release_package.files(prepared, edition, tables)
    made = publications.publish(
        kind=Kind.RELEASE, version=edition.version, area_id=prepared.root, as_of=day, files=files,
        corrects=corrected, reason=reason, by=by,
    )  # fmt: skip
    archive.keep_audited(edition.version, prepared.protected, prepared.snapped)
    if out is not None:
        packages.write(out, files)
    cells = prepared.protected.cells
    language = labels.language()
    return Made(made, sorted(files), cells.height, int(cells["hidden"].sum()), edition.changes[language])


def _corrected(version: str, reason: str) -> Publication | None:
    if not version:
        if reason.strip():
            raise PublicationRefused("reason_alone", _("Say which version this corrects."))
        return None
    found = Publication.objects.releases().filter(version=version).first()
    if found is None:
        told = _("There is no version %(version)s to correct.") % {"version": version}
        raise PublicationRefused("unknown_version", told)
    if not reason.strip():
        raise PublicationRefused("no_reason", _("A correction says why: give its reason."))
    return found


def _prepared(day: date) -> "Prepared":
    from confianza.analysis.disclosure.findings import CannotProtect
    from confianza.analysis.releases.protecting import Leak

    if day > timezone.localdate():
        raise PublicationRefused("future", _("Figures cannot be known on a day that has not come yet."))
    try:
        return queries.prepared_after(day)
    except queries.NothingToRelease as nothing:
        raise PublicationRefused(nothing.problem, str(_NOTHING[nothing.problem]())) from nothing
    except Leak as leak:
        raise PublicationRefused("leak", _leaks(leak)) from leak
    except CannotProtect as wrong:
        told = _("Nothing was published: %(why)s") % {"why": wrong}
        raise PublicationRefused("cannot_protect", told) from wrong


def _leaks(leak: "Leak") -> str:
    words = {
        "count": leak.count, "what": labels.indicator(leak.cell["indicator_id"]),
        "where": leak.cell["area_id"], "when": leak.cell["period"],
    }  # fmt: skip
    return (
        _(
            "Nothing was published: hidden figures could be worked out (%(count)s of them, such as "
            "%(what)s in %(where)s, %(when)s). Publish less finely: ask for a coarser level or period in "
            "decisions/disclosure.toml."
        )
        % words
    )


def _no_territory() -> str:
    return _("There is nothing to publish without areas: import the territory first.")


def _no_figures() -> str:
    return _("There is nothing to publish yet: no delivery had come by that day.")


_NOTHING = {"no_territory": _no_territory, "no_figures": _no_figures}


def _version(day: date) -> str:
    """The day of the figures, and the number of the release that day."""
    same = Publication.objects.releases().filter(as_of=day).count()
    return f"{day.isoformat()}.{same + 1}"


def _changes(
    last: Publication | None, now: "Mapping[str, pl.DataFrame]", root: str
) -> dict[str, tuple[str, ...]]:
    from confianza.analysis.releases import differences

    before = archive.figures(last.version) if last else {}
    found = [
        difference
        for grain in GRAINS
        if before
        for difference in differences.between(before[grain], now[f"figures_{grain}"], root)
    ]
    version = last.version if last else ""
    return {
        language: release_sentences.changes(found, version, language)
        for language in release_package.LANGUAGES
    }
