"""The queue of this room: each night lists and members whose day has come are destroyed."""

from datetime import time

from django_tasks import task

from confianza.web.audit.actions import Named
from confianza.web.community.actions import expiring
from confianza.web.lib import nights

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
    expiring.expire(by=WORKER)
    if not nights.waits(forget):
        _tonight()


def _tonight() -> None:
    forget.using(run_after=nights.next_night(AT)).enqueue()
