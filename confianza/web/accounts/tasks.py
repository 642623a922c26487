"""The queue of this room: what the worker writes down when a time has run out."""

from django_tasks import task

from confianza.web.accounts.actions import emergencies
from confianza.web.accounts.models import EmergencyAccess
from confianza.web.audit.actions import Named

WORKER = Named(None, "worker")


@task()
def settle_emergencies() -> None:
    """Write down which emergency requests lapsed and which accesses ran out."""
    emergencies.settle(by=WORKER)


def settle_later(access: EmergencyAccess) -> None:
    """Have the worker look again when the time of `access` runs out."""
    settle_emergencies.using(run_after=access.over_at).enqueue()
