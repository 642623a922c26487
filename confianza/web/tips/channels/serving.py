"""Serving the gateway: no access log, no address of whoever asks, one token for relays."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from waitress.server import create_server

from confianza.web.tips.keys import ONLY_I_READ

THREADS = 4
LARGEST_BODY = 256 * 1024
LARGEST_HEADERS = 16 * 1024
SILENCE_SECONDS = 30


@contextmanager
def listening(host: str, port: int) -> Iterator[Any]:
    """Yield a server that listens. Raises OSError where something else does."""
    token(settings.TOKEN)
    server = create_server(
        get_wsgi_application(),
        host=host,
        port=port,
        threads=THREADS,
        max_request_body_size=LARGEST_BODY,
        max_request_header_size=LARGEST_HEADERS,
        channel_timeout=SILENCE_SECONDS,
        ident="",
    )
    try:
        yield server
    finally:
        server.close()


def token(place: Path) -> str:
    """Return what relays show to be let in, made now if there is none."""
    if not place.exists():
        with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_I_READ), "w") as handle:
            handle.write(secrets.token_urlsafe(32))
    return place.read_text().strip()
