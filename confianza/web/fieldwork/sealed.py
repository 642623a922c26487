"""Content from the field on this machine's disk: sealed, under its SHA-256, written whole or not at all."""

import hashlib
import io
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from confianza.store import durable, vault

FOLDER = "field"
ONLY_I_READ = 0o600
PIECE = 1024 * 1024


def keep(content: bytes) -> str:
    """Keep content and return its SHA-256."""
    return keep_file(io.BytesIO(content))


def keep_file(source: BinaryIO) -> str:
    """Keep the content of an open file and return its SHA-256; what is there already is not written again."""
    digest = hashlib.sha256()
    source.seek(0)
    while piece := source.read(PIECE):
        digest.update(piece)
    name = digest.hexdigest()
    if not path(name).exists():
        source.seek(0)
        _write(name, source)
    return name


def read(name: str) -> bytes:
    """Return kept content. Raises FileNotFoundError, and VaultError where it does not open."""
    return b"".join(pieces(name))


def pieces(name: str) -> Iterator[bytes]:
    """Yield kept content piece by piece."""
    secret = vault.key(settings.WORKSPACE.keys)
    with path(name).open("rb") as sealed:
        yield from vault.opened(sealed, secret=secret, context=_context(name))


def size(name: str) -> int:
    """Return how many bytes kept content has, unsealed."""
    return sum(len(piece) for piece in pieces(name))


def path(name: str) -> Path:
    """Return where the content with this SHA-256 lies."""
    return Path(settings.WORKSPACE.root) / FOLDER / name[:2] / name


def _write(name: str, source: BinaryIO) -> None:
    place = path(name)
    durable.folder(place.parent)
    aside = place.with_name(f".{name}.{secrets.token_hex(4)}")
    secret = vault.ensure_key(settings.WORKSPACE.keys)
    try:
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_I_READ), "wb") as handle:
            sealer = vault.Sealer(handle, secret=secret, context=_context(name))
            while piece := source.read(PIECE):
                sealer.write(piece)
            sealer.finish()
            handle.flush()
            os.fsync(handle.fileno())
        durable.publish(aside, place)
    finally:
        aside.unlink(missing_ok=True)


def _context(name: str) -> str:
    return f"{FOLDER} {name}"
