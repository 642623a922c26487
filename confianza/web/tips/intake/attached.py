"""Files that came with a form: each gets its clean copy, or a sentence that says why it was not taken."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from confianza.web.tips import cleaning, media
from confianza.web.tips.actions import telling
from confianza.web.tips.actions.telling import File, SealedFile
from confianza.web.tips.cleaning import limits, sentences
from confianza.web.tips.intake import uploads
from confianza.web.tips.intake.uploads import SealedUpload

FIELD = "files"
# What all drafts together may take of the disk; with more waiting, tips are taken without files.
DRAFTS_AT_MOST = 8 * 1024**3
LONGEST_NAME = 120
# A file is whole in memory while its clean copy is made: as many at once as there are readers, and one more.
_in_memory = threading.BoundedSemaphore(limits.AT_ONCE + 1)


@dataclass(frozen=True)
class Taken:
    """The files taken, and for each that was not, or is less than its original, a sentence with its name."""

    files: tuple[File, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


def taken(request: HttpRequest, already: int = 0) -> Taken:
    """Return the files of a form with their clean copies; `already` so many were taken before."""
    came = uploads.received(request, FIELD)
    refused = [(one.name, one.why) for one in came.refused]
    files, notes = [], []
    for number, upload in enumerate(came.files):
        try:
            copy, left_out = _cleaned(upload, already + number)
        except cleaning.Refused as refusal:
            upload.shred()
            refused.append((upload.name, sentences.why(refusal.code)))
            continue
        files.append(File(_sealed(copy), _sealed(upload), upload.name[:LONGEST_NAME]))
        notes += [(upload.name, sentences.left_out(note)) for note in left_out]
    return Taken(tuple(files), tuple(refused), tuple(notes))


def throw_away(request: HttpRequest) -> None:
    """Destroy the files of a form that is not taken."""
    for upload in uploads.received(request, FIELD).files:
        upload.shred()


def none(request: HttpRequest) -> Taken:
    """Take no file of a form."""
    throw_away(request)
    return Taken()


def forget(files: Sequence[File]) -> None:
    """Destroy files that were taken."""
    telling.forget_drafts(files=files, by=None)


def packed(file: File) -> dict[str, Any]:
    """Return a file as JSON can hold it, for the sealed field of a form."""
    parts = {"clean": file.clean, "original": file.original}
    told = {name: vars(part) | {"key": part.key.hex()} for name, part in parts.items() if part}
    return told | {"title": file.title}


def unpacked(told: Mapping[str, Any]) -> File:
    """Return the file that was packed."""
    parts = [
        SealedFile(**{**told[name], "key": bytes.fromhex(told[name]["key"])}) if name in told else None
        for name in ("clean", "original")
    ]
    assert parts[0] is not None  # noqa: S101 - packed always has it
    return File(parts[0], parts[1], told["title"])


def _cleaned(upload: SealedUpload, number: int) -> tuple[SealedUpload, tuple[str, ...]]:
    if number >= limits.FILES:
        raise cleaning.Refused("too_many")
    if _drafts_bytes() > DRAFTS_AT_MOST:
        raise cleaning.Refused("busy")
    if not _in_memory.acquire(timeout=limits.QUEUE_SECONDS):
        raise cleaning.Refused("busy")
    try:
        return uploads.clean_copy(upload)
    finally:
        _in_memory.release()


def _drafts_bytes() -> int:
    return sum(file.stat().st_size for file in media.drafts(settings.WORKSPACE.root).iterdir())


def _sealed(upload: SealedUpload) -> SealedFile:
    return SealedFile(upload.file, upload.key, upload.size, upload.media_type)
