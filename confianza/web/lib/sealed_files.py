"""Files on this machine's disk: sealed with the workspace's key, written whole or not at all.

Each room has its own shelf: a folder of the workspace, so that a backup holds it. What a file is called is
bound into its seal: moved under another name, or to another shelf, it does not open.
"""

import hashlib
import io
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from confianza.store import durable, vault

ONLY_I_READ = 0o600
PIECE = 1024 * 1024
NAME_BYTES = 32


@dataclass(frozen=True)
class Shelf:
    """The sealed files of a room, in the folder of that name. Names are 64 hexadecimal letters."""

    folder: str

    def keep(self, content: bytes) -> str:
        """Keep content under its SHA-256 and return that."""
        return self.keep_file(io.BytesIO(content))

    def keep_file(self, source: BinaryIO) -> str:
        """Keep the content of an open file under its SHA-256; what is there already is not written again."""
        digest = hashlib.sha256()
        source.seek(0)
        while piece := source.read(PIECE):
            digest.update(piece)
        name = digest.hexdigest()
        if not self.path(name).exists():
            source.seek(0)
            self._write(name, source)
        return name

    def keep_apart(self, content: bytes) -> str:
        """Keep content under a name by chance, which says nothing of it, and which nothing else shares: for
        what is destroyed one day. Return the name.
        """
        name = secrets.token_hex(NAME_BYTES)
        self._write(name, io.BytesIO(content))
        return name

    def read(self, name: str) -> bytes:
        """Return kept content. Raises FileNotFoundError, and VaultError where it does not open."""
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield kept content piece by piece."""
        secret = vault.key(settings.WORKSPACE.keys)
        with self.path(name).open("rb") as sealed:
            yield from vault.opened(sealed, secret=secret, context=self._context(name))

    def size(self, name: str) -> int:
        """Return how many bytes kept content has, unsealed."""
        return sum(len(piece) for piece in self.pieces(name))

    def destroy(self, name: str) -> None:
        """Delete a kept file; it may be gone already."""
        self.path(name).unlink(missing_ok=True)

    def path(self, name: str) -> Path:
        """Return where the content of this name lies."""
        return Path(settings.WORKSPACE.root) / self.folder / name[:2] / name

    def _write(self, name: str, source: BinaryIO) -> None:
        place = self.path(name)
        durable.folder(place.parent)
        aside = place.with_name(f".{name}.{secrets.token_hex(4)}")
        secret = vault.ensure_key(settings.WORKSPACE.keys)
        try:
            with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_I_READ), "wb") as handle:
                sealer = vault.Sealer(handle, secret=secret, context=self._context(name))
                while piece := source.read(PIECE):
                    sealer.write(piece)
                sealer.finish()
                handle.flush()
                os.fsync(handle.fileno())
            durable.publish(aside, place)
        finally:
            aside.unlink(missing_ok=True)

    def _context(self, name: str) -> str:
        return f"{self.folder} {name}"
