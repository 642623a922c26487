"""Folders of files that are published once: written aside, flushed, renamed, and told by their checksums."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from confianza.store import durable

# What the files of a package are, by their ending.
MEDIA_TYPES = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
    "json": "application/json",
    "md": "text/markdown",
}
SUMS = "SHA256SUMS"
ASIDE = ".writing"
_READ_AT_ONCE = 1 << 20


class NotEmpty(Exception):
    """The folder that should hold a package holds something already; it is left alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"The folder {folder} is not empty: a package is written into a folder of its own.")


class Altered(Exception):
    """A file of a package is missing, is not listed, or is not what its checksum says."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"The file {name} is not as it was published.")


def write(place: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder of files, whole or not at all, and see it onto the disk.

    `files`: contents by relative name (folders with /). Raises NotEmpty where anything stands in `place`, and
    ValueError for a name that leads out of it.
    """
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise NotEmpty(place)
    aside = place.with_name(f"{place.name}{ASIDE}")
    durable.remove(aside)
    durable.folder(aside)
    for name in sorted(files):
        _write_file(aside / _inside(name), files[name])
    if place.exists():
        place.rmdir()
    durable.publish(aside, place)


def with_sums(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files and, with them, SHA256SUMS: one line a file, as `sha256sum --check` reads it."""
    return {**files, SUMS: sums(files).encode()}


def sums(files: Mapping[str, bytes]) -> str:
    """Return a line with checksum and name for every file but SHA256SUMS itself, in the order of names."""
    told = {name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != SUMS}
    return "".join(f"{told[name]}  {name}\n" for name in sorted(told))


def digest(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of the only file, or, of several, that of their `sums`."""
    only = next(iter(files.values())) if len(files) == 1 else sums(files).encode()
    return hashlib.sha256(only).hexdigest()


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its relative name."""
    return {name: path.read_bytes() for name, path in _files(folder)}


def listing(folder: Path) -> list[tuple[str, int, str]]:
    """Return name, bytes and SHA-256 of every file of a folder, in the order of names."""
    return [(name, path.stat().st_size, _sha256(path)) for name, path in _files(folder)]


def check(folder: Path) -> None:
    """Compare a folder with its SHA256SUMS. Raises Altered, naming the first file that differs."""
    told = dict(_told(folder / SUMS))
    there = {name: digest for name, _, digest in listing(folder) if name != SUMS}
    for name in sorted(told.keys() | there.keys()):
        if told.get(name) != there.get(name):
            raise Altered(name)


def _told(file: Path) -> Iterator[tuple[str, str]]:
    if not file.is_file():
        raise Altered(SUMS)
    for line in file.read_text(encoding="utf-8").splitlines():
        sha256, _, name = line.partition("  ")
        yield name, sha256


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path


def _inside(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise ValueError(f"{name} leads out of the package.")
    return path


def _write_file(path: Path, content: bytes) -> None:
    durable.folder(path.parent)
    path.write_bytes(content)
    durable.flush(path)


def _sha256(path: Path) -> str:
    made = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_READ_AT_ONCE):
            made.update(piece)
    return made.hexdigest()
