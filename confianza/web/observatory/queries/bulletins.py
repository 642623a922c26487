"""Bulletins that were published, and the corrections made so far."""

from collections.abc import Sequence
from datetime import datetime

from confianza.web.observatory.models import Kind, Publication

# More than a year of one place in two languages.
MOST_LISTED = 60


def newest(*, area_id: str, period: str, language: str) -> Publication | None:
    """Return the bulletin that holds for a month of a place in a language: the last one published."""
    return Publication.objects.bulletins().filter(area_id=area_id, period=period, language=language).first()


def bulletin(version: str) -> Publication | None:
    """Return one bulletin by its version."""
    return Publication.objects.bulletins().select_related("corrects").filter(version=version).first()


def listed() -> Sequence[Publication]:
    """Return the newest bulletins with what they correct and what corrects them."""
    rows = Publication.objects.bulletins().select_related("corrects").prefetch_related("corrections")
    return list(rows[:MOST_LISTED])


def corrections_until(moment: datetime) -> Sequence[Publication]:
    """Return every release that corrected another, made by then, the newest first."""
    made = Publication.objects.filter(kind=Kind.RELEASE, corrects__isnull=False, made_at__lte=moment)
    return list(made.select_related("corrects"))


def how_many(*, area_id: str, period: str, language: str) -> int:
    """Return how many bulletins there are of a month of a place in a language, corrections counted."""
    return Publication.objects.bulletins().filter(area_id=area_id, period=period, language=language).count()
