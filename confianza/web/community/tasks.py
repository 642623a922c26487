"""The queue of this room: each night lists and members whose day has come are destroyed."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django_tasks import task

from confianza.web.audit.actions import Named
from confianza.web.community.actions import expiring

WORKER = Named(None, "worker")
# Before anybody makes the night's backup.
AT = time(0, 15)


@task()
def forget() -> None:
    """Destroy what must not be kept, and come back tomorrow night, whatever fails now."""
    _tonight()
    expiring.expire(by=WORKER)


def catch_up() -> None:
    """Forget what was due while the machine was off, and tonight again where nothing waits to."""
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    expiring.expire(by=WORKER)
    waiting = DBTaskResult.objects.filter(task_path=forget.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        _tonight()


def _tonight() -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    forget.using(run_after=timezone.make_aware(datetime.combine(tomorrow, AT))).enqueue()
