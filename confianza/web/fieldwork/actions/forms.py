"""Forms and their versions."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath

from django.db import IntegrityError, transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.fieldwork import sealed
from confianza.web.fieldwork.models import Form, FormFile, FormVersion, Owner
from confianza.web.fieldwork.xforms import converting, limits, validating
from confianza.web.fieldwork.xforms.converting import Converted
from confianza.web.fieldwork.xforms.problems import FormRefused, Problem
from confianza.web.territory.models import Area

ITEMSETS = "itemsets.csv"


class VersionTaken(Exception):
    """Another form stands under this name and version already; a changed form needs a new version."""

    def __init__(self, version: str) -> None:
        self.version = version
        super().__init__(version)


def add_version(
    *,
    content: bytes,
    name: str,
    by: Actor,
    owner: str = Owner.OTHER,
    roles: Sequence[str] = (),
    area: Area | None = None,
    is_confidential: bool = False,
    files: Mapping[str, bytes] | None = None,
    may_change: Callable[[Form], bool] = lambda form: True,
    is_tried: bool = False,
) -> FormVersion:
    """Take in a spreadsheet as a new form, or as a new version of the form of the same name.

    The same spreadsheet a second time changes nothing. `may_change` says whether a form of that name, which
    is here already, is the author's to change. Where there is Java, ODK Validate looks as
    well, unless it did before (`is_tried`). Raises FormRefused, VersionTaken.
    """
    found = converting.converted(content, name)
    said = "" if is_tried else validating.refusal(found.xml)
    if said:
        raise FormRefused(Problem("refused", {"why": said}))
    beside = _beside(found, files or {})
    with transaction.atomic():
        form, _is_new = Form.objects.get_or_create(
            form_id=found.form_id,
            defaults={
                "title": found.title,
                "owner": owner,
                "roles": list(roles),
                "area": area,
                "is_confidential": is_confidential,
                "made_by": by.display_name,
            },
        )
        if not may_change(form):
            raise FormRefused(Problem("not_yours", {"name": found.form_id}))
        version = _version(form, found, content, PurePath(name).name, beside, by)
        return _validated(version, is_validated=said is not None)


@transaction.atomic
def close(*, form: Form, by: Actor) -> None:
    """Take no new submissions of a form; what telephones still hold and sent before is taken."""
    form.closed_on = timezone.localdate()
    form.save(update_fields=["closed_on"])
    audit.record(by=by, action="fieldwork.close_form", subject=form.form_id)


@transaction.atomic
def open_again(*, form: Form, by: Actor) -> None:
    """Take submissions of a closed form again."""
    form.closed_on = None
    form.save(update_fields=["closed_on"])
    audit.record(by=by, action="fieldwork.open_form", subject=form.form_id)


def _beside(found: Converted, brought: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that go with a form. Raises FormRefused where one is missing without which no
    telephone opens it.
    """
    beside = dict(brought)
    if found.itemsets:
        beside.setdefault(ITEMSETS, found.itemsets.encode())
    if missing := [name for name in limits.files_needed(found.xml) if name not in beside]:
        raise FormRefused(*(Problem("no_file", {"name": name}) for name in missing))
    return beside


def _version(
    form: Form, found: Converted, content: bytes, name: str, beside: Mapping[str, bytes], by: Actor
) -> FormVersion:
    present = FormVersion.objects.filter(form=form, version=found.version).first()
    if present is not None:
        if present.md5 == found.md5:
            return present
        raise VersionTaken(found.version)
    version = _write(form, found, sealed.keep(content), name, by)
    for each, bytes_of_it in beside.items():
        _file(version, each, bytes_of_it)
    if form.title != found.title:
        form.title = found.title
        form.save(update_fields=["title"])
    details = {"version": found.version, "questions": len(found.dictionary)}
    audit.record(by=by, action="fieldwork.add_version", subject=form.form_id, details=details)
    return version


def _validated(version: FormVersion, *, is_validated: bool) -> FormVersion:
    if is_validated and not version.is_validated:
        version.is_validated = True
        version.save(update_fields=["is_validated"])
    return version


def _write(form: Form, found: Converted, original: str, name: str, by: Actor) -> FormVersion:
    try:
        with transaction.atomic():
            return FormVersion.objects.create(
                form=form,
                version=found.version,
                xml=found.xml,
                md5=found.md5,
                original=original,
                original_name=name,
                dictionary=list(found.dictionary),
                languages=list(found.languages),
                warnings=list(found.warnings),
                made_by=by.display_name,
            )
    except IntegrityError:
        raise VersionTaken(found.version) from None


def _file(version: FormVersion, name: str, content: bytes) -> None:
    md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
    FormFile.objects.create(
        form_version=version, name=name, md5=md5, sha256=sealed.keep(content), size=len(content)
    )
