"""The keys archive: the key of the data archive, what that archive must be, and the installation's own keys.

It is small, and read whole before anything else is looked at.
"""

import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from confianza.store.vault import KEY_BYTES, VaultError
from confianza.web.project.backups import archive, envelopes, files
from confianza.web.project.backups.envelopes import Lock, Opener
from confianza.web.project.backups.refusals import Refused

DATA_CONTEXT = "confianza backup data 1"
SEAL = "seal.json"
KEYS = "keys/"
# Keys are some hundred bytes each; whatever is larger was not made by us.
LARGEST = 16 * 1024 * 1024


@dataclass(frozen=True)
class Seal:
    """What opens the data archive, and which one it opens: its backup, its size and its digest."""

    data_key: bytes
    backup: str
    size: int
    digest: str


@dataclass(frozen=True)
class Bundle:
    """An opened keys archive: the seal of the data, and the installation's keys by their names."""

    seal: Seal
    keys: Mapping[str, bytes]


def held(folder: Path) -> Mapping[str, bytes]:
    """Return the installation's keys as they are now.

    Asked before the register is held: the key of the account of deeds may lag behind the entries of the
    register and never run ahead of them.
    """
    # What begins with a dot is a lock, or was left half-written by a killed process.
    return {name: file.read_bytes() for name, file in files.listed(folder) if not name.startswith(".")}


def write(into: BinaryIO, seal: Seal, keys: Mapping[str, bytes], lock: Lock) -> None:
    """Write the keys archive."""
    secret, context = envelopes.seal(into, lock)
    writer = archive.Writer(into, secret=secret, context=context)
    for name, content in sorted(keys.items()):
        writer.add(KEYS + name, [content])
    told = {**asdict(seal), "data_key": seal.data_key.hex()}
    writer.add(SEAL, [json.dumps(told).encode()])
    writer.finish()


def read(place: Path, opener: Opener) -> Bundle:
    """Open a keys archive, verified to its last byte. Raises Refused."""
    if place.stat().st_size > LARGEST:
        raise Refused("no_keys_archive")
    sealed = io.BytesIO(place.read_bytes())
    secret, context = envelopes.open_(sealed, opener)
    try:
        found = _small(archive.entries(sealed, secret=secret, context=context))
    except VaultError:
        raise Refused("wrong_opener") from None
    try:
        seal = json.loads(found.pop(SEAL))
        key = bytes.fromhex(seal["data_key"])
        told = Seal(key, str(seal["backup"]), int(seal["size"]), str(seal["digest"]))
    except (KeyError, ValueError, TypeError):
        raise Refused("altered_backup") from None
    if len(key) != KEY_BYTES or not all(path.startswith(KEYS) for path in found):
        raise Refused("altered_backup")
    return Bundle(told, {path.removeprefix(KEYS): content for path, content in found.items()})


def _small(entries: Iterable[tuple[str, Iterable[bytes]]]) -> dict[str, bytes]:
    """Return entries whole; raises Refused as soon as they grow beyond what keys can be."""
    found: dict[str, bytes] = {}
    room = LARGEST
    for path, content in entries:
        found[path] = b""
        for piece in content:
            room -= len(piece)
            if room < 0:
                raise Refused("no_keys_archive")
            found[path] += piece
    return found
