"""Bulletins as the public reads them: four pages each, as they were published."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from confianza.web.observatory import archive
from confianza.web.observatory.bulletins import files
from confianza.web.observatory.models import Kind, Publication


@dataclass(frozen=True)
class PublishedBulletin:
    """One bulletin: the month (`period`, 2026-10) of an area, in `language`, as known on `as_of`.

    `corrects` is the version of the bulletin it corrects, or None; then `reason` says why. `release` is
    the version of the release its figures are from.
    """

    version: str
    area_id: str
    period: str
    language: str
    as_of: date
    made_at: datetime
    corrects: str | None
    reason: str
    sha256: str

    def path(self) -> Path:
        """Where the PDF stands. Raises FileNotFoundError where somebody took it away."""
        return archive.file(Kind.BULLETIN, self.version, files.PDF)

    @property
    def release(self) -> str:
        """The release its figures are from."""
        return files.kept(self.version).release


def bulletins(area: str | None = None) -> list[PublishedBulletin]:
    """Return the bulletins, the newest first; of one area if asked. Those that were corrected stay listed."""
    rows = Publication.objects.bulletins().select_related("corrects")
    return [_told(row) for row in (rows.filter(area_id=area) if area else rows)]


def bulletin(version: str) -> PublishedBulletin | None:
    """Return a bulletin by its version, or None."""
    row = Publication.objects.bulletins().select_related("corrects").filter(version=version).first()
    return _told(row) if row else None


def _told(row: Publication) -> PublishedBulletin:
    return PublishedBulletin(
        version=row.version, area_id=row.area_id, period=row.period, language=row.language, as_of=row.as_of,
        made_at=row.made_at, corrects=row.corrects.version if row.corrects else None, reason=row.reason,
        sha256=row.sha256,
    )  # fmt: skip
