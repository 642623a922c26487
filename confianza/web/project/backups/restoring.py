"""Bringing a backup back: verified whole first, built aside, compared, and then put in place."""

import os
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from confianza.web.lib.workspaces import Workspace
from confianza.web.project.backups import archive, journal, keybundle, landing, verifying
from confianza.web.project.backups.envelopes import Opener
from confianza.web.project.backups.keybundle import Bundle
from confianza.web.project.backups.making import IN_THE_REGISTER, IN_THE_WORKSPACE, Report
from confianza.web.project.backups.manifest import Entry, Manifest, Table
from confianza.web.project.backups.pairs import Pair
from confianza.web.project.backups.refusals import Refused, disk_refusals
from confianza.web.project.backups.verifying import Compared

ONLY_I_READ, ONLY_MINE = 0o600, 0o700
# What the disk should have left when everything has been written.
SPARE_BYTES = 64 * 1024 * 1024


class Filling(Protocol):
    """A register being filled; nobody sees it before the block that fills it ends well."""

    def take(self, path: str, content: Iterable[bytes]) -> Entry: ...
    def finish(self) -> None: ...
    def tables(self) -> tuple[Table, ...]: ...


@dataclass(frozen=True)
class Register:
    """The register of this installation as a target: its database, how it is filled, how it is counted."""

    engine: str
    check_free: Callable[[bool], None]
    check_known: Callable[[Manifest], None]
    filling: Callable[[Path, Manifest], AbstractContextManager[Filling]]
    tables: Callable[[], Iterable[Table]]


@dataclass(frozen=True)
class Restored:
    """A finished restoration: what was compared, and where that which stood there before is now."""

    pair: Pair
    manifest: Manifest
    compared: tuple[Compared, ...]
    put_aside: Path | None

    @property
    def equal(self) -> bool:
        return all(each.equal for each in self.compared)


def restore(
    workspace: Workspace, pair: Pair, opener: Opener, register: Register, *, replace: bool, report: Report
) -> Restored:
    """Bring a backup back into a workspace. Raises Refused, and then nothing was touched."""
    with disk_refusals():
        return _restore(workspace, pair, opener, register, replace, report)


def _restore(
    workspace: Workspace, pair: Pair, opener: Opener, register: Register, replace: bool, report: Report
) -> Restored:
    bundle = keybundle.read(pair.keys, opener)
    manifest = verifying.verified(pair.data, bundle.seal, report)
    if manifest.engine != register.engine:
        raise Refused("other_engine", backup=manifest.engine, here=register.engine)
    register.check_known(manifest)
    landing.check_free(workspace, replace=replace)
    register.check_free(replace)
    landing.check_room(workspace, sum(entry.size for entry in manifest.files) + SPARE_BYTES)
    with landing.building(workspace) as aside, register.filling(aside, manifest) as filling:
        _unpack(pair, bundle, manifest, aside, filling, report)
        filling.finish()
        if filling.tables() != manifest.tables:
            raise Refused("altered_backup")
        put_aside = landing.put_in_place(workspace, aside)
    compared = verifying.compared(workspace, manifest, bundle, register.tables())
    journal.add(workspace, journal.Line(journal.now(), "restore", pair.name, manifest.digest))
    return Restored(pair, manifest, tuple(compared), put_aside)


def _unpack(
    pair: Pair, bundle: Bundle, manifest: Manifest, aside: Path, filling: Filling, report: Report
) -> None:
    with verifying.opened(pair.data, bundle.seal) as entries:
        for count, (told, (path, content)) in enumerate(zip(manifest.files, entries, strict=True)):
            report(100 * count // len(manifest.files), path)
            if path.startswith(IN_THE_REGISTER):
                taken = filling.take(path.removeprefix(IN_THE_REGISTER), content)
                found = Entry(path, taken.size, taken.digest)
            else:
                found = write(aside / path.removeprefix(IN_THE_WORKSPACE), path, content)
            if found != told:
                raise Refused("altered_backup")
    for folder in (aside / "keys", aside / "store", aside / "cache"):
        folder.mkdir(mode=ONLY_MINE, exist_ok=True)
    for name, key in bundle.keys.items():
        write(aside / "keys" / name, name, [key])


def write(place: Path, path: str, content: Iterable[bytes]) -> Entry:
    """Write a file nobody else can read, where none stands; return what it is."""
    for folder in reversed(place.parents):
        folder.mkdir(mode=ONLY_MINE, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with open(os.open(place, flags, ONLY_I_READ), "wb") as file:

        def written() -> Iterable[bytes]:
            for piece in content:
                file.write(piece)
                yield piece

        return archive.measured(path, written())
