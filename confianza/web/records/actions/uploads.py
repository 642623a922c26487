"""Uploads, from the moment somebody brings files until they are stored, refused or given up."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.records import counting, queries, rules, sentences
from confianza.web.records import files as on_disk
from confianza.web.records.actions import deliveries
from confianza.web.records.models import Stage, State, Upload
from confianza.web.territory.models import Area

if TYPE_CHECKING:
    from confianza.analysis.consolidate.delivery import DeliveredFile

log = logging.getLogger(__name__)

Then = Callable[[Upload], None]
NOBODY_FORESAW = "interrupted"


def bring(
    *,
    files: Sequence[on_disk.Brought],
    by: Any,
    source: str = "",
    office: str = "",
    area: Area | None = None,
    then: Then,
) -> Upload:
    """Keep files until they are checked and confirmed. `then` queues the check within the same transaction.

    `area` is whose they are: where `by` is analyst if nothing is said. Raises UnknownSource and NotYours;
    nothing is kept then.
    """
    if source:
        queries.profile(source)
    area = queries.area_for(by, area)
    with transaction.atomic():
        upload = Upload.objects.create(brought_by=by, source=source, office=office, area=area)
        upload.files = on_disk.keep(upload.pk, files)
        upload.save(update_fields=["files"])
        _account_for(upload, by=by, action="records.bring")
        then(upload)
    return upload


def read_again(*, delivery_id: str, by: Any, then: Then) -> Upload:
    """Have the bytes of a delivery checked again with its profile as it is now. Raises UnknownDelivery."""
    first = queries.delivery(delivery_id)
    files = [{"name": original.name, "size": original.bytes} for original in first.originals]
    with transaction.atomic():
        upload = Upload.objects.create(
            brought_by=by, source=first.source, office=first.office, files=files, again_of=delivery_id,
            area=queries.area_of(delivery_id),
        )  # fmt: skip
        _account_for(upload, by=by, action="records.read_again")
        then(upload)
    return upload


def choose_source(*, upload: Upload, source: str, by: Actor, then: Then) -> Upload:
    """Say of which layout the files are, and have them checked again. Raises NotNow and UnknownSource."""
    queries.profile(source)
    chosen = {"source": source, "source_was_guessed": False, "result": {}, "suggestion": []}
    with transaction.atomic():
        moved = _move(upload.pk, State.RECEIVED, stage=Stage.WAITING, progress=0, **chosen)
        _account_for(moved, by=by, action="records.choose_source")
        then(moved)
    return moved


def confirm(*, upload: Upload, office: str | None = None, by: Actor, then: Then) -> Upload:
    """Have checked files stored; `then` queues that in the same transaction. Raises NotNow.

    `office` is who sent them, where that was not said (or said otherwise) before.
    """
    with transaction.atomic():
        wanted = {"office": upload.office if office is None else office, "confirmed_at": timezone.now()}
        moved = _move(upload.pk, State.CONFIRMED, stage=Stage.WAITING, progress=0, **wanted)
        _account_for(moved, by=by, action="records.confirm")
        then(moved)
    return moved


def cancel(*, upload: Upload, by: Actor) -> Upload:
    """Give up an upload that is not being stored yet and delete its files. Raises NotNow."""
    with transaction.atomic():
        moved = _move(upload.pk, State.CANCELLED, result={}, suggestion=[])
        _account_for(moved, by=by, action="records.cancel")
    on_disk.discard(upload.pk)
    return moved


def check_upload(*, upload: Upload, by: Actor) -> Upload:
    """Read the files of a received upload, storing nothing: it ends checked, unsure, or refused."""
    if upload.state != State.RECEIVED:
        return upload
    with _refusing(upload, by=by):
        _report(upload, 5, Stage.READING)
        files = _files(upload)
        source = upload.source or _recognise(upload, files[0])
        if source:
            _report(upload, 20, Stage.CONSOLIDATING)
            consolidated = queries.consolidated(files, source, today=timezone.localdate())
            _finish(upload, State.CHECKED, source=source, result=queries.preview(consolidated))
    return _fresh(upload)


def store_upload(*, upload: Upload, by: Actor) -> Upload:
    """Store a confirmed upload as a delivery: it ends stored or refused. A killed run may be repeated."""
    if upload.state == State.CONFIRMED:
        _move(upload.pk, State.STORING, progress=0)
    elif upload.state != State.STORING:
        return upload
    with _refusing(upload, by=by):
        _report(upload, 5, Stage.READING)
        delivery_id = _stored(upload, by=by)
        _finish(upload, State.STORED, delivery_id=delivery_id, result={}, suggestion=[])
        on_disk.discard(upload.pk)
        counting.refresh()
    return _fresh(upload)


def _stored(upload: Upload, *, by: Actor) -> str:
    """Store the files and return the delivery; one that a killed run had already stored is recognised."""
    from confianza.store.deliveries import AlreadyDelivered

    received_at = timezone.localtime()
    files = _files(upload)
    _report(upload, 20, Stage.CONSOLIDATING)
    told = {
        "consolidated": queries.consolidated(files, upload.source, today=received_at.date()),
        "by": by,
        "received_at": received_at,
    }
    _report(upload, 70, Stage.STORING)
    if upload.again_of:
        return deliveries.store_again(delivery_id=upload.again_of, **told).id
    try:
        return deliveries.store(files=files, office=upload.office, area=upload.area, **told).id
    except AlreadyDelivered as again:
        before = queries.delivery(again.problem.details["delivery"])
        if upload.confirmed_at is None or before.received_at < upload.confirmed_at:
            raise
        deliveries.keep(delivery_id=before.id, area=upload.area, by=by)
        return before.id


def _files(upload: Upload) -> "list[DeliveredFile]":
    if upload.again_of:
        return queries.originals(upload.again_of)
    return on_disk.kept(upload.pk, upload.files)


def _recognise(upload: Upload, file: "DeliveredFile") -> str:
    """Return the layout that surely fits, or ask a person which of the likely ones it is."""
    suggestion = queries.suggestion(file)
    if suggestion.sure:
        Upload.objects.filter(pk=upload.pk).update(source=suggestion.name, source_was_guessed=True)
        return suggestion.name
    _finish(upload, State.UNSURE, suggestion=suggestion.told)
    return ""


@contextmanager
def _refusing(upload: Upload, *, by: Actor) -> Iterator[None]:
    """Turn what goes wrong into a refused upload; what nobody foresaw goes to the log as well."""
    try:
        yield
    except rules.NotNow:
        log.info("Upload %s was given up while it was worked on.", upload.pk)
    except Exception as error:
        problem = sentences.refusal(error)
        _refuse(upload, problem or {"code": NOBODY_FORESAW, "details": {}}, by=by)
        if problem is None:
            raise


def _refuse(upload: Upload, problem: dict[str, Any], *, by: Actor) -> None:
    with transaction.atomic():
        if not rules.can_become(_fresh(upload).state, State.REFUSED):
            return
        moved = _move(upload.pk, State.REFUSED, problem=problem, result={}, suggestion=[])
        _account_for(moved, by=by, action="records.refuse")
    on_disk.discard(upload.pk)


def _finish(upload: Upload, state: str, **fields: Any) -> None:
    _move(upload.pk, state, stage=Stage.DONE, progress=100, **fields)


def _move(upload_id: int, state: str, **fields: Any) -> Upload:
    """Take an upload to another state, whoever else is doing so at the same time. Raises NotNow."""
    with transaction.atomic():
        upload = Upload.objects.select_for_update().get(pk=upload_id)
        rules.check_can_become(upload.state, state)
        upload.state = state
        for name, value in fields.items():
            setattr(upload, name, value)
        upload.save()
    return upload


def _report(upload: Upload, percent: int, stage: Stage) -> None:
    Upload.objects.filter(pk=upload.pk).update(progress=percent, stage=stage)


def _fresh(upload: Upload) -> Upload:
    return Upload.objects.get(pk=upload.pk)


def _account_for(upload: Upload, *, by: Actor, action: str) -> None:
    details = {"files": [file["name"] for file in upload.files], "source": upload.source}
    audit.record(by=by, action=action, subject=f"upload {upload.pk}", details=details)
