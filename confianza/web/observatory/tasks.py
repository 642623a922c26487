"""The queue of this room: the bulletins that a release brings, made while whoever released goes on."""

from collections.abc import Iterator
from datetime import date

from django_tasks import task

from confianza.web.audit.actions import Named
from confianza.web.observatory import published
from confianza.web.observatory.actions.bulletins import LANGUAGES, NoBulletin, make_bulletin
from confianza.web.observatory.bulletins import asking
from confianza.web.observatory.models.publications import SCHEDULE
from confianza.web.observatory.published import PublishedRelease

# The bulletin belongs to every release.
ON_SCHEDULE = Named(None, SCHEDULE)
MADE_FOR = "municipality"


@task()
def make_bulletins(version: str) -> None:
    """Make the bulletins of a release: of its last month, for every municipality in it, in both languages.

    A release that corrects another makes those of the other anew too, as corrections for its own reason. What
    needs a person is left to one: other figures for a month without a reason, and places that are too small.
    """
    release = published.release(version)
    for area, month, language in _wanted(release) if release else ():
        try:
            make_bulletin(release=release, area=area, month=month, language=language, by=ON_SCHEDULE)
        except NoBulletin:
            continue


def bulletins_later(version: str) -> None:
    """Queue the bulletins of a release; inside a transaction, with it."""
    make_bulletins.enqueue(version)


def catch_up() -> None:
    """Queue the bulletins of the newest release where one is missing, because its task died with a worker."""
    release = published.latest()
    if release is not None and any(map(_is_missing, _of_last_month(release))):
        bulletins_later(release.version)


def _wanted(release: PublishedRelease) -> Iterator[tuple[str, date, str]]:
    yield from _of_last_month(release)
    if release.corrects is None:
        return
    for made in published.bulletins():
        if made.release == release.corrects:
            yield made.area_id, date.fromisoformat(f"{made.period}-01"), made.language


def _of_last_month(release: PublishedRelease) -> Iterator[tuple[str, date, str]]:
    """Yield municipality, its last month published, and language; the widest areas where there is no town."""
    areas = release.areas()
    towns = areas.filter(level=MADE_FOR)
    for area in (towns if len(towns) else areas.filter(areas["parent_id"].is_null()))["area_id"]:
        try:
            month = asking.month_of(release, area, None)
        except NoBulletin:
            continue
        yield from ((area, month, language) for language in LANGUAGES)


def _is_missing(wanted: tuple[str, date, str]) -> bool:
    area, month, language = wanted
    asked = (f"{month:%Y-%m}", language)
    return asked not in {(each.period, each.language) for each in published.bulletins(area)}
