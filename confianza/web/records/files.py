"""Files on this machine's disk: opened for reading, kept while an upload waits, discarded afterwards."""

import mmap
import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

from confianza.analysis.consolidate.delivery import DeliveredFile
from confianza.analysis.vocabulary.problems import DeliveryRefused

ONLY_MINE = 0o700
ONLY_I_READ = 0o600
MEGABYTE = 1_000_000
# Below this a file is simply read; above, mapped, so that a large delivery does not stand in memory twice.
MAP_FROM_BYTES = 16 * 1024 * 1024


class TooLarge(DeliveryRefused):
    """The files together are larger than a delivery may be (MAX_DELIVERY_BYTES)."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__("delivery_too_big", size=size // MEGABYTE, limit=limit // MEGABYTE)


class Brought(Protocol):
    """A file somebody sends, as Django's UploadedFile has it."""

    @property
    def name(self) -> str | None: ...
    def chunks(self) -> Iterable[bytes]: ...


def check_size(size: int) -> None:
    """Raise TooLarge when so many bytes are more than a delivery may have."""
    if size > settings.MAX_DELIVERY_BYTES:
        raise TooLarge(size, settings.MAX_DELIVERY_BYTES)


def read(paths: Sequence[Path]) -> list[DeliveredFile]:
    """Return the files of a delivery under their own names. Raises TooLarge before reading a byte."""
    check_size(sum(path.stat().st_size for path in paths))
    return [DeliveredFile(name, _content(path)) for name, path in zip(_names(paths), paths, strict=True)]


def keep(upload_id: int, brought: Iterable[Brought]) -> list[dict[str, Any]]:
    """Write files aside for an upload, readable by nobody else, and return their [{name, size}]."""
    home = folder(upload_id)
    # A process killed before its row was written leaves a folder whose number is given again.
    discard(upload_id)
    home.mkdir(mode=ONLY_MINE, parents=True)
    # The name is the sender's, so it is kept in the register and never becomes a path.
    return [
        {"name": Path(file.name or "").name, "size": _write(home / str(place), file)}
        for place, file in enumerate(brought)
    ]


def kept(upload_id: int, files: Sequence[dict[str, Any]]) -> list[DeliveredFile]:
    """Return the files kept for an upload, under the names they were brought with."""
    home = folder(upload_id)
    return [DeliveredFile(file["name"], _content(home / str(place))) for place, file in enumerate(files)]


def discard(upload_id: int) -> None:
    """Delete the files kept for an upload; there may be none."""
    shutil.rmtree(folder(upload_id), ignore_errors=True)


def folder(upload_id: int) -> Path:
    """Return where the files of an upload wait."""
    return settings.WORKSPACE.root / "uploads" / str(upload_id)


def _names(paths: Sequence[Path]) -> list[str]:
    """Two months may come as a/data.csv and b/data.csv; problems must say which of them they are in."""
    names = [path.name for path in paths]
    return [path.name if names.count(path.name) == 1 else str(path) for path in paths]


def _write(place: Path, file: Brought) -> int:
    with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_I_READ), "wb") as aside:
        return sum(aside.write(chunk) for chunk in file.chunks())


def _content(path: Path) -> bytes | memoryview:
    with path.open("rb") as file:
        if path.stat().st_size < MAP_FROM_BYTES:
            return file.read()
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
