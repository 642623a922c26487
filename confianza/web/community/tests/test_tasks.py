"""What the worker forgets each night."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.community import tasks
from confianza.web.community.actions import bodies
from confianza.web.community.models import Member


@pytest.fixture
def over(committee):
    """A member who agreed more than a year ago."""
    long_ago = timezone.localdate() - timedelta(days=366)
    return bodies.add_member(body=committee, name="Nadie", consented_on=long_ago, by=COMMAND_LINE)


def _waiting():
    return DBTaskResult.objects.filter(task_path=tasks.forget.module_path)


def test_it_forgets_whom_it_must_and_comes_back_tomorrow_night(over) -> None:
    tasks.forget.func()
    assert not Member.objects.exists()
    assert timezone.localtime(_waiting().get().run_after).date() > timezone.localdate()


def test_a_start_forgets_what_was_due_and_queues_it_once(over) -> None:
    tasks.catch_up()
    tasks.catch_up()
    assert not Member.objects.exists()
    assert _waiting().count() == 1


def test_it_comes_back_whatever_fails(db, monkeypatch) -> None:
    def fail(*, by):
        raise OSError("disk")

    monkeypatch.setattr(tasks.expiring, "expire", fail)
    with pytest.raises(OSError, match="disk"):
        tasks.forget.func()
    assert _waiting().count() == 1
