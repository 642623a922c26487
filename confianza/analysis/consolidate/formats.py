"""What a file is, by its first bytes and not by its name; and whether its name tells the truth."""

import io
import re
import zipfile
from typing import Literal

from confianza.analysis.vocabulary.problems import DeliveryRefused

Format = Literal["text", "xlsx", "xls", "parquet", "json", "zip", "tar", "gzip", "bzip2"]
Content = bytes | memoryview

ARCHIVES: frozenset[str] = frozenset({"zip", "tar", "gzip", "bzip2"})
_TAR_MAGIC = slice(257, 262)
_SNIFFED_BYTES = 4096
# Share of control characters past which bytes are no text: a table of text has hardly any.
_CONTROL_SHARE = 0.02
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\x0c\x1a\x1b"))

_MAGIC: tuple[tuple[bytes, Format], ...] = (
    (b"PAR1", "parquet"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
)
_NOT_READ: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"{\\rtf", "a text document"),
    (b"SQLite format 3", "a database"),
)
_MARKUP: tuple[tuple[bytes, str], ...] = (
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<table", "a web page"),
    (b"<?xml", "an XML document"),
)
_ZIPPED_DOCUMENTS: tuple[tuple[str, str], ...] = (
    ("xl/workbook.bin", "a binary workbook (.xlsb)"),
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a presentation"),
    ("content.xml", "an OpenDocument file"),
)
_FAMILY_OF_FORMAT: dict[str, str] = {
    "xlsx": "a workbook",
    "xls": "a workbook",
    "text": "text",
    "json": "JSON",
} | {
    "parquet": "a Parquet file",
    "zip": "an archive",
    "tar": "an archive",
    "gzip": "an archive",
    "bzip2": "an archive",
}
_FAMILY_OF_ENDING: dict[str, str] = {
    **dict.fromkeys(("xlsx", "xlsm", "xls"), "a workbook"),
    **dict.fromkeys(("csv", "tsv", "tab", "txt", "dat", "prn", "asc"), "text"),
    **dict.fromkeys(("zip", "tar", "gz", "tgz", "bz2", "tbz2"), "an archive"),
    "parquet": "a Parquet file",
    "json": "JSON",
    "geojson": "JSON",
    **dict.fromkeys(("jsonl", "ndjson"), "text"),
}
# "Entrega 12.03.2024" has none: after the last point stands part of the name.
_AN_ENDING = re.compile(r"[a-z][a-z0-9]{0,7}")


def of(name: str, content: Content) -> Format:
    """Return what the file holds; refuse it if it is empty, unreadable or not what its name says."""
    start = bytes(content[:_SNIFFED_BYTES])
    if not start.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        _refuse_blank(name, content)
    found = _by_magic(name, content, start) or _as_text(name, start)
    return _as_named(name, found)


def _refuse_blank(name: str, content: Content) -> None:
    if len(content) <= _SNIFFED_BYTES:
        raise DeliveryRefused("empty_file", file=name)
    raise DeliveryRefused("not_a_table", file=name)


def _by_magic(name: str, content: Content, start: bytes) -> Format | None:
    for magic, found in _MAGIC:
        if start.startswith(magic):
            return found
    for magic, described in _NOT_READ:
        if start.startswith(magic):
            raise DeliveryRefused("format_not_read", file=name, found=described)
    if start.startswith(b"PK\x03\x04") or start.startswith(b"PK\x05\x06"):
        return _zipped(name, content)
    return "tar" if start[_TAR_MAGIC] == b"ustar" else None


def _zipped(name: str, content: Content) -> Format:
    """Tell a workbook from an archive: both are zip files."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        broken = "broken_workbook" if _ending(name).startswith("xls") else "broken_archive"
        raise DeliveryRefused(broken, file=name) from error
    if "xl/workbook.xml" in members:
        return "xlsx"
    for member, described in _ZIPPED_DOCUMENTS:
        if member in members:
            raise DeliveryRefused("format_not_read", file=name, found=described)
    return "zip"


def _as_text(name: str, start: bytes) -> Format:
    marked = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, described in _MARKUP:
        if marked.startswith(mark):
            raise DeliveryRefused("format_not_read", file=name, found=described)
    if not _looks_like_text(start):
        if _FAMILY_OF_ENDING.get(_ending(name)) == "a workbook":
            raise DeliveryRefused("broken_workbook", file=name)
        raise DeliveryRefused("not_a_table", file=name)
    return "json" if _ending(name).endswith("json") and marked[:1] in (b"{", b"[") else "text"


def _looks_like_text(start: bytes) -> bool:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or _is_two_byte_text(start):
        return True
    controls = len(start) - len(start.translate(None, _CONTROLS))
    return controls <= _CONTROL_SHARE * len(start)


def _is_two_byte_text(start: bytes) -> bool:
    """Return whether every other byte is zero, as in UTF-16 without its mark."""
    zeros = (start[0::2].count(0), start[1::2].count(0))
    return max(zeros) > 0.8 * len(start) / 2 and min(zeros) < 0.05 * len(start) / 2


def _as_named(name: str, found: Format) -> Format:
    named = _FAMILY_OF_ENDING.get(_ending(name))
    if named is None and name and _AN_ENDING.fullmatch(_ending(name)):
        raise DeliveryRefused("ending_of_no_table", file=name, ending=_ending(name))
    if named is None or named == _FAMILY_OF_FORMAT[found]:
        return found
    raise DeliveryRefused("not_what_its_name_says", file=name, named=named, found=_FAMILY_OF_FORMAT[found])


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""
