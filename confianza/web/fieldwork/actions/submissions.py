"""Taking in what telephones send: nothing lost, nothing twice."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.fieldwork import rules, sealed
from confianza.web.fieldwork.models import (
    Device,
    Form,
    FormVersion,
    Quarantined,
    Standing,
    Submission,
    SubmissionFile,
)
from confianza.web.fieldwork.queries import oddities
from confianza.web.fieldwork.rules import Known, Outcome
from confianza.web.fieldwork.xforms import reading
from confianza.web.fieldwork.xforms.problems import SubmissionRefused
from confianza.web.fieldwork.xforms.reading import LONGEST_ID, Told
from confianza.web.lib import walls

# Files that came: the SHA-256 they lie under and their size, by name.
Kept = Mapping[str, tuple[str, int]]

UNKNOWN_VERSION, FILE_CONFLICT = "unknown_version", "file_conflict"
TRIES = 3


@dataclass(frozen=True)
class Received:
    """What became of something sent, and the submission it is part of now (None where it was kept aside)."""

    outcome: Outcome
    submission: Submission | None


def receive(
    *,
    xml: bytes,
    files: Mapping[str, BinaryIO],
    device: Device | None,
    by: Actor,
    is_incomplete: bool = False,
) -> Received:
    """Take a submission in, or keep it aside; either way nothing of it is lost.

    `files` by the names the XML gives them; others are kept too. Raises SubmissionRefused for what is no
    submission at all, after it was kept aside.
    """
    digest = sealed.keep(xml)
    kept = {name: (sealed.keep_file(file), _size(file)) for name, file in files.items()}
    with walls.for_a_telephone():
        try:
            told = reading.told(xml)
        except SubmissionRefused as refused:
            _set_aside(None, "", refused.problem.code, digest, kept, device, by)
            raise
        return _take_soon(told, digest, kept, device, by)


def _take_soon(told: Told, digest: str, kept: Kept, device: Device | None, by: Actor) -> Received:
    for _try in range(TRIES):
        try:
            return _take(told, digest, kept, device, by)
        except IntegrityError:
            # Two telephones, or one that did not wait, sent the same at once: look again.
            continue
    return _take(told, digest, kept, device, by)


def _take(told: Told, digest: str, kept: Kept, device: Device | None, by: Actor) -> Received:
    with transaction.atomic():
        form = Form.objects.select_for_update().filter(form_id=told.form_id).first()
        present, edited = _standing(form, told.instance_id), _standing(form, told.deprecated)
        result = rules.outcome(
            form_is_known=form is not None,
            form_is_open=form is not None and form.closed_on is None,
            sha256=digest,
            known=_known(present),
            edits=told.deprecated,
            edited=_known(edited),
        )
        if form is None or result not in rules.TAKEN:
            _set_aside(form, told.instance_id, result, digest, kept, device, by)
            return Received(result, None)
        submission = present or _new(form, told, digest, device, by)
        if result == "edit" and edited:
            _replace(edited, submission)
        _bring(submission, kept, device, by)
        return Received(result, submission)


def enter_later(
    *, form: Form, told: Told, digest: str, kept: Kept, device: Device | None, by: Actor
) -> Submission:
    """Take in what was set aside.

    Where something stands under its instance, or what it edits was edited since, it becomes the latest of
    that line, under a number of its own.
    """
    with walls.for_a_telephone(), transaction.atomic():
        present = _standing(form, told.instance_id) or _standing(form, told.deprecated)
        while present is not None and present.replaced_by is not None:
            present = present.replaced_by
        if _standing(form, told.instance_id) is not None:
            told = replace(told, instance_id=f"{told.instance_id[: LONGEST_ID - 9]}~{digest[:8]}")
        submission = _new(form, told, digest, device, by)
        if present is not None:
            _replace(present, submission)
        _bring(submission, kept, device, by)
        return submission


def carry_files_over(*, earlier: Submission, later: Submission, by: Any) -> None:
    """Let the files of a submission stand in the one that takes its place."""
    kept = {file.name: (file.sha256, file.size) for file in earlier.files.exclude(sha256="")}
    with walls.for_a_telephone():
        _bring(later, kept, later.device, by)


def _standing(form: Form | None, instance: str) -> Submission | None:
    return Submission.objects.filter(form=form, instance_id=instance).first() if form and instance else None


def _known(submission: Submission | None) -> Known | None:
    return Known(submission.sha256, submission.replaced_by_id is not None) if submission else None


def _new(form: Form, told: Told, digest: str, device: Device | None, by: Actor) -> Submission:
    version = FormVersion.objects.filter(form=form, version=told.version).first()
    read_by = version or form.current
    asked = read_by.dictionary if read_by else ()
    begun, ended = reading.moment(told.root, asked, "start"), reading.moment(told.root, asked, "end")
    received = timezone.now()
    odd = oddities.on_arrival(form, told.root, asked, begun=begun, ended=ended, received=received)
    submission = Submission.objects.create(
        form=form,
        form_version=version,
        version_told=told.version,
        instance_id=told.instance_id,
        sha256=digest,
        device=device,
        area=form.area,
        begun_at=begun,
        ended_at=ended,
        received_at=received,
        flags=odd if version else [UNKNOWN_VERSION, *odd],
    )
    names = reading.files(told.root, asked)
    SubmissionFile.objects.bulk_create(SubmissionFile(submission=submission, name=name) for name in names)
    details = {"form": form.form_id, "version": told.version, "files": len(names)}
    audit.record(by=by, action="fieldwork.receive", subject=told.instance_id, details=details)
    return submission


def _replace(edited: Submission, by_submission: Submission) -> None:
    edited.replaced_by, edited.standing = by_submission, Standing.REPLACED
    edited.save(update_fields=["replaced_by", "standing"])


def _bring(submission: Submission, kept: Kept, device: Device | None, by: Actor) -> None:
    """Write down which files arrived; a submission whose files are all there waits to be reviewed.

    Another content under the name of a file that arrived is kept aside beside it.
    """
    present = {file.name: file for file in submission.files.all()}
    for name, (digest, size) in kept.items():
        file = present.get(name) or SubmissionFile(submission=submission, name=name)
        if file.sha256 and file.sha256 != digest:
            one = {name: (digest, size)}
            _set_aside(submission.form, submission.instance_id, FILE_CONFLICT, digest, one, device, by)
        elif not file.sha256:
            file.sha256, file.size, file.arrived_at = digest, size, timezone.now()
            file.save()
    if submission.standing not in (Standing.WAITING, Standing.ARRIVING):
        return
    missing = submission.files.filter(sha256="").exists()
    submission.standing = Standing.ARRIVING if missing else Standing.WAITING
    submission.save(update_fields=["standing"])


def _set_aside(
    form: Form | None,
    instance: str,
    reason: str,
    digest: str,
    kept: Kept,
    device: Device | None,
    by: Actor,
) -> None:
    files = {name: name_on_disk for name, (name_on_disk, _size_of_it) in kept.items()}
    row, is_new = Quarantined.objects.get_or_create(
        sha256=digest,
        reason=reason,
        defaults={"form": form, "instance_id": instance, "device": device, "files": files},
    )
    if is_new:
        details = {"reason": reason, "form": form.form_id if form else ""}
        audit.record(by=by, action="fieldwork.set_aside", subject=str(row.pk), details=details)
    elif beside := {name: each for name, each in files.items() if each not in row.files.values()}:
        for name, each in beside.items():
            row.files[rules.free_name(name, row.files)] = each
        row.save(update_fields=["files"])


def _size(file: BinaryIO) -> int:
    file.seek(0, 2)
    return file.tell()
