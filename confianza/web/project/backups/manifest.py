"""What a backup holds: every table with its count, every file with its size, and a digest of each."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Any

from confianza.web.project.backups.refusals import Refused

FORMAT = 1
DIGEST_BYTES = 32


@dataclass(frozen=True)
class Entry:
    """One file of an archive; `digest` is BLAKE2b-256 of its content."""

    path: str
    size: int
    digest: str


@dataclass(frozen=True)
class Table:
    """One table of the register; `digest` is BLAKE2b-256 of its rows in the order of their keys."""

    name: str
    rows: int
    digest: str


@dataclass(frozen=True)
class Manifest:
    """The last entry of the data archive. `backup` names the pair; `engine` is the register's database."""

    backup: str
    made_at: str  # ISO, UTC
    confianza: str  # version of the program that made it
    engine: str
    migrations: tuple[str, ...]  # "app.name", as applied in the register
    tables: tuple[Table, ...]
    files: tuple[Entry, ...]
    format: int = FORMAT

    @property
    def digest(self) -> str:
        """Return the digest of the whole: of every table, every file and all that is told about them."""
        return digest([json.dumps(asdict(self), sort_keys=True).encode()])

    def as_bytes(self) -> bytes:
        return json.dumps({**asdict(self), "digest": self.digest}, indent=1).encode()


def digest(pieces: Iterable[bytes]) -> str:
    """Return the digest of some content."""
    made = blake2b(digest_size=DIGEST_BYTES)
    for piece in pieces:
        made.update(piece)
    return made.hexdigest()


def read(content: bytes) -> Manifest:
    """Return the manifest somebody wrote; raises Refused where it is not one, or is of a newer program."""
    try:
        told = json.loads(content)
        if told["format"] > FORMAT:
            raise Refused("newer_backup", version=str(told["confianza"]))
        claimed = told.pop("digest")
        manifest = _manifest(told)
    except (ValueError, TypeError, KeyError):
        raise Refused("altered_backup") from None
    if manifest.digest != claimed:
        raise Refused("altered_backup")
    return manifest


def _manifest(told: dict[str, Any]) -> Manifest:
    listed: dict[str, Sequence[Any]] = {
        "migrations": tuple(told["migrations"]),
        "tables": tuple(Table(**each) for each in told["tables"]),
        "files": tuple(Entry(**each) for each in told["files"]),
    }
    return Manifest(**{**told, **listed})
