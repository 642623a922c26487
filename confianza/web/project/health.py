"""A doctor's report on the installation: is all well, and what to mend. It changes nothing."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from confianza.web.lib import walls

OTHERS = stat.S_IRWXG | stat.S_IRWXO
GIGABYTE = 1_000_000_000
# Below the first the next delivery may not fit; below the second there is time to make room.
NO_ROOM_BYTES, LITTLE_ROOM_BYTES = GIGABYTE // 2, 5 * GIGABYTE
# A nightly backup may fail once or twice before anybody must get up for it.
BACKUP_LATE, BACKUP_MISSING = timedelta(days=3), timedelta(days=14)
UPLOAD_STUCK = timedelta(hours=2)
# When `make requirements` last renewed the pins, and how long that may be ago (docs/security.md).
RENEWED = settings.PACKAGE / "renewed.txt"
RENEWED_WITHIN = timedelta(days=92)
# Clocks of two machines differ by seconds; a clock that was set back differs by more.
CLOCK_SLACK = timedelta(minutes=5)
# What Confianza's own start-up checks, and those of its database role, are registered under.
OWN_CHECKS = "confianza"

Level = Literal["well", "warning", "error"]
WELL: Level = "well"
WARNING: Level = "warning"
ERROR: Level = "error"


@dataclass(frozen=True)
class Finding:
    """One thing examined: `what` (a code), how it stands, and a sentence for people that says what to do.

    A warning can wait until somebody has time; an error cannot.
    """

    what: str
    level: Level
    sentence: str

    @property
    def well(self) -> bool:
        return self.level != ERROR

    def told(self) -> dict[str, Any]:
        return {"what": self.what, "level": self.level, "well": self.well, "sentence": self.sentence}


def examine() -> list[Finding]:
    """Examine the whole installation: register, keys, store, backups, settings; change nothing."""
    return [finding for examination in _EXAMINATIONS for finding in _examined(examination)]


def _examined(examination: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        with walls.lowered():
            yield from list(examination())
    except DatabaseError as error:
        sentence = _("The register does not answer: %(cause)s") % {"cause": error}
        yield Finding(examination.__name__.strip("_"), ERROR, sentence)


def _register() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        advice = _("The register is older than this version; run: confianza init %(folder)s")
        yield Finding("register", ERROR, advice % {"folder": settings.WORKSPACE.root})
    elif damage := _damage():
        advice = _("The register's file is damaged (%(damage)s); restore the last backup.")
        yield Finding("register", ERROR, advice % {"damage": damage})
    else:
        yield Finding("register", WELL, _("The register answers, is whole and up to date."))


def _damage() -> str:
    """Return what SQLite finds wrong in its file; PostgreSQL looks after its own."""
    if connection.vendor != "sqlite":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        found = str(cursor.fetchone()[0])
    return "" if found == "ok" else found


def _database_role() -> Iterator[Finding]:
    yield from _of_checks(OWN_CHECKS, "house")


def _keys() -> Iterator[Finding]:
    keys = settings.WORKSPACE.keys
    yield from _private("keys", (keys, *sorted(keys.iterdir())), _("Nobody else can read the keys."))


def _files() -> Iterator[Finding]:
    place = settings.WORKSPACE
    if place.root.stat().st_mode & OTHERS == 0:
        # Nobody else gets past the folder, whatever stands in it.
        yield Finding("files", WELL, _("Nobody else can read the register and the store."))
        return
    register = [each for each in (place.register, Path(f"{place.register}-wal")) if each.exists()]
    yield from _private("files", (place.root, *register, place.store), "")


def _private(what: str, paths: tuple[Path, ...], sentence: str) -> Iterator[Finding]:
    open_to_others = [path for path in paths if path.exists() and path.stat().st_mode & OTHERS]
    for path in open_to_others:
        yield Finding(what, ERROR, _("Others can read %(path)s; run: chmod go= %(path)s") % {"path": path})
    strangers = [path for path in paths if path.exists() and path.stat().st_uid != os.getuid()]
    for path in strangers:
        advice = _("%(path)s belongs to another user of the machine; run Confianza as its owner.")
        yield Finding(what, WARNING, advice % {"path": path})
    if sentence and not open_to_others and not strangers:
        yield Finding(what, WELL, sentence)


def _event_store() -> Iterator[Finding]:
    from confianza.store import deliveries, integrity
    from confianza.store.layout import StoreLayout

    layout = StoreLayout(settings.WORKSPACE.store)
    found = list(integrity.check(layout))
    for each in found:
        yield _of_the_store(each.kind, each.path)
    if not found:
        count = len(deliveries.listing(layout))
        yield Finding("event_store", WELL, _("All %(count)s deliveries are whole.") % {"count": count})


def _of_the_store(kind: str, path: str) -> Finding:
    if kind == "leftover":
        told = _("A stopped run left %(path)s; the next delivery clears it away.")
        return Finding("event_store", WELL, told % {"path": path})
    told = _("%(path)s was lost or altered; bring it back from a backup.")
    return Finding("event_store", ERROR, told % {"path": path})


def _territory() -> Iterator[Finding]:
    from confianza.web.territory import queries

    count = len(queries.territory().areas)
    if count:
        yield Finding("territory", WELL, _("%(count)s areas are known.") % {"count": count})
    else:
        advice = _("No area is known yet, so there are no rates; run: confianza territory import FILE…")
        yield Finding("territory", WELL, advice)


def _uploads() -> Iterator[Finding]:
    from confianza.web.records import queries

    waiting = [upload for upload in queries.unfinished() if upload.is_working]
    stuck = [upload for upload in waiting if datetime.now(UTC) - upload.updated_at > UPLOAD_STUCK]
    if stuck:
        told = {"count": len(stuck), "number": stuck[-1].pk}
        advice = ngettext(
            "%(count)s upload has waited for more than two hours (number %(number)s); run: confianza worker",
            "%(count)s uploads have waited for more than two hours (from number %(number)s on); run:"
            " confianza worker",
            len(stuck),
        )
        yield Finding("uploads", ERROR, advice % told)
    else:
        yield Finding("uploads", WELL, _("No upload is stuck."))


def _disk() -> Iterator[Finding]:
    from confianza.web.design.writing import size

    free = shutil.disk_usage(settings.WORKSPACE.root).free
    told = {"free": size(free)}
    if free < NO_ROOM_BYTES:
        yield Finding(
            "disk", ERROR, _("Only %(free)s of disk are left: make room before anything else.") % told
        )
    elif free < LITTLE_ROOM_BYTES:
        yield Finding("disk", WARNING, _("%(free)s of disk are left; make room soon.") % told)
    else:
        yield Finding("disk", WELL, _("%(free)s of disk are free.") % told)


def _backups() -> Iterator[Finding]:
    from confianza.web.project.backups import journal

    last = journal.last_backup(settings.WORKSPACE)
    if settings.FICTIONAL_DATA:
        yield Finding("backup", WELL, _("Fictional data need no backup."))
    elif last is None:
        yield Finding("backup", WARNING, _("No backup was ever made; run: confianza backup FOLDER"))
    else:
        yield _of_the_backup(datetime.now(UTC) - last)


def _of_the_backup(age: timedelta) -> Finding:
    told = {"days": age.days}
    if age < BACKUP_LATE:
        return Finding("backup", WELL, _("The last backup was made in the last three days."))
    advice = _(
        "The last backup is %(days)s days old; look at the nightly one or run: confianza backup FOLDER"
    )
    return Finding("backup", ERROR if age > BACKUP_MISSING else WARNING, advice % told)


def _account() -> Iterator[Finding]:
    from confianza.web.audit.chain import verification

    verdict = verification.verify()
    if verdict.fault is None:
        told = _("The account of deeds hangs together: %(entries)s entries.")
        yield Finding("account", WELL, told % {"entries": verdict.entries})
    else:
        advice = _(
            "The account of deeds does not hang together from entry %(entry)s on; change nothing, tell the"
            " auditor, and run: confianza audit verify"
        )
        yield Finding("account", ERROR, advice % {"entry": verdict.fault.entry})


def _clock() -> Iterator[Finding]:
    from confianza.store import deliveries
    from confianza.store.layout import StoreLayout
    from confianza.web.audit import queries

    last = queries.entries().first()
    known = [each.received_at for each in deliveries.listing(StoreLayout(settings.WORKSPACE.store))[-1:]]
    moments = [datetime.fromisoformat(str(each)) for each in known] + ([last.at] if last else [])
    ahead = [each for each in moments if each.astimezone(UTC) - datetime.now(UTC) > CLOCK_SLACK]
    if ahead:
        advice = _("The clock was set back: something here is dated %(moment)s; set it by the network (NTP).")
        yield Finding("clock", ERROR, advice % {"moment": f"{max(ahead):%Y-%m-%d %H:%M}"})
    else:
        yield Finding("clock", WELL, _("The clock is not behind what was written here."))


def _settings() -> Iterator[Finding]:
    found = [*_of_the_doors()]
    if settings.HTTPS:
        found += _of_checks(checks.Tags.security, "settings", deploy=True)
    yield from found
    if not found:
        yield Finding("settings", WELL, _("The settings are fit for service."))


def _of_the_doors() -> Iterator[Finding]:
    if settings.DEBUG:
        advice = _("CONFIANZA_DEBUG=1 shows the inside of the program to anybody; take it away.")
        yield Finding("settings", ERROR, advice)
    if "*" in settings.ALLOWED_HOSTS:
        advice = _("CONFIANZA_HOSTS names every host; name only those under which people reach the service.")
        yield Finding("settings", ERROR, advice)
    elif not settings.HTTPS and not _loopback_only():
        advice = _(
            "The service is reached from other machines without HTTPS; set CONFIANZA_HTTPS=1 behind a proxy."
        )
        yield Finding("settings", WARNING, advice)


def _loopback_only() -> bool:
    return set(settings.ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", "[::1]"}


def _of_checks(tag: str, what: str, *, deploy: bool = False) -> Iterator[Finding]:
    """Yield what Django's system checks of a tag say; nothing where the tag is not known or all is well."""
    if not checks.tag_exists(tag, include_deployment_checks=deploy):
        return
    for message in checks.run_checks(
        tags=[tag], include_deployment_checks=deploy, databases=[connection.alias]
    ):
        level = ERROR if message.level >= checks.ERROR else WARNING
        yield Finding(what, level, " ".join(str(part) for part in (message.msg, message.hint) if part))


def _components() -> Iterator[Finding]:
    age = datetime.now(UTC).date() - date.fromisoformat(RENEWED.read_text(encoding="utf-8").strip())
    if age > RENEWED_WITHIN:
        advice = _("The components of this version were renewed %(days)s days ago; install a newer version.")
        yield Finding("components", WARNING, advice % {"days": age.days})
    else:
        yield Finding("components", WELL, _("The components of this version are of the last three months."))


def _words() -> Iterator[Finding]:
    from confianza.web.project import messages

    stale = messages.stale()
    if stale:
        advice = _("%(count)s catalogues of translations are not compiled; run: confianza init %(folder)s")
        told = {"count": len(stale), "folder": settings.WORKSPACE.root}
        yield Finding("translations", WARNING, advice % told)
    else:
        yield Finding("translations", WELL, _("All translations are compiled."))


_EXAMINATIONS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _register,
    _database_role,
    _keys,
    _files,
    _event_store,
    _territory,
    _uploads,
    _account,
    _clock,
    _disk,
    _backups,
    _settings,
    _components,
    _words,
)
