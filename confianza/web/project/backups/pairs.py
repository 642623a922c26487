"""The two files of a backup: how they are called, written so that they appear whole, and found again.

The keys are given their name first and the data last: where a data archive stands, its keys stand too.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

from confianza.store import durable
from confianza.web.project.backups.manifest import DIGEST_BYTES
from confianza.web.project.backups.refusals import Refused

DATA, KEYS = ".datos", ".llaves"
UNFINISHED = ".unfinished"
READ_AT_ONCE = 1024 * 1024


@dataclass(frozen=True)
class Pair:
    """A data archive and its keys archive; they may stand in different folders."""

    data: Path
    keys: Path

    @property
    def name(self) -> str:
        return self.data.stem


class Digested:
    """A file being written, whose digest is known at the end without reading it again."""

    def __init__(self, into: BinaryIO) -> None:
        self._into, self._made, self.size = into, blake2b(digest_size=DIGEST_BYTES), 0

    def write(self, content: bytes) -> int:
        self._made.update(content)
        self.size += len(content)
        return self._into.write(content)

    def read(self, size: int) -> bytes:
        content = self._into.read(size)
        self._made.update(content)
        self.size += len(content)
        return content

    @property
    def digest(self) -> str:
        return self._made.hexdigest()


def fresh(data_folder: Path, keys_folder: Path) -> Pair:
    """Return names nobody has yet, by the time of day."""
    moment = datetime.now(UTC)
    while True:
        name = f"confianza-{moment:%Y-%m-%dT%H%M%SZ}"
        pair = Pair(data_folder / (name + DATA), keys_folder / (name + KEYS))
        if not pair.data.exists() and not pair.keys.exists():
            return pair
        moment += timedelta(seconds=1)


def found(place: Path, keys: Path | None) -> Pair:
    """Return the pair somebody means: a data archive, or the newest in a folder. Raises Refused."""
    data = place
    if place.is_dir():
        data = max(place.glob(f"*{DATA}"), default=place / DATA)
    beside = keys if keys and not keys.is_dir() else (keys or data.parent) / (data.stem + KEYS)
    for half in (data, beside):
        if not half.is_file():
            raise Refused("half_missing", path=half)
    return Pair(data, beside)


@contextmanager
def writing(pair: Pair) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Yield files for the data and the keys, which get their names when the block ends well, else vanish."""
    for folder in {pair.data.parent, pair.keys.parent}:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _clear(folder)
    asides = [half.with_name(f".{half.name}{UNFINISHED}") for half in (pair.keys, pair.data)]
    with ExitStack() as files:
        try:
            keys, data = (files.enter_context(_created(aside)) for aside in asides)
            yield data, keys
            for written in (keys, data):
                written.flush()
                os.fsync(written.fileno())
            for aside, half in zip(asides, (pair.keys, pair.data), strict=True):
                durable.publish(aside, half)
        finally:
            for aside in asides:
                aside.unlink(missing_ok=True)


@contextmanager
def _created(aside: Path) -> Iterator[BinaryIO]:
    with open(os.open(aside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
        _lock(file)
        yield file


def _clear(folder: Path) -> None:
    """Remove what killed backups left here; whoever still writes holds a lock on it."""
    for left in folder.glob(f".confianza-*{UNFINISHED}"):
        with suppress(BlockingIOError), left.open("r+b") as file:
            _lock(file)
            left.unlink()


def _lock(file: BinaryIO) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:
        pass  # Some network disks know no locks; then leftovers of others are cleared all the same.
