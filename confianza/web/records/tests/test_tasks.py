"""The queue as the worker finds it: real rows, the real worker, run until nothing is left to do."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_tasks_db.models import DBTaskResult

from confianza.web.accounts.models import Role
from confianza.web.project import serving
from confianza.web.records import files, queries, tasks
from confianza.web.records.actions import uploads
from confianza.web.records.models import State, Upload
from confianza.web.records.tests import samples

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("workspace", "signals_kept")]


@pytest.fixture
def signals_kept():
    """Give the process its own signal handlers back: the worker takes them."""
    import signal

    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.fixture
def ana(person):
    return person(Role.ANALYST)


@pytest.fixture
def upload(ana):
    file = SimpleUploadedFile("enero.csv", samples.content())
    return uploads.bring(files=[file], source=samples.SOURCE, by=ana, then=tasks.check_later)


def fresh(upload) -> Upload:
    return Upload.objects.get(pk=upload.pk)


def test_the_worker_checks_and_after_confirmation_stores(upload, ana):
    assert serving.work(until_empty=True) == 1
    checked = fresh(upload)
    assert (checked.state, checked.progress) == ("checked", 100)
    uploads.confirm(upload=checked, by=ana, then=tasks.store_later)
    assert serving.work(until_empty=True) == 1
    assert fresh(upload).state == "stored"
    assert len(queries.deliveries()) == 1


def test_what_is_queued_and_the_row_stand_or_fall_together(ana):
    file = SimpleUploadedFile("enero.csv", samples.content())

    def killed(upload):
        tasks.check_later(upload)
        raise RuntimeError("killed before the commit")

    with pytest.raises(RuntimeError):
        uploads.bring(files=[file], source=samples.SOURCE, by=ana, then=killed)
    assert not Upload.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_an_upload_whose_worker_was_killed_is_taken_up_again(upload, ana):
    DBTaskResult.objects.all().delete()
    uploads.check_upload(upload=upload, by=ana)
    confirmed = uploads.confirm(upload=fresh(upload), by=ana, then=lambda upload: None)
    Upload.objects.filter(pk=confirmed.pk).update(state=State.STORING, progress=40)
    serving.work(until_empty=True)
    assert fresh(upload).state == "stored"
    assert not files.folder(upload.pk).exists()


def test_a_task_that_fails_leaves_a_refused_upload_and_a_trace(upload, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("a defect")

    monkeypatch.setattr(queries, "consolidated", broken)
    serving.work(until_empty=True)
    assert fresh(upload).problem["code"] == "interrupted"
    assert "a defect" in DBTaskResult.objects.get(task_path__contains=".records.").traceback
