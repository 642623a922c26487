"""What a file is, by its first bytes and nothing else."""

from collections.abc import Callable

from confianza.web.tips.cleaning.copies import Refused

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
PDF, TEXT = "application/pdf", "text/plain"
# What the family of ISO base media holds, picture or sound alone, is seen when it is read.
ISO_MEDIA, OGG, MP3, AMR, WAV, AAC = (
    "video/mp4",
    "audio/ogg",
    "audio/mpeg",
    "audio/amr",
    "audio/wav",
    "audio/aac",
)

# What a clean copy may be.
MEDIA_TYPES = frozenset({JPEG, PNG, WEBP, PDF, TEXT, "video/mp4", "audio/mp4"})
# The bytes `kind_of` looks at.
HEAD = 4096

_ACCEPTED: tuple[tuple[Callable[[bytes], bool], str], ...] = (
    (lambda head: head.startswith(b"\xff\xd8\xff"), JPEG),
    (lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"), PNG),
    (lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP", WEBP),
    (lambda head: head[:4] == b"RIFF" and head[8:12] == b"WAVE", WAV),
    # Some programs write a mark or blanks before it; a page of HTML there is no document.
    (lambda head: head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\0").startswith(b"%PDF-"), PDF),
    (lambda head: head[4:8] == b"ftyp", ISO_MEDIA),
    (lambda head: head.startswith(b"OggS"), OGG),
    (lambda head: head.startswith(b"#!AMR"), AMR),
    (lambda head: head.startswith(b"ID3"), MP3),
    (lambda head: head[:1] == b"\xff" and head[1:2] in (b"\xf1", b"\xf9", b"\xf0", b"\xf8"), AAC),
    (lambda head: head[:1] == b"\xff" and head[1:2] in (b"\xfb", b"\xfa", b"\xf3", b"\xf2", b"\xe3"), MP3),
)  # fmt: skip

_REFUSED: tuple[tuple[tuple[bytes, ...], str], ...] = (
    ((b"PK\x03\x04", b"PK\x05\x06"), "archive"),
    ((b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd"), "archive"),
    ((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"), "office"),
    ((b"MZ", b"\x7fELF", b"dex\n", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!", b"\0asm"), "program"),
    ((b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\1\0", b"8BPS", b"\xff\x0a"), "picture_kind"),
    ((b"\0\0\0\x0cJXL", b"\0\0\0\x0cjP  "), "picture_kind"),
    ((b"\x1a\x45\xdf\xa3", b"FLV\1", b"\x30\x26\xb2\x75", b"fLaC", b"caff"), "recording_kind"),
    ((b"%!PS", b"\xc5\xd0\xd3\xc6"), "drawing"),
)  # fmt: skip
_IN_OFFICE_ARCHIVES = (b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis", b"word/", b"xl/", b"ppt/")
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")


def kind_of(head: bytes) -> str:
    """Return the media type of what may be sent, from its first bytes (HEAD of them).

    Raises Refused with the reason for anything else. TEXT is only what nothing else claims to be.
    """
    if not head:
        raise Refused("empty")
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        raise Refused("heic")
    for claims, media_type in _ACCEPTED:
        if claims(head):
            return media_type
    for signatures, reason in _REFUSED:
        if head.startswith(signatures):
            is_office = reason == "archive" and any(sign in head for sign in _IN_OFFICE_ARCHIVES)
            raise Refused("office" if is_office else reason)
    return _text_or_markup(head)


def _text_or_markup(head: bytes) -> str:
    opening = head.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").strip().lower()
    if opening.startswith((b"<", b"\xff\xfe<", b"\xfe\xff<")):
        raise Refused("drawing" if b"<svg" in opening else "web_page")
    if b"<svg" in opening or b"<script" in opening or b"<html" in opening or b"<!doctype" in opening:
        raise Refused("web_page")
    is_wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not is_wide and any(byte < 32 and byte not in b"\t\n\r\f\v" for byte in head):
        raise Refused("unknown")
    return TEXT
