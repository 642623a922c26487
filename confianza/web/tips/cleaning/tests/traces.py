"""What other people's readers still find in a file besides what it shows."""

import io
import zlib

import av
import mutagen
import pikepdf
from PIL import Image

from confianza.web.tips.cleaning.tests import corpus

# What a JPEG itself says in its first segment: that it is one, and how dense it is.
OF_THE_FORMAT = {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
# What WebP says of every picture: how often it plays.
OF_WEBP = {"loop", "background", "timestamp", "duration"}


def left_in(content, media_type):
    """Return everything found: tags by name, and canaries wherever they lie."""
    found = left_in_bytes(content)
    if media_type.startswith("image/"):
        return found + in_picture(content)
    if media_type == "application/pdf":
        return found + in_document(content)
    return found + (in_recording(content) if media_type.startswith(("audio/", "video/")) else [])


def left_in_bytes(content):
    """Return the canaries that lie in a file as they were planted."""
    return [f"canary {planted!r}" for planted in corpus.PLANTED if planted in content]


def in_picture(content):
    image = Image.open(io.BytesIO(content))
    image.load()
    found = [f"exif {tag}" for tag in image.getexif()] + [f"xmp {key}" for key in image.getxmp()]
    found += [f"info {key}" for key in image.info if key not in OF_THE_FORMAT | OF_WEBP]
    if image.format == "JPEG":
        found += [f"segment {name}" for name, _ in image.applist if name != "APP0"]
        found += ["follows its end"] * (not content.endswith(b"\xff\xd9"))
    if image.format == "PNG":
        found += [
            f"chunk {kind}"
            for kind in png_chunks(content)
            if kind not in (b"IHDR", b"IDAT", b"IEND", b"PLTE")
        ]
    if image.format == "WEBP":
        found += [f"chunk {kind}" for kind in (b"EXIF", b"XMP ", b"ICCP", b"ANIM") if kind in content]
        found += ["follows its end"] * (len(content) != int.from_bytes(content[4:8], "little") + 8)
    return found


def png_chunks(content):
    at = 8
    while at < len(content):
        if content[at - 8 : at - 4] == b"IEND":
            yield b"what follows its end"
            return
        size = int.from_bytes(content[at : at + 4], "big")
        assert zlib.crc32(content[at + 4 : at + 8 + size]) == int.from_bytes(
            content[at + 8 + size : at + 12 + size], "big"
        )
        yield content[at + 4 : at + 8]
        at += size + 12


def in_document(content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found = [f"root {key}" for key in pdf.Root.keys() if key not in ("/Type", "/Pages")]  # noqa: SIM118
        found += [f"trailer {key}" for key in pdf.trailer.keys() if key in ("/Info", "/Prev", "/Encrypt")]  # noqa: SIM118
        found += [f"info {key}" for key in pdf.docinfo]
        found += list(pdf.attachments)
        found += [
            f"page {key}"
            for page in pdf.pages
            for key in set(page.obj.keys())
            if key[1:] not in corpus_page_keys()
        ]
        into = io.BytesIO()
        pdf.save(into, qdf=True, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
        unpacked = into.getvalue()
    found += [f"unpacked {planted!r}" for planted in corpus.PLANTED if planted in unpacked]
    found += [
        f"unpacked {word}"
        for word in (b"/JavaScript", b"/Metadata", b"/PieceInfo", b"/EmbeddedFile")
        if word in unpacked
    ]
    return found + ["an earlier version"] * (content.count(b"%%EOF") != 1)


def corpus_page_keys():
    return {"Type", "Parent", "MediaBox", "CropBox", "Rotate", "UserUnit", "Group", "Resources", "Contents"}


def in_recording(content):
    read = mutagen.File(io.BytesIO(content))
    found = [f"tag {key}" for key in (read.tags or {})]
    with av.open(io.BytesIO(content)) as source:
        containers_own = {"major_brand", "minor_version", "compatible_brands"}
        found += [f"tag {key}" for key in source.metadata if key not in containers_own]
        found += [f"chapter {chapter}" for chapter in source.chapters()]
        for stream in source.streams:
            own = {
                "language": "und",
                "vendor_id": "[0][0][0][0]",
                "handler_name": f"{stream.type.title()}Handler",
            }
            # What the container says of every track: "SoundHandler", "VideoHandler".
            own["handler_name"] = {"audio": "SoundHandler", "video": "VideoHandler"}.get(stream.type, "")
            found += [
                f"{stream.type} {key}={value}"
                for key, value in stream.metadata.items()
                if own.get(key) != value
            ]
        found += [
            f"track {stream.type}" for stream in source.streams if stream.type not in ("audio", "video")
        ]
    return found + [
        f"a program {name!r}" for name in (b"Lavf", b"Lavc", b"x264", b"x265", b"LAME") if name in content
    ]
