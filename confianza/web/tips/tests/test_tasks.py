"""What the worker does each night."""

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from confianza.web.tips import tasks
from confianza.web.tips.models import Tip
from confianza.web.tips.tests import rows

pytestmark = pytest.mark.django_db


def _waiting():
    return DBTaskResult.objects.filter(task_path=tasks.tidy_up.module_path)


def test_it_destroys_what_is_over_and_comes_back_tomorrow_night(workspace):
    rows.bare(delete_on=rows.today())
    tasks.tidy_up.func()
    assert not Tip.objects.exists()
    again = timezone.localtime(_waiting().get().run_after)
    assert (again.date() - rows.today()).days == 1
    assert 1 <= again.hour < 4


def test_it_comes_back_whatever_fails(workspace, monkeypatch):
    def fail(*, by):
        raise OSError("disk")

    monkeypatch.setattr(tasks.keeping, "purge", fail)
    with pytest.raises(OSError, match="disk"):
        tasks.tidy_up.func()
    assert _waiting().count() == 1


def test_a_start_queues_it_once(workspace):
    tasks.catch_up()
    tasks.catch_up()
    assert _waiting().count() == 1
