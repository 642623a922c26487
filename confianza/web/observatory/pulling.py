"""Asking another observatory for its next package over HTTPS: one signed question, one answer, no redirects.

The only place of the house that opens a line to another machine; nobody but the person at the command line
starts it.
"""

import http.client
import secrets
import ssl
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from confianza.store import signing
from confianza.store.signing import Refused

ASKED = "confianza-request/1"
PATH = "observatorio/red/entrega/"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SECONDS = 60
NOTHING_NEW = 204


def asked(to: str, after: int, asked_at: str, nonce: str) -> bytes:
    """Return what a request signs: to whom (a public key), after which package, when, a random number."""
    return "\n".join((ASKED, to, str(after), asked_at, nonce)).encode()


def headers(key: Any, *, to: str, after: int, now: datetime) -> dict[str, str]:
    """Return the headers with which a node asks another for the package after number `after`."""
    asked_at, nonce = now.isoformat(timespec="seconds"), secrets.token_hex(16)
    return {
        "Confianza-Node": signing.public(key), "Confianza-After": str(after), "Confianza-Time": asked_at,
        "Confianza-Nonce": nonce,
        "Confianza-Signature": signing.signed(key, asked(to, after, asked_at, nonce)),
    }  # fmt: skip


def pull(address: str, told: dict[str, str], *, loopback: bool = False) -> bytes | None:
    """Ask the node at `address` and return its package; None where it has no newer one.

    `loopback` lets plain HTTP through to this machine alone, for tests and the demo. Raises signing.Refused:
    not_https, unreachable, not_answered, too_large.
    """
    line, path = _line(address, loopback)
    try:
        line.request("GET", path, headers=told)
        answer = line.getresponse()
        if answer.status == NOTHING_NEW:
            return None
        if answer.status != http.client.OK:
            raise Refused("not_answered", address=address, status=answer.status)
        data = answer.read(signing.MOST_BYTES + 1)
    except (OSError, http.client.HTTPException) as failed:
        raise Refused("unreachable", address=address, cause=str(failed)[:200]) from failed
    finally:
        line.close()
    if len(data) > signing.MOST_BYTES:
        raise Refused("too_large", most=signing.MOST_BYTES)
    return data


def _line(address: str, loopback: bool) -> tuple[http.client.HTTPConnection, str]:
    try:
        told = urlsplit(address)
        host, port = told.hostname or "", told.port
    except ValueError as wrong:
        raise Refused("not_https", address=address) from wrong
    path = f"{told.path.rstrip('/')}/{PATH}"
    if told.scheme == "https" and host:
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=SECONDS, context=context), path
    if told.scheme == "http" and loopback and host in LOOPBACK:
        return http.client.HTTPConnection(host, port, timeout=SECONDS), path
    raise Refused("not_https", address=address)
