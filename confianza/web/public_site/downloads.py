"""What can be taken home, as rows to read: releases, their files, bulletins."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from confianza.web.public_site import words
from confianza.web.public_site.words import language


@dataclass(frozen=True)
class BulletinRow:
    """One bulletin, as a row to read."""

    bulletin: Any

    @property
    def title(self) -> str:
        told = {
            "month": words.period(self.bulletin.period),
            "language": _language_name(self.bulletin.language),
        }
        return _("Bulletin of %(month)s (%(language)s)") % told

    @property
    def url(self) -> str:
        return reverse("public_site:bulletin", args=[self.bulletin.version])


def bulletin_rows(found: Sequence[Any]) -> Sequence[BulletinRow]:
    """Return bulletins as rows, those in the reader's language first within a month."""
    rows = sorted(found, key=lambda each: each.language != language())
    return [BulletinRow(each) for each in sorted(rows, key=lambda each: each.period, reverse=True)]


def _language_name(code: str) -> str:
    return dict(settings.LANGUAGES).get(code, code)


@dataclass(frozen=True)
class FileRow:
    """One file of a release, as a row to read."""

    file: Any
    version: str

    @property
    def title(self) -> str:
        return str(self.file.title(language()))

    @property
    def url(self) -> str:
        return reverse("public_site:file", args=[self.version, self.file.name])


@dataclass(frozen=True)
class ReleasePage:
    """One release, as a page or a row of the list."""

    release: Any

    @property
    def version(self) -> str:
        return str(self.release.version)

    @property
    def changes(self) -> Sequence[str]:
        return tuple(self.release.changes(language()))

    @property
    def files(self) -> Sequence[FileRow]:
        return [FileRow(file, self.version) for file in self.release.files()]

    @property
    def url(self) -> str:
        return reverse("public_site:release", args=[self.version])
