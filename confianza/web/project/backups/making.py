"""Making a backup while people go on working."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Protocol

from confianza.store import durable, vault
from confianza.web.lib.workspaces import Workspace
from confianza.web.project.backups import archive, files, journal, keybundle, pairs
from confianza.web.project.backups.envelopes import Lock
from confianza.web.project.backups.manifest import Manifest, Table
from confianza.web.project.backups.pairs import Pair
from confianza.web.project.backups.refusals import Refused, disk_refusals

MANIFEST = "manifest.json"
IN_THE_REGISTER, IN_THE_WORKSPACE = "register/", "workspace/"

Report = Callable[[int, str], None]


class Held(Protocol):
    """A register held at one moment; `tables` is asked after the entries were read."""

    engine: str

    def entries(self) -> Iterator[tuple[str, Iterator[bytes]]]: ...
    def tables(self) -> tuple[Table, ...]: ...
    def migrations(self) -> tuple[str, ...]: ...


HoldRegister = Callable[[Path], AbstractContextManager[Held]]


@dataclass(frozen=True)
class Made:
    """A finished backup."""

    pair: Pair
    manifest: Manifest
    data_bytes: int
    keys_bytes: int


def make(workspace: Workspace, pair: Pair, lock: Lock, hold_register: HoldRegister, report: Report) -> Made:
    """Write the backup `pair` of a workspace, and a line in its journal. Raises Refused."""
    for half in (pair.data, pair.keys):
        # The next backup would keep this one, keys and all.
        if half.is_relative_to(workspace.root):
            raise Refused("inside_the_workspace", path=half.parent)
    with disk_refusals(), _one_at_a_time(workspace) as aside, pairs.writing(pair) as (data, keys):
        held = aside / "files"
        files.hold(workspace, held)
        own_keys = keybundle.held(workspace.keys)
        with hold_register(aside) as register:
            files.hold(workspace, held)
            if keybundle.held(workspace.keys).keys() != own_keys.keys():
                raise Refused("key_made_meanwhile")
            data_key, told = os.urandom(vault.KEY_BYTES), pairs.Digested(data)
            writer = archive.Writer(told, secret=data_key, context=keybundle.DATA_CONTEXT)
            manifest = _write(writer, register, held, report)
        seal = keybundle.Seal(data_key, manifest.backup, told.size, told.digest)
        keybundle.write(keys, seal, own_keys, lock)
    digest = manifest.digest
    journal.add(workspace, journal.Line(journal.now(), "backup", pair.name, digest))
    return Made(pair, manifest, pair.data.stat().st_size, pair.keys.stat().st_size)


def _write(writer: archive.Writer, register: Held, held: Path, report: Report) -> Manifest:
    listed = list(files.listed(held))
    in_register = ((IN_THE_REGISTER + path, content) for path, content in register.entries())
    in_workspace = ((IN_THE_WORKSPACE + path, files.content(file)) for path, file in listed)
    for count, (path, content) in enumerate(chain(in_register, in_workspace)):
        report(min(99, 100 * count // (len(listed) + 1)), path)
        writer.add(path, content)
    manifest = Manifest(
        backup=secrets.token_hex(16),
        made_at=journal.now(),
        confianza=version("confianza"),
        engine=register.engine,
        migrations=register.migrations(),
        tables=register.tables(),
        files=tuple(writer.entries),
    )
    writer.add(MANIFEST, [manifest.as_bytes()])
    writer.finish()
    return manifest


@contextmanager
def _one_at_a_time(workspace: Workspace) -> Iterator[Path]:
    """Yield a passing folder inside the workspace: what is not sealed yet never stands where backups go."""
    home = durable.folder(workspace.cache) / "backup"
    with (workspace.cache / ".backup.lock").open("a") as running:
        try:
            fcntl.flock(running, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused("backup_running") from None
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(mode=0o700)
        try:
            yield home
        finally:
            shutil.rmtree(home, ignore_errors=True)
