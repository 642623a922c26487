"""Writing that survives a kill and a power cut: aside, flushed to the disk, then renamed into place."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ONLY_I_READ = 0o600


@contextmanager
def locked(lock: Path) -> Iterator[None]:
    """Hold `lock` against every other process and thread; the kernel frees it when its holder dies."""
    folder(lock.parent)
    with lock.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def flush(path: Path) -> None:
    """Force a file's bytes, or a folder's entries, onto the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def folder(path: Path) -> Path:
    """Make a folder and its parents such that they survive a power cut; return it."""
    if not path.is_dir():
        folder(path.parent)
        path.mkdir(exist_ok=True)
        flush(path.parent)
    return path


def keep_first(place: Path, content: bytes) -> None:
    """Write a file whole that only its owner reads; of several who do so at once, the first stays."""
    aside = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_I_READ), "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    try:
        # A link, not a rename: what another process wrote meanwhile must stay.
        os.link(aside, place)
    except FileExistsError:
        pass
    finally:
        aside.unlink()


def publish(aside: Path, place: Path) -> None:
    """Move flushed work from `aside` to `place`, where nobody sees it half-done; replaces a file there."""
    folder(place.parent)
    if aside.is_dir():
        flush(aside)
    aside.rename(place)
    flush(place.parent)


def remove(path: Path) -> None:
    """Remove a file or a whole folder."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
