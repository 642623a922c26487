"""An archive: files one after another in one sealed stream, of any size, in bounded memory.

    archive = entry … ; entry = path length (2 bytes), path, frame … ; frame = length (4 bytes), bytes
    an empty frame ends an entry; the highest bit of a length says that the frame is deflated

Numbers are big-endian, paths are UTF-8. There is no word for a link, a device, an owner or a mode, so nobody
who forges an archive can say one; a frame never opens into more than a piece.
"""

import zlib
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import BinaryIO

from confianza.store import vault
from confianza.web.project.backups.manifest import DIGEST_BYTES, Entry
from confianza.web.project.backups.refusals import Refused

PIECE_BYTES = vault.PIECE_BYTES
LONGEST_PATH = 4096
DEFLATED = 1 << 31
# Parquet and sealed originals do not shrink; trying every piece of them would cost more than all the rest.
WORTH_DEFLATING = 0.9
QUICK = 1


class Writer:
    """Writes an archive into a file; it opens only after `finish`."""

    def __init__(self, into: vault.Into, *, secret: bytes, context: str) -> None:
        self._sealer = vault.Sealer(into, secret=secret, context=context)
        self.entries: list[Entry] = []

    def add(self, path: str, content: Iterable[bytes]) -> Entry:
        """Add a file, and return what became of it."""
        name = _checked(path).encode()
        self._sealer.write(len(name).to_bytes(2) + name)
        size, made, deflating = 0, blake2b(digest_size=DIGEST_BYTES), True
        for piece in _pieces(content):
            made.update(piece)
            size += len(piece)
            deflating = self._frame(piece, deflating)
        self._sealer.write(bytes(4))
        self.entries.append(Entry(path, size, made.hexdigest()))
        return self.entries[-1]

    def finish(self) -> None:
        self._sealer.finish()

    def _frame(self, piece: bytes, deflating: bool) -> bool:
        packed = zlib.compress(piece, QUICK) if deflating else piece
        if len(packed) < WORTH_DEFLATING * len(piece):
            self._sealer.write((DEFLATED | len(packed)).to_bytes(4) + packed)
            return True
        self._sealer.write(len(piece).to_bytes(4) + piece)
        return False


def entries(sealed: BinaryIO, *, secret: bytes, context: str) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield each file's path and its content in pieces, to be read before the next file is asked for.

    Raises vault.VaultError or Refused as soon as anything is not as it was written. Only when the last file
    has been read is it known that nothing was cut off.
    """
    reader = _Reader(vault.opened(sealed, secret=secret, context=context))
    seen: set[str] = set()
    while length := reader.length_of_path():
        path = _told(reader.exactly(length))
        if path in seen:
            raise Refused("altered_backup")
        seen.add(path)
        content = reader.frames()
        yield path, content
        for _unread in content:
            pass


def measured(path: str, content: Iterable[bytes]) -> Entry:
    """Return what a file is, having read it."""
    size, made = 0, blake2b(digest_size=DIGEST_BYTES)
    for piece in content:
        size += len(piece)
        made.update(piece)
    return Entry(path, size, made.hexdigest())


class _Reader:
    """Reads exact numbers of bytes off a stream of pieces."""

    def __init__(self, stream: Iterator[bytes]) -> None:
        self._stream, self._held, self._at = stream, b"", 0

    def length_of_path(self) -> int:
        """Return the length of the next entry's path; 0 at the end of the archive."""
        if self._at == len(self._held):
            self._held, self._at = next(self._stream, b""), 0
            if not self._held:
                return 0
        length = int.from_bytes(self.exactly(2))
        if not 0 < length <= LONGEST_PATH:
            raise Refused("altered_backup")
        return length

    def exactly(self, size: int) -> bytes:
        while len(self._held) - self._at < size:
            more = next(self._stream, b"")
            if not more:
                raise Refused("altered_backup")
            self._held, self._at = self._held[self._at :] + more, 0
        self._at += size
        return self._held[self._at - size : self._at]

    def frames(self) -> Iterator[bytes]:
        while told := int.from_bytes(self.exactly(4)):
            length = told & ~DEFLATED
            if not 0 < length <= PIECE_BYTES:
                raise Refused("altered_backup")
            frame = self.exactly(length)
            yield _inflated(frame) if told & DEFLATED else frame


def _inflated(frame: bytes) -> bytes:
    inflater = zlib.decompressobj()
    try:
        piece = inflater.decompress(frame, PIECE_BYTES)
    except zlib.error:
        raise Refused("altered_backup") from None
    if not inflater.eof or inflater.unused_data or not piece:
        raise Refused("altered_backup")
    return piece


def _pieces(content: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in full pieces: rows of a table come one by one."""
    held = bytearray()
    for some in content:
        held += some
        while len(held) >= PIECE_BYTES:
            yield bytes(held[:PIECE_BYTES])
            del held[:PIECE_BYTES]
    if held:
        yield bytes(held)


def _told(name: bytes) -> str:
    try:
        return _checked(name.decode())
    except UnicodeDecodeError:
        raise Refused("altered_backup") from None


def _checked(path: str) -> str:
    """Return a path that stays where it is put; raises Refused for any other."""
    parts = PurePosixPath(path).parts
    harmless = path.isprintable() and "\\" not in path and not path.startswith("/") and ".." not in parts
    if not harmless or "/".join(parts) != path or len(path.encode()) > LONGEST_PATH:
        raise Refused("unsafe_path", path=ascii(path))
    return path
