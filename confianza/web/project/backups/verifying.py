"""Is a backup whole, to its last byte, before anything is touched? Is what stands now equal to it?"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from confianza.store.vault import VaultError, WrongKey
from confianza.web.lib.workspaces import Workspace
from confianza.web.project.backups import archive, files, keybundle, manifest, pairs
from confianza.web.project.backups.keybundle import Bundle
from confianza.web.project.backups.making import IN_THE_REGISTER, IN_THE_WORKSPACE, MANIFEST, Report
from confianza.web.project.backups.manifest import Entry, Manifest, Table
from confianza.web.project.backups.refusals import Refused

# A hundred thousand files are described in some twenty megabytes.
LARGEST_MANIFEST = 256 * 1024 * 1024

Entries = Iterator[tuple[str, Iterator[bytes]]]


@dataclass(frozen=True)
class Compared:
    """One table or one file as the backup tells it and as it stands now."""

    what: str
    told: Table | Entry
    found: Table | Entry | None

    @property
    def equal(self) -> bool:
        return self.told == self.found


def verified(data: Path, seal: keybundle.Seal, report: Report) -> Manifest:
    """Read a data archive whole and return its manifest; writes nothing. Raises Refused."""
    if data.stat().st_size != seal.size:
        raise Refused("altered_backup")
    with data.open("rb") as file:
        told = pairs.Digested(file)
        found, content = _read(told, seal, report)
        if told.read(1) or told.digest != seal.digest:
            raise Refused("altered_backup")
    described = manifest.read(content)
    if described.backup != seal.backup or list(described.files) != found:
        raise Refused("altered_backup")
    if not all(entry.path.startswith((IN_THE_REGISTER, IN_THE_WORKSPACE)) for entry in found):
        raise Refused("altered_backup")
    return described


@contextmanager
def opened(data: Path, seal: keybundle.Seal) -> Iterator[Entries]:
    """Yield the entries of a data archive, but for its manifest."""
    with data.open("rb") as file, _as_refusals():
        told = archive.entries(file, secret=seal.data_key, context=keybundle.DATA_CONTEXT)
        yield ((path, content) for path, content in told if path != MANIFEST)


def compared(
    workspace: Workspace, described: Manifest, bundle: Bundle, tables: Iterable[Table]
) -> list[Compared]:
    """Count every table, every file and every key that stands in a workspace against its backup."""
    standing = {table.name: table for table in tables}
    names = [table.name for table in described.tables]
    result = [Compared(table.name, table, standing.get(table.name)) for table in described.tables]
    strangers = [Compared(name, table, None) for name, table in standing.items() if name not in names]
    in_workspace = [entry for entry in described.files if entry.path.startswith(IN_THE_WORKSPACE)]
    keys = [archive.measured(keybundle.KEYS + name, [content]) for name, content in bundle.keys.items()]
    told = [(entry.path.removeprefix(IN_THE_WORKSPACE), entry) for entry in in_workspace]
    told += [(entry.path, entry) for entry in keys]
    return result + strangers + [Compared(path, e, _found(workspace.root / path, e.path)) for path, e in told]


def _found(file: Path, path: str) -> Entry | None:
    return archive.measured(path, files.content(file)) if file.is_file() else None


def _read(data: pairs.Digested, seal: keybundle.Seal, report: Report) -> tuple[list[Entry], bytes]:
    """Return what every entry is, and the content of the last one, which must be the manifest."""
    found: list[Entry] = []
    content = b""
    with _as_refusals():
        sealed = archive.entries(cast(BinaryIO, data), secret=seal.data_key, context=keybundle.DATA_CONTEXT)
        for path, pieces in sealed:
            report(min(99, 100 * data.size // max(seal.size, 1)), path)
            if content:
                raise Refused("altered_backup")
            if path == MANIFEST:
                content = _bounded(pieces)
            else:
                found.append(archive.measured(path, pieces))
    return found, content


def _bounded(pieces: Iterable[bytes]) -> bytes:
    content = bytearray()
    for piece in pieces:
        content += piece
        if len(content) > LARGEST_MANIFEST:
            raise Refused("altered_backup")
    return bytes(content)


@contextmanager
def _as_refusals() -> Iterator[None]:
    try:
        yield
    except WrongKey:
        raise Refused("not_a_pair") from None
    except VaultError:
        raise Refused("altered_backup") from None
