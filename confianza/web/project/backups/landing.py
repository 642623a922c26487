"""Where a restoration lands: built aside, out of sight, and put in place when it is whole.

Usually the folder beside the workspace, and one rename. Where the workspace is a disk of its own (a volume
of a container), a folder inside it, whose parts are moved one by one, the keys last: only with keys is a
folder a workspace. What stood there before is moved aside, never deleted.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from confianza.store import durable
from confianza.web.lib.workspaces import Workspace
from confianza.web.project.backups.files import BEFORE
from confianza.web.project.backups.refusals import Refused

UNFINISHED = ".restoring-"


def check_free(workspace: Workspace, *, replace: bool) -> None:
    """Raise Refused unless the place is empty, or holds a workspace that may be moved aside."""
    _clear(workspace)
    if workspace.root.exists() and not workspace.root.is_dir():
        raise Refused("foreign", path=workspace.root)
    if not _children(workspace.root):
        return
    if not workspace.exists:
        raise Refused("foreign", path=workspace.root)
    if not replace:
        raise Refused("occupied", path=workspace.root)


def check_room(workspace: Workspace, needed: int) -> None:
    """Raise Refused where so many bytes have no room."""
    home = _home(workspace)
    while not home.exists():
        home = home.parent
    if shutil.disk_usage(home).free < needed:
        raise Refused("no_room", needed=needed, path=home)


@contextmanager
def building(workspace: Workspace) -> Iterator[Path]:
    """Yield a folder to build in; it vanishes unless it was put in place."""
    durable.folder(_home(workspace))
    aside = _home(workspace) / f"{_mark(workspace)}{os.getpid()}"
    aside.mkdir(mode=0o700)
    descriptor = os.open(aside, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield aside
    finally:
        os.close(descriptor)
        shutil.rmtree(aside, ignore_errors=True)


def put_in_place(workspace: Workspace, aside: Path) -> Path | None:
    """Give what was built its place; return where that which stood there is now."""
    _flush(aside)
    occupied = bool(_children(workspace.root))
    moment = datetime.now(UTC)
    if aside.parent == workspace.root:
        before = workspace.root / f"{BEFORE}{moment:%Y-%m-%dT%H%M%SZ}"
        if occupied:
            _move(_children(workspace.root), durable.folder(before))
        _move(_children(aside), workspace.root)
    else:
        before = workspace.root.with_name(f"{workspace.root.name}.{BEFORE}{moment:%Y-%m-%dT%H%M%SZ}")
        if occupied:
            workspace.root.rename(before)
        aside.rename(workspace.root)
        durable.flush(workspace.root.parent)
    return before if occupied else None


def _home(workspace: Workspace) -> Path:
    root = workspace.root
    is_fixed = root.is_dir() and (os.path.ismount(root) or not os.access(root.parent, os.W_OK))
    return root if is_fixed else root.parent


def _mark(workspace: Workspace) -> str:
    return f".{workspace.root.name}{UNFINISHED}"


def _children(folder: Path) -> list[Path]:
    """Return what stands in a folder, keys first; none where there is no folder."""
    if not folder.is_dir():
        return []
    found = [child for child in folder.iterdir() if UNFINISHED not in child.name and not _is_before(child)]
    return sorted(found, key=lambda child: (child.name != "keys", child.name))


def _is_before(child: Path) -> bool:
    return child.name.startswith(BEFORE)


def _move(children: list[Path], into: Path) -> None:
    # Away with the keys first, there with the keys last: in between nobody takes it for a workspace.
    leaving = into.name.startswith(BEFORE)
    for child in children if leaving else reversed(children):
        child.rename(into / child.name)
        durable.flush(into)


def _clear(workspace: Workspace) -> None:
    """Remove what killed restorations left; it holds keys. Whoever still builds holds a lock on it."""
    home = _home(workspace)
    for left in home.glob(f"{_mark(workspace)}*"):
        descriptor = os.open(left, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused("restore_running", path=workspace.root) from None
        except OSError:
            pass
        finally:
            os.close(descriptor)
        if home == workspace.root and not workspace.exists:
            # It was killed while it moved parts in: without keys they are no workspace, and all are its own.
            for part in _children(workspace.root):
                durable.remove(part)
        shutil.rmtree(left)


def _flush(folder: Path) -> None:
    for place, _folders, names in os.walk(folder, topdown=False):
        for name in names:
            durable.flush(Path(place) / name)
        durable.flush(Path(place))
