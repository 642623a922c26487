"""The clock of the demo: what was promised weeks ago has to be promised weeks ago to be late today.

    with clock.on(today - timedelta(days=30)):
        commitments.promise(…)

Inside, Django's clock (`timezone.now`, `timezone.localdate`, defaults of tables) shows that day at nine in
the morning, and goes on from there. Only the processes that build the demo may ask for it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any
from unittest import mock

BEGINS_AT = time(9)
_local = threading.local()


class _Kind(type):
    """Moments made elsewhere are moments here too."""

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, datetime)


class _Moved(datetime, metaclass=_Kind):
    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return datetime.now(tz) - getattr(_local, "behind", timedelta())


@contextmanager
def on(day: date) -> Iterator[None]:
    """Let Django's clock show `day` while the block runs."""
    from django.utils import timezone

    began = timezone.make_aware(datetime.combine(day, BEGINS_AT))
    before = getattr(_local, "behind", timedelta())
    _local.behind = datetime.now(began.tzinfo) - began
    try:
        with mock.patch("django.utils.timezone.datetime", _Moved):
            yield
    finally:
        _local.behind = before
