"""The public door of the invented town's tip line, a process of its own beside the staff's pages."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

# The staff's pages stand at 8000, the door at 8100.
PORTS_APART = 100
SECONDS_TO_CLOSE = 5


def port_beside(port: int) -> int:
    """Return the port of the tip line's door beside the staff's."""
    return port + PORTS_APART


def announce(port: int) -> None:
    """Let the pages that are about to be served tell where the door stands, unless another was named."""
    os.environ.setdefault("CONFIANZA_TIPS_ADDRESS", f"http://127.0.0.1:{port_beside(port)}")


@contextmanager
def open_beside(workspace: Path, port: int) -> Iterator[None]:
    """Keep the door open while the block runs, and close it however it ends; what it says goes nowhere."""
    # Without this a demo that is told to stop would leave its door open behind it.
    signal.signal(signal.SIGTERM, _as_by_hand)
    command = [sys.executable, "-m", "confianza.cli", "tips", "serve", "--workspace", str(workspace)]
    command += ["--port", str(port_beside(port))]
    silent = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, **silent) as door:  # noqa: S603 - our own command, told a folder and a port
        try:
            yield
        finally:
            door.terminate()
            try:
                door.wait(SECONDS_TO_CLOSE)
            except subprocess.TimeoutExpired:
                door.kill()


def _as_by_hand(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
