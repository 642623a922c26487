"""The SQLite register: one file, copied page by page while people go on writing to it."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext
from hashlib import blake2b
from pathlib import Path

from confianza.web.lib.workspaces import Workspace
from confianza.web.project.backups import files, restoring
from confianza.web.project.backups.manifest import DIGEST_BYTES, Entry, Manifest, Table
from confianza.web.project.backups.refusals import Refused

ENGINE = "sqlite"
NAME = "register.sqlite3"


class HeldRegister:
    """The register as it was at one moment."""

    engine = ENGINE

    def __init__(self, copy: Path) -> None:
        self._copy = copy

    def entries(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        yield NAME, files.content(self._copy)

    def tables(self) -> tuple[Table, ...]:
        return tables(self._copy)

    def migrations(self) -> tuple[str, ...]:
        with closing(_opened(self._copy)) as register:
            return tuple(f"{app}.{name}" for app, name in register.execute(MIGRATIONS))


# SQLite's own words are not in the reach of Django's introspection, so the register is asked directly.
MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY id"
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"


@contextmanager
def held(register: Path, aside: Path) -> Iterator[HeldRegister]:
    """Copy the register to `aside` by SQLite's online backup: what was committed, and nothing of the rest."""
    copy = aside / NAME
    with closing(sqlite3.connect(register)) as source, closing(sqlite3.connect(copy)) as target:
        # All pages in one step: a copy in several would begin again with every write of others.
        source.backup(target, pages=-1)
        # A file of its own, without a log beside it.
        target.execute("PRAGMA journal_mode=DELETE")
    copy.chmod(0o600)
    yield HeldRegister(copy)


class Filling:
    """A register being written where the workspace is built."""

    def __init__(self, aside: Path) -> None:
        self._place = aside / NAME

    def take(self, path: str, content: Iterable[bytes]) -> Entry:
        if path != NAME:
            raise Refused("altered_backup")
        return restoring.write(self._place, path, content)

    def finish(self) -> None:
        check_whole(self._place)

    def tables(self) -> tuple[Table, ...]:
        return tables(self._place)


def target(workspace: Workspace, check_known: Callable[[Manifest], None]) -> restoring.Register:
    """Return the register of a workspace as a target; it comes and goes with the folder."""
    return restoring.Register(
        engine=ENGINE,
        check_free=lambda replace: None,  # it stands in the folder, which is checked
        check_known=check_known,
        filling=lambda aside, manifest: nullcontext(Filling(aside)),
        tables=lambda: tables(workspace.register),
    )


def tables(register: Path) -> tuple[Table, ...]:
    """Return every table of a register nobody writes to, its rows counted and digested."""
    with closing(_opened(register)) as opened:
        return tuple(_table(opened, name) for (name,) in opened.execute(TABLES).fetchall())


def check_whole(register: Path) -> None:
    """Raise Refused when SQLite finds its own file damaged."""
    with closing(_opened(register)) as opened:
        if opened.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise Refused("altered_backup")


def _table(opened: sqlite3.Connection, name: str) -> Table:
    made, rows = blake2b(digest_size=DIGEST_BYTES), 0
    for row in opened.execute(f"SELECT * FROM {_quoted(name)} ORDER BY {_key(opened, name)}"):  # noqa: S608
        made.update(_canonical(row))
        rows += 1
    return Table(name, rows, made.hexdigest())


def _key(opened: sqlite3.Connection, name: str) -> str:
    """Return the columns a table is ordered by: its primary key, or all of them where it has none."""
    columns = opened.execute(f"PRAGMA table_info({_quoted(name)})").fetchall()
    key = [column for column in columns if column[5]] or columns
    return ", ".join(_quoted(column[1]) for column in sorted(key, key=lambda column: column[5]))


def _canonical(row: tuple[object, ...]) -> bytes:
    """Return a row such that no two different ones are the same: 1, 1.0, '1' and x'31' are four values."""
    return (repr(row) + "\n").encode("utf-8", "surrogatepass")


def _opened(register: Path) -> sqlite3.Connection:
    """Open a register for reading, as a file that nobody writes to: nothing is created beside it."""
    opened = sqlite3.connect(f"{register.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    # Texts may hold bytes that are no UTF-8; they are compared as bytes.
    opened.text_factory = lambda content: content.decode("utf-8", "surrogateescape")
    return opened


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
