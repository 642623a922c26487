"""Tasks that come back each night."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone


def next_night(at: time) -> datetime:
    """Return tomorrow at a time of day."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, at))


def waits(task: Any) -> bool:
    """Say whether a task stands in the queue; after a first start, or a worker that was killed, none does."""
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    waiting = DBTaskResult.objects.filter(task_path=task.module_path, status=TaskResultStatus.READY)
    return bool(waiting.exists())
