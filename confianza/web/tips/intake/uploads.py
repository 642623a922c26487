"""Files on their way in: sealed piece by piece as they arrive, so that none ever lies unsealed on a disk.

What is sealed waits under a random name in the workspace's drafts; the key to it is in no register and in no
file, only in what `received` hands back. Limits turn into a sentence beside the file, and the rest of the
form is kept.
"""

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from confianza.web.lib import sealing
from confianza.web.tips import cleaning, media
from confianza.web.tips.cleaning import kinds, limits, sentences

ONLY_I_READ = 0o600


@dataclass(frozen=True)
class SealedUpload:
    """A file sealed in the drafts under the name `file`: its key, its size in bytes before it was sealed, its
    media type as its own first bytes tell, and the name its sender gave it.
    """

    file: str
    key: bytes = field(repr=False)
    size: int
    media_type: str
    name: str = field(repr=False)

    def packed(self) -> dict[str, Any]:
        """Return it as JSON can hold it, for the sealed field of a form."""
        return {**asdict(self), "key": self.key.hex()}

    @classmethod
    def of(cls, packed: Mapping[str, Any]) -> "SealedUpload":
        """Return what was packed."""
        return cls(**{**packed, "key": bytes.fromhex(packed["key"])})

    def content(self) -> bytes:
        """Return the file, in memory. Raises CannotOpen, and FileNotFoundError once it is shredded."""
        with self._path().open("rb") as handle:
            return b"".join(sealing.opened_file(handle, self.key, media.about(self.file)))

    def shred(self) -> None:
        """Destroy it, where it is still in the drafts."""
        media.destroy_file(self._path())

    def close(self) -> None:
        """Do nothing: Django closes what it takes for open files."""

    def _path(self) -> Path:
        return media.drafts(settings.WORKSPACE.root) / self.file


@dataclass(frozen=True)
class RefusedUpload:
    """A file that was not taken: the name its sender gave it, and the code of why."""

    name: str = field(repr=False)
    code: str

    @property
    def why(self) -> str:
        """The sentence for it, in the reader's language."""
        return sentences.why(self.code)


@dataclass(frozen=True)
class Received:
    """The files of one request: those sealed, and those not taken."""

    files: tuple[SealedUpload, ...] = ()
    refused: tuple[RefusedUpload, ...] = ()


def received(request: HttpRequest, name: str) -> Received:
    """Return the files of the field called `name`, and those of any field that were not taken.

    Where the request breaks off, whatever had come of it is destroyed before the error goes on.
    """
    handlers = [each for each in request.upload_handlers if isinstance(each, SealingUploadHandler)]
    try:
        came: list[Any] = request.FILES.getlist(name)
    except Exception:
        for handler in handlers:
            handler.abandon()
        raise
    files = tuple(file for file in came if isinstance(file, SealedUpload))
    return Received(files, tuple(refused for handler in handlers for refused in handler.refused))


def clean_copy(upload: SealedUpload) -> tuple[SealedUpload, tuple[str, ...]]:
    """Return a clean copy of a file, sealed under a key of its own, and the notes of what it leaves out.

    The original stays as it is. Raises cleaning.Refused where no copy can be made.
    """
    clean = cleaning.cleaned(upload.content(), declared=upload.media_type)
    arriving = _Arriving(upload.name)
    try:
        arriving.write(clean.content)
        return arriving.sealed(clean.media_type), clean.notes
    finally:
        arriving.close()


class SealingUploadHandler(FileUploadHandler):
    """Django's hook for files that arrive: it seals what is allowed and skips the rest, one file at a time.

    `DATA_UPLOAD_MAX_NUMBER_FILES` must be None: Django would refuse the whole form for one file too many.
    """

    chunk_size = sealing.PIECE

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.refused: list[RefusedUpload] = []
        self._taken: list[SealedUpload] = []
        self._head = b""
        self._media_type = ""
        self._is_refused = False
        # Django closes what is called so when a request breaks off.
        self.file: _Arriving | None = None

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        """Begin a file, unless there are as many as one message may have."""
        super().new_file(field_name, file_name, *args, **kwargs)
        self._head, self._media_type, self._is_refused = b"", "", False
        self.file = _Arriving(file_name)
        if len(self._taken) >= limits.FILES:
            self._refuse("too_many")
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Seal a piece; skip the file once it shows to be too big, or of no kind that is taken."""
        try:
            self._receive(raw_data, start)
        except cleaning.Refused as refused:
            self._refuse(refused.code)
            raise SkipFile from refused

    def file_complete(self, file_size: int) -> Any:
        """Return the sealed file, or None where it was not taken."""
        if self.file is None:
            return None
        try:
            if not self._media_type:
                self._media_type = kinds.kind_of(self._head)
        except cleaning.Refused as refused:
            self._refuse(refused.code)
            return None
        self._taken.append(self.file.sealed(self._media_type))
        return self._taken[-1]

    def upload_interrupted(self) -> None:
        """Leave nothing of a file whose end did not come."""
        # Django says so of one that was skipped, too.
        if self.file and not self._is_refused:
            self._refuse("unreadable")

    def abandon(self) -> None:
        """Leave nothing of a form whose end did not come."""
        if self.file:
            self.file.close()
        for upload in self._taken:
            upload.shred()

    def _receive(self, piece: bytes, start: int) -> None:
        if start + len(piece) > limits.FILE_BYTES:
            raise cleaning.Refused("too_big")
        if not self._media_type:
            self._head += piece[: kinds.HEAD]
            if len(self._head) >= kinds.HEAD:
                self._media_type = kinds.kind_of(self._head[: kinds.HEAD])
        assert self.file is not None  # noqa: S101 - begun in new_file
        self.file.write(piece)

    def _refuse(self, code: str) -> None:
        assert self.file is not None  # noqa: S101 - begun in new_file
        self._is_refused = True
        self.refused.append(RefusedUpload(self.file.name, code))
        self.file.close()


class _Arriving:
    """A file that is being sealed into the drafts; closed before it is whole, nothing is left of it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._file, self._key = media.new_name(), sealing.new_key()
        self._path = media.drafts(settings.WORKSPACE.root) / self._file
        self._handle: BinaryIO | None = None
        self._sealer: sealing.FileSealer | None = None

    def write(self, content: bytes) -> None:
        """Seal a piece; the first one makes the file."""
        if self._sealer is None:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            self._handle = os.fdopen(os.open(self._path, flags, ONLY_I_READ), "wb")
            self._sealer = sealing.FileSealer(self._handle, self._key, media.about(self._file))
        self._sealer.write(content)

    def sealed(self, media_type: str) -> SealedUpload:
        """Finish it: on the disk for good, and without the time it came."""
        self.write(b"")
        assert self._handle and self._sealer  # noqa: S101, PT018 - made by the line before
        self._sealer.finish()
        self._handle.flush()
        os.fsync(self._handle.fileno())
        self._handle.close()
        self._handle = None
        media.hide_date(self._path)
        return SealedUpload(self._file, self._key, self._sealer.size, media_type, self.name)

    def __del__(self) -> None:
        # Django does not tell of every way in which a request breaks off.
        self.close()

    def close(self) -> None:
        """Destroy it, unless it is finished."""
        if self._handle is not None:
            self._handle.close()
            self._handle = None
            media.destroy_file(self._path)
