"""Pictures as they lie packed in documents and films: untouched, and what stands around them cut away.

Segments of JPEG: ITU-T T.81, annex B. Boxes of JPEG 2000: ISO/IEC 15444-1, annex I. Units of H.265: ITU-T
H.265, table 7-1 and annex B.
"""

import re
import struct
from collections.abc import Iterator

from confianza.web.tips.cleaning.copies import Refused

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_RESTARTS = range(0xD0, 0xD8)
# Application data says who and where; only Adobe's says how the colours are to be read.
_APPLICATIONS, _ADOBE, _COMMENT = range(0xE0, 0xF0), 0xEE, 0xFE
_ADOBE_BYTES = 14
_BOXES_KEPT = (b"jP  ", b"ftyp", b"jp2h", b"jp2c")
_HEADER_BOXES_KEPT = (b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef")
_CODESTREAM = b"\xff\x4f\xff\x51"
_CODESTREAM_COMMENT = 0x64
_TILE = 0x90
_UNIT_BEGINS = re.compile(rb"\x00*\x00\x00\x01")
_HEVC_MESSAGES = (39, 40)


def without_traces_jpeg(data: bytes) -> bytes:
    """Return a JPEG without application data, comments and whatever follows its end. Raises Refused."""
    kept = bytearray(b"\xff\xd8")
    for marker, body in _segments(data):
        if marker == _COMMENT or (marker in _APPLICATIONS and marker != _ADOBE):
            continue
        if marker == _ADOBE:
            if not body.startswith(b"\xff\xee\x00\x0eAdobe"):
                continue
            body = body[: 2 + _ADOBE_BYTES]
        kept += body
    return bytes(kept) + b"\xff\xd9"


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each marker with its whole segment, a scan with its pixels, until the end of the picture."""
    if data[:2] != b"\xff\xd8":
        raise Refused("unreadable")
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise Refused("unreadable")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == _END:
            return
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _SCAN:
            end = _end_of_scan(data, end)
        yield marker, data[at:end]
        at = end


def _end_of_scan(data: bytes, at: int) -> int:
    while 0 <= (at := data.find(b"\xff", at)) < len(data) - 1:
        if data[at + 1] == 0 or data[at + 1] in _RESTARTS:
            at += 2
        elif data[at + 1] == 0xFF:
            at += 1
        else:
            return at
    return len(data)


def without_traces_jpeg2000(data: bytes) -> bytes:
    """Return a JPEG 2000 with the boxes that its pixels need, and no comments. Raises Refused."""
    if data.startswith(_CODESTREAM):
        return _codestream(data)
    kept = bytearray()
    for kind, body in _boxes(data):
        if kind == b"jp2h":
            body = b"".join(_box(k, b) for k, b in _boxes(body) if k in _HEADER_BOXES_KEPT)
        elif kind == b"jp2c":
            body = _codestream(body)
        if kind in _BOXES_KEPT:
            kept += _box(kind, body)
    if not kept:
        raise Refused("unreadable")
    return bytes(kept)


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1 and at + 16 <= len(data):
            (size,), head = struct.unpack_from(">Q", data, at + 8), 16
        end = at + size if size else len(data)
        if end < at + head:
            raise Refused("unreadable")
        yield kind, data[at + head : end]
        at = end


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, kind) + body


def _codestream(data: bytes) -> bytes:
    """Return a codestream without the comments in its main header."""
    kept, at = bytearray(data[:2]), 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != _TILE:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] != _CODESTREAM_COMMENT:
            kept += data[at:end]
        at = end
    return bytes(kept + data[at:])


def without_messages_hevc(configuration: bytes) -> bytes:
    """Return how a coder of H.265 was set, as a stream of units, without the messages among them."""
    units = [unit for unit in _UNIT_BEGINS.split(configuration) if unit]
    return b"".join(b"\0\0\0\1" + unit for unit in units if (unit[0] >> 1) & 0x3F not in _HEVC_MESSAGES)
