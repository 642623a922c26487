"""Bulletins are made of a release and published for good; other figures of a month are a correction."""

import re
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from confianza.web.audit import actions as audit
from confianza.web.observatory.actions import publications
from confianza.web.observatory.bulletins import changes, contents, files, pages, printing
from confianza.web.observatory.bulletins.asking import NoBulletin
from confianza.web.observatory.bulletins.figures import Contents, Corrected, Correction
from confianza.web.observatory.bulletins.release import Release
from confianza.web.observatory.models import Kind, Publication
from confianza.web.observatory.queries import bulletins as published

LANGUAGES = ("es", "en")
# What a version may not hold (see publications.VERSION).
ODD = re.compile(r"[^\w.-]+", re.ASCII)

__all__ = ["LANGUAGES", "Made", "NoBulletin", "make_bulletin"]


@dataclass(frozen=True)
class Made:
    """A published bulletin; `is_new` is false where the same figures had been published already."""

    publication: Publication
    is_new: bool

    @property
    def pdf(self) -> bytes:
        """Its four pages."""
        return files.pages(self.publication.version)


@transaction.atomic
def make_bulletin(
    *,
    release: Release,
    area: str,
    month: date | None,
    language: str,
    corrects: str = "",
    reason: str = "",
    by: audit.Actor,
) -> Made:
    """Make the bulletin of a month of a place and publish it; no month asks for the last one of the release.

    The same figures are published once: asked again, the published bulletin is returned. Other figures are a
    correction of the one before, for `reason`, or the release's own where that is a correction; `corrects`
    may name the version meant. Raises UnknownPlace, and NoBulletin for a language, a month, a correction that
    cannot be, or other figures without a reason.
    """
    if language not in LANGUAGES:
        raise NoBulletin("language", language=language)
    told = contents.gather(release, area, month, corrections=_corrections(release))
    asked = {"area_id": told.area_id, "period": f"{told.month:%Y-%m}", "language": language}
    before = published.newest(**asked)
    kept = files.Kept(release.version, changes.figures(told))
    if before is None and corrects:
        raise NoBulletin("nothing_to_correct", month=asked["period"])
    if before is not None:
        if corrects and corrects != before.version:
            raise NoBulletin("not_the_last", version=corrects, last=before.version)
        if files.kept(before.version).figures == kept.figures:
            return Made(before, is_new=False)
        reason = reason.strip() or release.reason
        told = replace(told, correction=_correction(before, reason))
    return Made(_publish(told, asked, kept, before, reason, by), is_new=True)


def _correction(before: Publication, reason: str) -> Correction:
    if not reason:
        raise NoBulletin("no_reason", version=before.version)
    return Correction(before.version, before.made_at, reason, files.kept(before.version).figures)


def _publish(
    told: Contents,
    asked: dict[str, str],
    kept: files.Kept,
    before: Publication | None,
    reason: str,
    by: audit.Actor,
) -> Publication:
    number = published.how_many(**asked) + 1
    version = f"{asked['period']}.{ODD.sub('-', told.area_id)}.{asked['language']}.{number}"
    data, drawn = pages.laid_out(replace(told, version=version), asked["language"])
    made = {files.PDF: printing.pdf(data, drawn.svgs, told.released_at), files.FIGURES: kept.written()}
    return publications.publish(
        kind=Kind.BULLETIN, version=version, **asked, as_of=told.as_of, files=made, corrects=before,
        reason=reason if before else "", by=by,
    )  # fmt: skip


def _corrections(release: Release) -> list[Corrected]:
    """Return the corrections known when the release was made: the same release gives the same pages."""
    return [
        Corrected(
            row.made_at, row.kind, row.version, row.corrects.version if row.corrects else "", row.reason
        )
        for row in published.corrections_until(release.made_at)
    ]
