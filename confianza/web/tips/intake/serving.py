"""Serving the public door, and sweeping up behind it every hour."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection

from confianza.web.tips import cleaning
from confianza.web.tips.actions import telling
from confianza.web.tips.intake.server import Server

SWEEP_SECONDS = 3600


@contextmanager
def listening(host: str, port: int) -> Iterator[Server]:
    """Yield a server that listens, with what a killed one left behind swept away. Raises PortTaken."""
    server = Server(host, port, get_wsgi_application())
    stopped = threading.Event()
    telling.sweep(by=None)
    connection.close()
    threading.Thread(target=_sweep_now_and_then, args=(stopped,), name="sweep", daemon=True).start()
    threading.Thread(target=cleaning.warm, name="warm-up", daemon=True).start()
    signal.signal(signal.SIGTERM, _stop)
    try:
        yield server
    finally:
        stopped.set()
        server.server_close()


def _sweep_now_and_then(stopped: threading.Event) -> None:
    while not stopped.wait(SWEEP_SECONDS):
        # The register may be busy; the next hour comes.
        with contextlib.suppress(DatabaseError):
            telling.sweep(by=None)
        connection.close()


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
