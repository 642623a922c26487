"""A doctor's report on the workspace: is all well, and what to mend."""

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True)
class Finding:
    """One thing examined: `what` (a code), whether it is `well`, and a sentence for people."""

    what: str
    well: bool
    sentence: str


def examine() -> list[Finding]:
    """Examine register, keys, event store and territory of the workspace, in that order; change nothing."""
    return [finding for examination in _EXAMINATIONS for finding in examination()]


def _register() -> Iterator[Finding]:
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield Finding("register", False, _("The register does not answer: %(cause)s") % {"cause": error})
        return
    if pending:
        advice = _("The register is older than this version; run: confianza init %(folder)s")
        yield Finding("register", False, advice % {"folder": settings.WORKSPACE.root})
    else:
        yield Finding("register", True, _("The register answers and is up to date."))


def _keys() -> Iterator[Finding]:
    keys = settings.WORKSPACE.keys
    open_to_others = [path for path in (keys, *sorted(keys.iterdir())) if path.stat().st_mode & OTHERS]
    for path in open_to_others:
        advice = _("Others can read %(path)s; run: chmod go= %(path)s")
        yield Finding("keys", False, advice % {"path": path})
    if not open_to_others:
        yield Finding("keys", True, _("Nobody else can read the keys."))


def _event_store() -> Iterator[Finding]:
    from confianza.store import deliveries, integrity
    from confianza.store.layout import StoreLayout

    layout = StoreLayout(settings.WORKSPACE.store)
    found = list(integrity.check(layout))
    for each in found:
        yield _of_the_store(each.kind, each.path)
    if not found:
        count = len(deliveries.listing(layout))
        yield Finding("event_store", True, _("All %(count)s deliveries are whole.") % {"count": count})


def _of_the_store(kind: str, path: str) -> Finding:
    if kind == "leftover":
        told = _("A stopped run left %(path)s; the next delivery clears it away.")
        return Finding("event_store", True, told % {"path": path})
    told = _("%(path)s was lost or altered; bring it back from a backup.")
    return Finding("event_store", False, told % {"path": path})


def _territory() -> Iterator[Finding]:
    from confianza.web.territory import queries

    count = len(queries.territory().areas)
    if count:
        yield Finding("territory", True, _("%(count)s areas are known.") % {"count": count})
    else:
        advice = _("No area is known yet, so there are no rates; run: confianza territory import FILE…")
        yield Finding("territory", True, advice)


_EXAMINATIONS: tuple[Callable[[], Iterator[Finding]], ...] = (_register, _keys, _event_store, _territory)
