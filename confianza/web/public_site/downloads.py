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
    """One bulletin, as a row to read; `replaced`: another one corrects it."""

    bulletin: Any
    replaced: bool = False

    @property
    def title(self) -> str:
        return bulletin_title(self.bulletin)

    @property
    def url(self) -> str:
        return reverse("public_site:bulletin", args=[self.bulletin.version])


def bulletin_rows(found: Sequence[Any]) -> Sequence[BulletinRow]:
    """Return bulletins as rows, those in the reader's language first within a month."""
    rows = sorted(found, key=lambda each: each.language != language())
    corrected = {each.corrects for each in found}
    return [
        BulletinRow(each, each.version in corrected)
        for each in sorted(rows, key=lambda each: each.period, reverse=True)
    ]


def bulletin_title(bulletin: Any) -> str:
    """Name a bulletin by its month and its language."""
    told = {"month": words.period(bulletin.period), "language": _language_name(bulletin.language)}
    return _("Bulletin of %(month)s (%(language)s)") % told


@dataclass(frozen=True)
class CorrectionRow:
    """A release or a bulletin that replaced another, as a row to read."""

    made: Any

    @property
    def title(self) -> str:
        if self.is_bulletin:
            return bulletin_title(self.made)
        return _("Release %(version)s") % {"version": self.made.version}

    @property
    def url(self) -> str:
        return self._address(self.made.version)

    @property
    def earlier_url(self) -> str:
        return self._address(self.made.corrects)

    @property
    def is_bulletin(self) -> bool:
        return bool(getattr(self.made, "language", ""))

    def _address(self, version: str) -> str:
        return reverse(f"public_site:{'bulletin' if self.is_bulletin else 'release'}", args=[version])


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
