"""Text of any encoding becomes UTF-8, the one encoding the readers of tables know."""

import codecs
import re
from dataclasses import dataclass

from confianza.analysis.consolidate.formats import Content

_CHUNK = 1 << 24
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# One-byte encodings that offices of the region use: Windows, old DOS programs, old Macintoshes.
_ONE_BYTE = ("cp1252", "cp850", "mac_roman")
_SPANISH = frozenset("áéíóúüñÁÉÍÓÚÜÑ¿¡ºª°")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]")
_SAMPLE = 1 << 22
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# UTF-8 that was cut or mended by hand keeps at least this many good letters for each broken one.
_GOOD_PER_BROKEN = 10


@dataclass(frozen=True)
class Text:
    """The same text as UTF-8, the encoding it came in, and how many characters were lost before."""

    utf8: Content
    encoding: str
    damaged: int = 0


def as_utf8(content: Content) -> Text:
    """Return text as UTF-8, whatever its encoding; text that already is UTF-8 is not copied."""
    view = memoryview(content)
    for mark, encoding in _MARKS:
        if bytes(view[: len(mark)]) == mark:
            return _with_mark(view[len(mark) :], encoding)
    two_bytes = _two_byte_encoding(view)
    if two_bytes:
        return Text(_transcoded(view, two_bytes), two_bytes)
    if _is_utf8(view):
        return Text(view, "utf-8", _already_damaged(view))
    return _without_mark(view)


def _with_mark(view: memoryview, encoding: str) -> Text:
    if encoding == "utf-8":
        return Text(view, encoding) if _is_utf8(view) else _without_mark(view)
    return Text(_transcoded(view, encoding), encoding)


def _two_byte_encoding(view: memoryview) -> str:
    start = bytes(view[:4096])
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if max(even, odd) < 0.4 * len(start):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _is_utf8(view: memoryview) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(view), _CHUNK):
            decoder.decode(view[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _already_damaged(view: memoryview) -> int:
    """Count the replacement characters that an earlier program left in good UTF-8, in the first megabytes."""
    return bytes(view[:_SAMPLE]).count(_REPLACEMENT.encode())


def _without_mark(view: memoryview) -> Text:
    """Choose between UTF-8 with a few broken bytes and the encoding that makes most Spanish letters."""
    sample = bytes(view[:_SAMPLE])
    decoded = sample.decode("utf-8", errors="replace")
    broken = decoded.count(_REPLACEMENT)
    good = sum(not character.isascii() for character in decoded) - broken
    if good > broken * _GOOD_PER_BROKEN:
        mended = bytes(view).decode("utf-8", errors="replace")
        return Text(mended.encode("utf-8"), "utf-8", mended.count(_REPLACEMENT))
    encoding = _one_byte_encoding(view)
    return Text(_transcoded(view, encoding), encoding)


def _one_byte_encoding(view: memoryview) -> str:
    # `max` keeps the first of equals: Windows, which Latin-1 text is read by as well.
    high = b"".join(_HIGH_BYTES.findall(view[:_SAMPLE])) or b"".join(_HIGH_BYTES.findall(view))
    return max(_ONE_BYTE, key=lambda encoding: _spanish_letters(high, encoding))


def _spanish_letters(high: bytes, encoding: str) -> int:
    return sum(letter in _SPANISH for letter in high.decode(encoding, errors="replace"))


def _transcoded(view: memoryview, encoding: str) -> bytes:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    chunks = [
        decoder.decode(view[start : start + _CHUNK]).encode("utf-8", errors="replace")
        for start in range(0, len(view), _CHUNK)
    ]
    chunks.append(decoder.decode(b"", final=True).encode("utf-8", errors="replace"))
    return b"".join(chunks)
