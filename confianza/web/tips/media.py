"""Where the sealed files of tips lie in the workspace, under random names, and how they are destroyed.

`tips/` holds what was sent, `tips/drafts/` what somebody is still writing. Nothing here opens a file.
"""

import os
import secrets
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

FOLDER, DRAFTS = "tips", "drafts"
NAME_BYTES = 20
WRITTEN_AT_ONCE = 1024 * 1024
# The day a file says it was last changed: the same for all, so that none tells when its tip arrived.
NO_DATE = 0


def folder(root: Path) -> Path:
    """Return the folder of sent files in a workspace's root, made where there is none."""
    return _made(root / FOLDER)


def drafts(root: Path) -> Path:
    """Return the folder of files whose tip was not sent yet."""
    return _made(folder(root) / DRAFTS)


def new_name() -> str:
    """Return a name for a file that says nothing: 40 letters."""
    return secrets.token_hex(NAME_BYTES)


def about(name: str) -> str:
    """Return what a sealed file is about (sealing.FileSealer): its name, so swapped files do not open."""
    return f"tip|file|{name}|v1|"


def hide_date(file: Path) -> None:
    """Give a file the date all of them have."""
    os.utime(file, (NO_DATE, NO_DATE))


def destroy(root: Path, names: Iterable[str]) -> int:
    """Overwrite and delete sent files by name; return how many there were.

    On flash memory and file systems that copy, what was overwritten may still lie about: it is the key,
    destroyed with the register's row, that makes it noise.
    """
    return sum(destroy_file(folder(root) / name) for name in names)


def destroy_file(file: Path) -> bool:
    """Overwrite and delete one file; say whether it was there."""
    try:
        with file.open("r+b") as handle:
            left = file.stat().st_size
            while left > 0:
                left -= handle.write(secrets.token_bytes(min(left, WRITTEN_AT_ONCE)))
            handle.flush()
            os.fsync(handle.fileno())
            handle.truncate(0)
        file.unlink()
    except FileNotFoundError:
        return False
    return True


def left_behind(root: Path, known: set[str], *, seconds: int) -> Iterator[Path]:
    """Yield the sent files older than `seconds` that no row of the register knows."""
    before = time.time() - seconds
    for file in folder(root).iterdir():
        # Of the two dates only the one of the file system itself is true.
        if file.is_file() and file.name not in known and file.stat().st_ctime < before:
            yield file


def _made(place: Path) -> Path:
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place
