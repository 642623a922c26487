"""A thief with everything but the keys: the register row by row, sessions unpacked, and all sealed files."""

import base64
import binascii
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import signing
from django.db import connection, models

from confianza.web.lib import sealing

KEY_BYTES = 32


@dataclass
class Loot:
    """What was stolen: every value of every table, and every file with its name and size."""

    values: list[bytes]
    files: dict[str, bytes] = field(default_factory=dict)

    def holds(self, word: str) -> bool:
        """Say whether a word can be read anywhere, however it was packed."""
        sought = {word.encode(), json.dumps(word).strip('"').encode(), word.encode("utf-16-le")}
        everything = (*self.values, *self.files.values(), *(name.encode() for name in self.files))
        return any(one in value for value in everything for one in sought)

    def keys(self) -> set[bytes]:
        """Return every 32 bytes that could be somebody's key: whole values, their beginnings and ends."""
        found = set()
        for value in self.values:
            if KEY_BYTES <= len(value) <= 4096:
                starts = {0, 1, KEY_BYTES, len(value) - KEY_BYTES}
                found |= {value[start : start + KEY_BYTES] for start in starts}
        return {one for one in found if len(one) == KEY_BYTES}


def steal(media: Path) -> Loot:
    """Take the register and the sealed files."""
    files = {one.name: one.read_bytes() for one in media.rglob("*") if one.is_file()}
    return Loot(list(_unpacked(_register())), files)


def sealed_blobs() -> list[bytes]:
    """Return everything in the register that is sealed, whatever it is."""
    return [
        bytes(value)
        for model in apps.get_models()
        for column in model._meta.fields
        if isinstance(column, models.BinaryField)
        for value in model._default_manager.values_list(column.attname, flat=True)
        if value
    ]


def opens_anything(key: bytes, blobs: Iterable[bytes]) -> bool:
    """Say whether a private key opens any of these blobs."""
    return any(_opens(key, blob) for blob in blobs)


def _opens(key: bytes, blob: bytes) -> bool:
    try:
        sealing.unseal_with(key, blob)
    except (sealing.CannotOpen, ValueError):
        return False
    return True


def _register() -> Iterator[Any]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield from row


def _unpacked(values: Iterable[Any]) -> Iterator[bytes]:
    """Yield values as bytes, and what texts hold that were packed: sessions, base64, hexadecimal."""
    for value in values:
        if isinstance(value, bytes | memoryview):
            yield bytes(value)
        elif value is not None:
            yield from _of_text(str(value))


def _of_text(text: str) -> Iterator[bytes]:
    yield text.encode()
    for unpack in (_session, base64.b64decode, base64.urlsafe_b64decode, bytes.fromhex):
        try:
            found = unpack(text)
        except (ValueError, binascii.Error, zlib.error, KeyError, TypeError):
            continue
        if isinstance(found, dict):
            yield json.dumps(found).encode()
            yield from _unpacked(_leaves(found))
        else:
            yield found


def _session(text: str) -> Any:
    """Return what a session holds: it is signed, not sealed."""
    packed = text.partition(":")[0].lstrip(".")
    raw = signing.b64_decode(packed.encode())
    return json.loads(zlib.decompress(raw) if text.startswith(".") else raw)


def _leaves(told: Any) -> Iterator[Any]:
    if isinstance(told, dict):
        for one in told.values():
            yield from _leaves(one)
    elif isinstance(told, list):
        for one in told:
            yield from _leaves(one)
    else:
        yield told
