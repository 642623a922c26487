"""Archives that are the same, byte for byte, for the same content."""

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

# The first moment that a ZIP file can tell.
NO_TIME = (1980, 1, 1, 0, 0, 0)
ONLY_I_READ = 0o600 << 16


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP archive of files by name, in their order."""
    held = io.BytesIO()
    with ZipFile(held, "w") as archive:
        for name, content in files.items():
            archive.writestr(_entry(name, ZIP_DEFLATED), content)
    return held.getvalue()


def streamed(files: Iterable[tuple[str, Iterator[bytes]]]) -> Iterator[bytes]:
    """Yield a ZIP archive while its files are read, piece by piece: nobody holds it whole."""
    pipe: Any = _Pipe()
    with ZipFile(pipe, "w") as archive:
        for name, pieces in files:
            # Pictures and recordings are packed already.
            with archive.open(_entry(name, ZIP_STORED), "w", force_zip64=True) as inside:
                for piece in pieces:
                    inside.write(piece)
                    yield pipe.drained()
    yield pipe.drained()


def _entry(name: str, how: int) -> ZipInfo:
    entry = ZipInfo(name, NO_TIME)
    entry.compress_type, entry.external_attr = how, ONLY_I_READ
    return entry


class _Pipe:
    """What is written into it can be taken out; it cannot go back."""

    def __init__(self) -> None:
        self.held = bytearray()

    def write(self, piece: bytes) -> int:
        self.held += piece
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def drained(self) -> bytes:
        """Return what was written since the last time."""
        piece, self.held = bytes(self.held), bytearray()
        return piece
