"""Unpack what was delivered, within limits on what archives declare and on what comes out."""

import bz2
import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any, cast

from confianza.analysis.consolidate import formats
from confianza.analysis.consolidate.delivery import DeliveredFile, Limits
from confianza.analysis.vocabulary.problems import DeliveryRefused

_MEGABYTE = 1 << 20
_CHUNK = 4 * _MEGABYTE
# Small files may compress to almost nothing without harm; the ratio is only asked of what grows past this.
_HARMLESS_BYTES = 64 * _MEGABYTE
_DEEPEST = 2
_ENCRYPTED_FLAG = 0x1
# What may lie beside the tables of an archive without harm.
_NO_TABLES = ("not_a_table", "format_not_read", "empty_file", "ending_of_no_table")
_SYSTEM_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
)


@dataclass(frozen=True)
class Member:
    """A file to be read: delivered as it is (`archive` is "") or found in an archive under `name`."""

    name: str
    content: formats.Content
    format: formats.Format
    archive: str = ""


@dataclass(frozen=True)
class Unpacked:
    """The members that may hold tables, and the names of those that certainly do not."""

    members: tuple[Member, ...]
    passed_over: tuple[str, ...]


def unpack(files: Sequence[DeliveredFile], limits: Limits) -> Unpacked:
    """Return every file of a delivery, archives unpacked (an archive in an archive too, no deeper).

    Raises DeliveryRefused where a file is too big, would unpack to too much, is damaged, empty or no data
    at all.
    """
    members: list[Member] = []
    passed_over: list[str] = []
    for file in files:
        _check_size(file, limits)
        found = formats.of(file.name, file.content)
        if found in formats.ARCHIVES:
            _unpack_archive(file, found, limits, members, passed_over)
        else:
            members.append(Member(file.name, file.content, found))
    return Unpacked(tuple(members), tuple(passed_over))


def check_expansion(name: str, content: formats.Content, limits: Limits) -> None:
    """Refuse a zipped workbook that would unpack to more than the limits, by what really comes out of it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        budget = _Budget(name, len(content), limits)
        for info in archive.infolist():
            with archive.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    budget.spend(len(chunk))


def _check_size(file: DeliveredFile, limits: Limits) -> None:
    if len(file.content) > limits.max_file_bytes:
        size, limit = len(file.content) // _MEGABYTE, limits.max_file_bytes // _MEGABYTE
        raise DeliveryRefused("too_big", file=file.name, size=size, limit=limit)


def _unpack_archive(
    file: DeliveredFile,
    found: formats.Format,
    limits: Limits,
    members: list[Member],
    passed_over: list[str],
) -> None:
    budget = _Budget(file.name, len(file.content), limits)
    for name, content in _walk(file.name, file.content, found, budget, depth=1):
        try:
            members.append(Member(name, content, formats.of(name, content), archive=file.name))
        except DeliveryRefused as refused:
            if refused.problem.code not in _NO_TABLES:
                raise
            passed_over.append(name)


class _Budget:
    """What an archive may still unpack to."""

    def __init__(self, name: str, packed: int, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.left = min(limits.max_expanded_bytes, max(packed * limits.max_ratio, _HARMLESS_BYTES))
        self.members_left = limits.max_members

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            limit = self.limits.max_expanded_bytes // _MEGABYTE
            raise DeliveryRefused("expands_too_much", file=self.name, limit=limit)

    def count_members(self, count: int) -> None:
        self.members_left -= count
        if self.members_left < 0:
            raise DeliveryRefused(
                "too_many_members", file=self.name, count=count, limit=self.limits.max_members
            )

    def read(self, stream: IO[bytes]) -> bytes:
        """Read a stream to its end, or refuse as soon as more comes out than was allowed."""
        chunks: list[bytes] = []
        while chunk := stream.read(_CHUNK):
            self.spend(len(chunk))
            chunks.append(chunk)
        return b"".join(chunks)


def _walk(
    name: str, content: formats.Content, found: formats.Format, budget: _Budget, depth: int
) -> Iterator[tuple[str, bytes]]:
    """Yield the files in an archive and in the archives in it, as (path, bytes)."""
    if depth > _DEEPEST:
        raise DeliveryRefused("nested_too_deep", file=name)
    try:
        for member, inner in _members(name, content, found, budget):
            inner_format = _archive_format(inner)
            if inner_format is None:
                yield member, inner
            else:
                # A tar in a gzip is one archive, not one in another.
                same = found in ("gzip", "bzip2") and inner_format == "tar"
                yield from _walk(member, inner, inner_format, budget, depth if same else depth + 1)
    except _DAMAGED as error:
        raise DeliveryRefused("broken_archive", file=name) from error


def _archive_format(content: bytes) -> formats.Format | None:
    try:
        found = formats.of("", content)
    except DeliveryRefused:
        return None
    return found if found in formats.ARCHIVES else None


def _members(
    name: str, content: formats.Content, found: formats.Format, budget: _Budget
) -> Iterator[tuple[str, bytes]]:
    if found == "zip":
        yield from _zip_members(name, content, budget)
    elif found == "tar":
        yield from _tar_members(content, budget)
    else:
        open_stream: Callable[[IO[bytes]], Any] = gzip.open if found == "gzip" else bz2.open
        with open_stream(io.BytesIO(content)) as stream:
            yield _without_ending(name), budget.read(stream)


def _zip_members(name: str, content: formats.Content, budget: _Budget) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        wanted = [info for info in archive.infolist() if not info.is_dir() and not _is_litter(info.filename)]
        budget.count_members(len(wanted))
        if sum(info.file_size for info in wanted) > budget.left:
            budget.spend(budget.left + 1)
        for info in wanted:
            if info.flag_bits & _ENCRYPTED_FLAG:
                raise DeliveryRefused("password_protected", file=name)
            with archive.open(info) as stream:
                yield info.filename, budget.read(stream)


def _tar_members(content: formats.Content, budget: _Budget) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
        for info in archive:
            if not info.isfile() or _is_litter(info.name):
                continue
            budget.count_members(1)
            # Only a member that is no file has no stream.
            yield info.name, budget.read(cast(IO[bytes], archive.extractfile(info)))


def _is_litter(path: str) -> bool:
    return path.startswith("__MACOSX/") or path.rpartition("/")[2] in _SYSTEM_LITTER


def _without_ending(name: str) -> str:
    stem, _, ending = name.rpartition(".")
    if ending.lower() in ("tgz", "tbz2"):
        return f"{stem}.tar"
    return stem if ending.lower() in ("gz", "bz2") else name
