"""What the observatory publishes is written once: a folder of files and one row that says what they are."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from confianza.store import durable, packages
from confianza.web.audit import actions as audit
from confianza.web.observatory import archive
from confianza.web.observatory.models import Kind, Publication

# Problems of what was asked for, not of the figures.
ASKED_WRONGLY = ("version", "no_reason", "reason_alone", "unknown_version", "other_kind", "future")
# A version names a folder: nothing in it may lead out of its own.
VERSION = re.compile(r"\w[\w.-]*", re.ASCII)


class PublicationRefused(Exception):
    """Something cannot be published as it was asked; `problem` is a code, the sentence says what to do."""

    def __init__(self, problem: str, sentence: str) -> None:
        self.problem = problem
        super().__init__(sentence)


@transaction.atomic
def publish(
    *,
    kind: str,
    version: str,
    area_id: str = "",
    period: str = "",
    language: str = "",
    as_of: date,
    files: Mapping[str, bytes] | Path,
    corrects: Publication | None = None,
    reason: str = "",
    by: audit.Actor,
) -> Publication:
    """Keep `files` (contents by name, or a folder) for good under their kind and version, and tell of them.

    A publication exists when its row does: files that a killed process left without one give way. Raises
    PublicationRefused for a version that exists, a correction without a reason, or one of another kind.
    """
    _check(kind, version, corrects, reason)
    told = packages.contents(files) if isinstance(files, Path) else dict(files)
    made = Publication.objects.create(
        kind=Kind(kind), version=version, area_id=area_id, period=period, language=language, as_of=as_of,
        made_by=by.display_name, sha256=packages.digest(told), corrects=corrects, reason=reason.strip(),
    )  # fmt: skip
    place = archive.folder(kind, version)
    durable.remove(place)
    packages.write(place, told)
    audit.record(
        by=by,
        action="observatory.publish",
        subject=f"{kind} {version}",
        details={"sha256": made.sha256, "corrects": corrects.version if corrects else "", "reason": reason},
    )
    return made


def _check(kind: str, version: str, corrects: Publication | None, reason: str) -> None:
    if not VERSION.fullmatch(version):
        raise PublicationRefused("version", _("A version is made of letters, digits, dots and dashes."))
    if Publication.objects.filter(kind=kind, version=version).exists():
        sentence = _("%(version)s is published already, and what is published stays.") % {"version": version}
        raise PublicationRefused("exists", sentence)
    if corrects is None:
        return
    if corrects.kind != kind:
        raise PublicationRefused("other_kind", _("A correction corrects a publication of its own kind."))
    if not reason.strip():
        raise PublicationRefused("no_reason", _("A correction says why: give its reason."))
