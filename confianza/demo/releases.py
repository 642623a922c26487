"""Twelve months of releases, each as its month's end knew the figures, and one correction.

Made through the door the analyst uses. What arrived late shows in what each release changes.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from confianza.demo import schedule, truth

MONTHS = 12
CORRECTED_BECAUSE = (
    "Se publicó antes de que llegaran las entregas del mes siguiente, que completan los meses anteriores "
    "(datos ficticios)."
)


def days(today: date) -> Iterator[date]:
    """Yield the last days of the last twelve months that are over, the oldest first."""
    month = schedule.last_month(today)
    for back in range(MONTHS - 1, -1, -1):
        ordinal = month.year * MONTHS + month.month - 1 - back
        first = date(ordinal // MONTHS, ordinal % MONTHS + 1, 1)
        yield truth.next_month(first) - timedelta(days=1)


def publish(today: date, by: Any) -> Iterator[str]:
    """Publish the releases and the correction; yield each version when it is there."""
    from confianza.web.observatory.actions import releases

    version = ""
    for day in days(today):
        version = releases.release(as_of=day, by=by).publication.version
        yield version
    yield releases.release(as_of=today, corrects=version, reason=CORRECTED_BECAUSE, by=by).publication.version
