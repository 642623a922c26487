"""The files of an installation, held still while it goes on working.

Whatever stands in the workspace is kept, so that a later room need not ask for it; only what is named here
is left out. Files of the store are written aside and renamed, never changed, so a second name (a hard link)
holds what they are now, whoever deletes the first.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from confianza.store import durable, integrity, linkages
from confianza.store.layout import WORKS, StoreLayout
from confianza.web.lib.workspaces import Workspace

# What is made again at will, what is passing through, and the keys, which go their own way.
LEFT_OUT = frozenset({"cache", "passing", "keys", "store"})
OF_THE_REGISTER = ("", "-wal", "-shm", "-journal")
BEFORE = "before-restore-"
JOURNAL = "backups.jsonl"
READ_AT_ONCE = 1024 * 1024


def hold(workspace: Workspace, aside: Path) -> None:
    """Give every file of the workspace a second name under `aside`; a file held before stays as it was.

    Called before and after the register is held: what a page deletes or adds meanwhile is there either way.
    Waits for a delivery or a linkage that is being written, so that none is held in halves.
    """
    for file in _outside_the_store(workspace):
        _hold(file, aside / file.relative_to(workspace.root))
    layout = StoreLayout(workspace.store)
    with durable.locked(layout.lock("deliveries")), durable.locked(layout.lock("linkages")):
        for file in _that_stay(layout):
            _hold(file, aside / file.relative_to(workspace.root))
    with durable.locked(layout.lock("counts")):
        for file in _everything(layout.counts):
            _hold(file, aside / file.relative_to(workspace.root))


def listed(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the path and the place of every file in a folder, in order."""
    for file in sorted(_everything(folder)):
        yield file.relative_to(folder).as_posix(), file


def content(file: Path) -> Iterator[bytes]:
    """Yield the bytes of a file."""
    with file.open("rb") as handle:
        while piece := handle.read(READ_AT_ONCE):
            yield piece


def _outside_the_store(workspace: Workspace) -> Iterator[Path]:
    not_files = {JOURNAL, *(workspace.register.name + end for end in OF_THE_REGISTER)}
    for top in workspace.root.iterdir():
        if top.name not in LEFT_OUT | not_files and not top.name.startswith(BEFORE):
            yield from _everything(top)


def _that_stay(layout: StoreLayout) -> Iterator[Path]:
    """Yield the files of deliveries and linkages, without what is made again or was left half-done."""
    passing = {*integrity.leftovers(layout), *linkages.leftovers(layout)}
    locks = {layout.lock(work) for work in WORKS}
    derived = {layout.root / "aside", layout.counts, *locks}
    for file in _everything(layout.root):
        if not (passing | derived) & {file, *file.parents}:
            yield file


def _everything(place: Path) -> Iterator[Path]:
    """Yield the regular files in a place; a folder that stands on another disk is followed once."""
    if place.is_file():
        yield place
    seen: set[tuple[int, int]] = set()
    for folder, folders, names in os.walk(place, followlinks=True):
        known = os.stat(folder)
        if (known.st_dev, known.st_ino) in seen:
            folders.clear()
            continue
        seen.add((known.st_dev, known.st_ino))
        yield from (file for name in names if (file := Path(folder) / name).is_file())


def _hold(file: Path, second: Path) -> None:
    if second.exists():
        return
    second.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(file, second)
    except FileNotFoundError:
        pass  # Gone between the listing and now: nothing that stands refers to it.
    except OSError:
        shutil.copyfile(file, second)  # The store stands on another disk.
