"""The queue of this room: what the worker does while the page that asked for it may be closed."""

from typing import Any

from django_tasks import task

from confianza.web.records import counting, queries
from confianza.web.records.actions import runs, uploads
from confianza.web.records.models import WORKING, LinkageRun, State, Upload
from confianza.web.records.queries.runs import unfinished_runs


@task()
def check_upload(upload_id: int) -> None:
    """Read an upload without storing it."""
    upload = _upload(upload_id)
    uploads.check_upload(upload=upload, by=upload.brought_by)


@task()
def store_upload(upload_id: int) -> None:
    """Store a confirmed upload."""
    upload = _upload(upload_id)
    uploads.store_upload(upload=upload, by=upload.brought_by)


@task()
def link(run_id: int) -> None:
    """Link all records anew."""
    run = LinkageRun.objects.select_related("asked_by").get(pk=run_id)
    runs.carry_out(run=run, by=run.asked_by)


def _upload(upload_id: int) -> Upload:
    return Upload.objects.select_related("brought_by", "area").get(pk=upload_id)


def check_later(upload: Upload) -> None:
    """Queue the check of an upload; inside a transaction, with it."""
    check_upload.enqueue(upload.pk)


def store_later(upload: Upload) -> None:
    """Queue the storing of an upload; inside a transaction, with it."""
    store_upload.enqueue(upload.pk)


def link_later(run: LinkageRun) -> None:
    """Queue a linkage; inside a transaction, with it."""
    link.enqueue(run.pk)


def catch_up() -> None:
    """Queue again what a killed worker left, and make the counts it did not come to.

    An upload that is in fact still being worked on loses nothing by this: each step looks at the state first,
    and the event store takes the same bytes once.
    """
    queued = _queued(check_upload, store_upload)
    for upload in queries.unfinished().filter(state__in=WORKING).exclude(pk__in=queued):
        queue = check_later if upload.state == State.RECEIVED else store_later
        queue(upload)
    linking = _queued(link)
    for run in unfinished_runs():
        if run.pk not in linking:
            link_later(run)
    counting.refresh()


def _queued(*tasks: Any) -> set[int]:
    """Return the uploads or runs for which one of these tasks still waits in the queue."""
    from django_tasks_db.models import DBTaskResult

    own = [task.module_path for task in tasks]
    waiting = DBTaskResult.objects.ready().filter(task_path__in=own)
    return {told["args"][0] for told in waiting.values_list("args_kwargs", flat=True)}
