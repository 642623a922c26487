"""The queue of this room: each night what must not be kept is destroyed, and vouchers go out; what units ask
to have compared is compared at once.
"""

import secrets
from datetime import time, timedelta

from django_tasks import task

from confianza.web.audit.actions import Named
from confianza.web.lib import nights
from confianza.web.tips.actions import coincidences, keeping, rewards

WORKER = Named(None, "worker")
# Between one and four, when nobody reads: a reader keeps the register's log from being emptied.
FROM, WITHIN_MINUTES = time(1), 180


@task()
def tidy_up() -> None:
    """Let vouchers out, destroy what must not be kept, and come back tomorrow night, whatever fails now."""
    _tonight()
    rewards.let_out(by=WORKER)
    keeping.purge(by=WORKER)


@task()
def compare() -> None:
    """Compare what units asked about with what others hold: here, where the key is."""
    coincidences.compare(by=WORKER)


def catch_up() -> None:
    """Tidy up tonight where nothing waits to do so: after the first start, or where a worker was killed.

    A machine that is off at night does it when it is next started.
    """
    if not nights.waits(tidy_up):
        _tonight()


def _tonight() -> None:
    # At no fixed minute: whoever compares the register before and after learns less.
    minutes = timedelta(minutes=secrets.randbelow(WITHIN_MINUTES))
    tidy_up.using(run_after=nights.next_night(FROM) + minutes).enqueue()
