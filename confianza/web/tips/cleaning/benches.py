"""Where clean copies are made: a few workshops kept warm, one file at a time in each, none trusted.

One that dies, hangs or says nonsense is shut, its file refused as unreadable, and another is opened for the
next; the service itself never touches a parser.
"""

import atexit
import contextlib
import os
import queue
import secrets
import select
import signal
import subprocess
import sys
import threading
import time

from confianza.web.tips.cleaning import frames, kinds, limits
from confianza.web.tips.cleaning.copies import Clean, Refused

# Alone with Python's own modules and those installed: no settings, no addresses, no secrets of the service.
COMMAND = (sys.executable, "-I", "-B", "-m", "confianza.web.tips.cleaning.workshop")
ENVIRONMENT = {"LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"}
PIECE = 256 * 1024


class _Broken(Exception):
    """The workshop died, hung, or does not answer as agreed."""


class _NotOpened(Exception):
    """No workshop could be opened; that is no fault of the file."""


class _Workshop:
    """One process with its two pipes."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=ENVIRONMENT, cwd="/", bufsize=0, start_new_session=True,
        )  # fmt: skip
        assert self._process.stdin  # noqa: S101 - for the types
        assert self._process.stdout  # noqa: S101
        self._to, self._from = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._to, False)
        os.set_blocking(self._from, False)
        self._is_ready = False

    def get_ready(self) -> None:
        """Wait until it can read a file. Raises _NotOpened: then shut it."""
        if not self._is_ready:
            try:
                said = self._receive(len(frames.READY), time.monotonic() + limits.WALL_SECONDS)
            except _Broken as problem:
                raise _NotOpened from problem
            if said != frames.READY:
                raise _NotOpened
            self._is_ready = True

    def clean(self, content: bytes) -> Clean:
        """Hand a file over and return its copy. Raises Refused, or _Broken or Nonsense: then shut it."""
        until = time.monotonic() + limits.WALL_SECONDS
        token = secrets.token_bytes(frames.TOKEN_BYTES)
        self._send(frames.REQUEST.pack(token, len(content)), until)
        self._send(content, until)
        label, size = frames.lengths(self._receive(frames.REPLY.size, until), token)
        return frames.outcome_of(self._receive(label, until), self._receive(size, until))

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def shut(self) -> None:
        """End it and whatever it has started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        self._process.wait()

    def _send(self, content: bytes, until: float) -> None:
        left = memoryview(content)
        while left:
            self._wait(self._to, select.POLLOUT, until)
            try:
                left = left[os.write(self._to, left[:PIECE]) :]
            except BlockingIOError:
                continue
            except OSError as problem:
                raise _Broken from problem

    def _receive(self, size: int, until: float) -> bytes:
        pieces, missing = [], size
        while missing:
            self._wait(self._from, select.POLLIN, until)
            try:
                piece = os.read(self._from, min(missing, PIECE))
            except BlockingIOError:
                continue
            if not piece:
                raise _Broken
            pieces.append(piece)
            missing -= len(piece)
        return b"".join(pieces)

    def _wait(self, pipe: int, event: int, until: float) -> None:
        polled = select.poll()
        # While a file is sent, a workshop that died shows by its other pipe alone.
        polled.register(self._from, select.POLLHUP)
        polled.register(pipe, event)
        told = dict(polled.poll(max(0, until - time.monotonic()) * 1000))
        if not told or (event == select.POLLOUT and self._from in told):
            raise _Broken


class _Benches:
    """The workshops of this process: opened when first needed, at most AT_ONCE."""

    def __init__(self, most: int = limits.AT_ONCE) -> None:
        self._process = os.getpid()
        self._turns = threading.BoundedSemaphore(most)
        self._free: queue.LifoQueue[_Workshop] = queue.LifoQueue()

    def is_of_this_process(self) -> bool:
        return self._process == os.getpid()

    def clean(self, content: bytes) -> Clean:
        if not self._turns.acquire(timeout=limits.QUEUE_SECONDS):
            raise Refused("busy")
        try:
            return self._cleaned_at(self._taken(), content)
        finally:
            self._turns.release()

    def _taken(self) -> _Workshop:
        with contextlib.suppress(queue.Empty):
            while True:
                workshop = self._free.get_nowait()
                if workshop.is_alive():
                    return workshop
                workshop.shut()
        try:
            return _Workshop()
        except OSError as problem:
            raise Refused("busy") from problem

    def _cleaned_at(self, workshop: _Workshop, content: bytes) -> Clean:
        is_sound = False
        try:
            workshop.get_ready()
            copy = workshop.clean(content)
            is_sound = True
            return copy
        except Refused:
            is_sound = True
            raise
        except _NotOpened as problem:
            raise Refused("busy") from problem
        except (_Broken, frames.Nonsense) as problem:
            raise Refused("unreadable") from problem
        finally:
            if is_sound:
                self._free.put(workshop)
            else:
                workshop.shut()

    def warm(self) -> None:
        self._free.put(_Workshop())

    def shut(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                self._free.get_nowait().shut()


_opening = threading.Lock()
_benches: _Benches | None = None


def _ours() -> _Benches:
    """Return the workshops of this process; one that was forked off opens its own."""
    global _benches
    with _opening:
        if _benches is None or not _benches.is_of_this_process():
            _benches = _Benches()
        return _benches


def cleaned(content: bytes, *, declared: str) -> Clean:
    """Return a clean copy of a file of at most FILE_BYTES.

    `declared` is the media type its sender claims; it decides nothing but the words for what is no known
    kind. Raises Refused, whose code `sentences.why` puts into words. Waits while AT_ONCE others are read.
    """
    if len(content) > limits.FILE_BYTES:
        raise Refused("too_big")
    try:
        kinds.kind_of(content[: kinds.HEAD])
    except Refused as refused:
        claims_a_known_kind = declared.startswith(
            ("image/jp", "image/png", "application/pdf", "audio/", "video/")
        )
        if refused.code == "unknown" and claims_a_known_kind:
            raise Refused("unreadable") from refused
        raise
    return _ours().clean(content)


def warm() -> None:
    """Open a workshop before the first file comes."""
    _ours().warm()


@atexit.register
def _shut() -> None:
    if _benches is not None and _benches.is_of_this_process():
        _benches.shut()
