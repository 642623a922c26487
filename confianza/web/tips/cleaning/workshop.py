"""The process beside the service in which files are read: warm, alone, and a new one for each file.

Run as a module. Told a length on its input, it lets a child read so many bytes and answer on its output. The
child knows nothing of the file before, nor of the next. When one dies, so does the workshop: the service sees
its pipe end, and opens another.
"""

import contextlib
import os
import struct
import sys

from confianza.web.tips.cleaning import confinement, frames, kinds, limits
from confianza.web.tips.cleaning.copies import Clean, Refused

IN, OUT = 0, 1


def outcome(content: bytes) -> Clean | Refused:
    """Return a clean copy of what a file holds, or why there is none."""
    from confianza.web.tips.cleaning import documents, pictures, recordings, texts

    try:
        kind = kinds.kind_of(content[: kinds.HEAD])
        if len(content) > limits.FILE_BYTES:
            raise Refused("too_big")
        if kind in pictures.FORMATS:
            return pictures.clean(content, kind)
        if kind in recordings.READERS:
            return recordings.clean(content, kind)
        return documents.clean(content) if kind == kinds.PDF else texts.clean(content)
    except Refused as refused:
        return refused
    except MemoryError:
        return Refused("expands")
    # Whatever a file makes a reader stumble over, it is the file that cannot be read.
    except Exception:
        return Refused("unreadable")


def work() -> None:
    """Serve one file after another until the input ends."""
    _get_ready()
    confinement.alone()
    _write(frames.READY)
    while head := _read(frames.REQUEST.size):
        token, length = frames.REQUEST.unpack(head)
        child = os.fork()
        if not child:
            _read_and_answer(token, length)
        if os.waitpid(child, 0)[1]:
            # The output may end in the middle of an answer.
            os._exit(1)


def _get_ready() -> None:
    """Load all that a child may need: it can open nothing any more."""
    from PIL import Image

    from confianza.web.tips.cleaning import pictures, warming

    Image.init()
    assert pictures.READERS  # noqa: S101 - loaded with their codecs
    warming.use_everything_once()


def _read_and_answer(token: bytes, length: int) -> None:
    status = 1
    with contextlib.suppress(BaseException):
        content = _read(length)
        os.close(IN)
        confinement.locked_in()
        if len(content) == length:
            _write(frames.reply_of(outcome(content), token))
            status = 0
    os._exit(status)


def _read(length: int) -> bytes:
    """Read exactly so many bytes, fewer only where the input ends; the next file is for the next child."""
    pieces, missing = [], length
    while missing and (piece := os.read(IN, min(missing, limits.MEGABYTE))):
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)


def _write(reply: bytes) -> None:
    left = memoryview(reply)
    while left:
        left = left[os.write(OUT, left) :]


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError, struct.error):
        work()
    sys.exit(0)
