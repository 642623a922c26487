"""Files as people send them: with what a telephone writes into them, and what must not be taken."""

import io
import struct
import zlib

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

DEVICE = "Telefono de Nadie"


def photograph(kind: str = "JPEG", size: tuple[int, int] = (48, 32)) -> bytes:
    """A picture that tells by which device and where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = DEVICE
    exif.get_ifd(0x8825)[2] = (14.0, 37.0, 12.0)
    into = io.BytesIO()
    Image.new("RGB", size, "navy").save(into, kind, exif=exif)
    return into.getvalue()


def bill() -> bytes:
    """A page that tells who wrote it."""
    into = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page().obj["/Contents"] = pdf.make_stream(b"q 1 0 0 1 0 0 cm Q")
        pdf.docinfo["/Author"] = DEVICE
        pdf.save(into)
    return into.getvalue()


def bomb() -> bytes:
    """A picture of two and a half thousand million points in a few bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    told = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + told


def sent(content: bytes, name: str = "IMG_0001.jpg") -> SimpleUploadedFile:
    """The same as a browser sends it."""
    return SimpleUploadedFile(name, content)
