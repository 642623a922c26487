"""Destroying tips: rows, keys and files, so that nothing of them opens again.

Both doors come here, so it knows neither people nor the account of deeds: whoever calls writes down what is
to be written down.
"""

import mmap
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, models, transaction

from confianza.web.tips import media
from confianza.web.tips.models import Attachment, RewardVote, Tip

# A tip that is being sent has its files in place before its row: younger ones are nobody's yet.
A_DAY = 24 * 3600
# How much of a sealed thing is looked for afterwards, and how many of them: a purge that checks itself.
PIECE_BYTES = 48
PIECES_SOUGHT = 64


@dataclass(frozen=True)
class Shredded:
    """What was destroyed; `pieces` are a few of the sealed bytes, to look for afterwards."""

    tips: int
    files: int
    pieces: tuple[bytes, ...] = ()


def shred(*, tips: Iterable[UUID], by: Any) -> Shredded:
    """Destroy tips by their ids, with all that belongs to them: keys, texts, files, reward, talk, holds.

    The rows go in one transaction, the files once it has been committed. `by` is None for the teller.
    """
    ids = list(tips)
    with transaction.atomic():
        _overwrite_what_is_deleted()
        names = _file_names(ids)
        pieces = _some(_sealed_bytes(ids))
        found = Tip.objects.filter(pk__in=ids)
        count = found.count()
        found.delete()
        transaction.on_commit(lambda: media.destroy(settings.WORKSPACE.root, names))
    return Shredded(count, len(names), pieces)


def shred_left_behind(*, by: Any) -> int:
    """Destroy the files of sent tips that no row knows, a day after they appeared; return how many."""
    known: set[str] = set()
    for clean, original in Attachment.objects.values_list("clean_file", "original_file"):
        known |= {clean, original or ""}
    strays = list(media.left_behind(settings.WORKSPACE.root, known, seconds=A_DAY))
    return sum(media.destroy_file(stray) for stray in strays)


def empty_the_log(*, by: Any) -> bool:
    """Write SQLite's log into the register and cut it to nothing; say whether that was possible now.

    What was changed stands in the log until then, as it was before too. PostgreSQL recycles its own.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return connection.vendor != "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return bool(cursor.fetchone()[0] == 0)


def still_found(*, pieces: Iterable[bytes], by: Any) -> int:
    """Return how many of these bytes still stand in the register's files or among the sealed files."""
    wanted = set(pieces)
    found: set[bytes] = set()
    for place in _places():
        with place.open("rb") as handle, mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as content:
            found |= {piece for piece in wanted - found if content.find(piece) >= 0}
    return len(found)


def _places() -> Iterator[Path]:
    places = list(media.folder(settings.WORKSPACE.root).rglob("*"))
    if connection.vendor == "sqlite":
        register = str(connection.settings_dict["NAME"])
        places += [Path(register + end) for end in ("", "-wal", "-shm", "-journal")]
    return (place for place in places if place.is_file() and place.stat().st_size)


def _overwrite_what_is_deleted() -> None:
    # Whichever settings this process has: deleted content is overwritten in place, not only forgotten.
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")


def _file_names(ids: list[UUID]) -> list[str]:
    named = Attachment.objects.filter(tip__in=ids).values_list("clean_file", "original_file")
    return [name for pair in named for name in pair if name]


def _sealed_bytes(ids: list[UUID]) -> Iterator[bytes]:
    """Yield the sealed fields and keyed hashes of every row that goes."""
    for model, path in _of_tips():
        fields = [field.name for field in model._meta.fields if isinstance(field, models.BinaryField)]
        for row in model._default_manager.filter(**{f"{path}__in": ids}).values(*fields) if fields else ():
            yield from (bytes(value) for value in row.values() if value)


def _of_tips() -> Iterator[tuple[type[models.Model], str]]:
    yield Tip, "pk"
    yield RewardVote, "case__tip"
    for relation in Tip._meta.get_fields(include_hidden=True):
        if relation.auto_created and relation.is_relation and not relation.concrete:
            yield relation.related_model, relation.field.name  # type: ignore[misc]


def _some(values: Iterable[bytes]) -> tuple[bytes, ...]:
    """Return the beginnings of a few of these, each as likely as the others."""
    kept: list[bytes] = []
    for count, value in enumerate(values):
        if len(kept) < PIECES_SOUGHT:
            kept.append(value[:PIECE_BYTES])
        elif (place := secrets.randbelow(count + 1)) < PIECES_SOUGHT:
            kept[place] = value[:PIECE_BYTES]
    return tuple(kept)
