"""Everything a reader may load late is loaded now, by reading one small file of each kind."""

import io
from contextlib import suppress
from typing import Any

import av
import pikepdf
from PIL import Image

from confianza.web.tips.cleaning import documents, kinds, pictures, recordings, texts


def use_everything_once() -> None:
    """Read a picture, a document, a recording and a text, so that every module and codec is there."""
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        texts.clean("año".encode(encoding))
    for media_type, readers in pictures.FORMATS.items():
        pictures.clean(_picture(readers[0]), media_type)
    for kind in pictures.PACKED:
        pictures.packed_anew(_picture(kind), kind)
    documents.clean(_document())
    documents.clean(_document(encryption=pikepdf.Encryption(owner="warm", user="")))
    recordings.clean(_film(), kinds.ISO_MEDIA)
    # A damaged one too: words for errors are loaded late.
    with suppress(Exception):
        recordings.clean(b"\0\0\0\x18ftypmp42", kinds.ISO_MEDIA)


def _picture(form: str) -> bytes:
    into = io.BytesIO()
    Image.new("RGB", (8, 8)).save(into, form, exif=_turned())
    return into.getvalue()


def _turned() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


def _document(**how: Any) -> bytes:
    into = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page().obj["/Contents"] = pdf.make_stream(b"q 1 0 0 1 0 0 cm Q")
        pdf.save(into, **how)
    return into.getvalue()


def _film() -> bytes:
    into = io.BytesIO()
    with av.open(into, "w", format="mp4") as made:
        film, sound = made.add_stream("mpeg4", rate=10), made.add_stream("aac", rate=48_000, layout="mono")
        film.width = film.height = 16
        film.pix_fmt = "yuv420p"
        heard = av.AudioFrame(format="fltp", layout="mono", samples=1024)
        heard.sample_rate = 48_000
        heard.planes[0].update(bytes(heard.planes[0].buffer_size))
        frames: tuple[tuple[Any, Any], ...] = ((film, av.VideoFrame(16, 16, "yuv420p")), (sound, heard))
        for stream, frame in frames:
            frame.pts = 0
            made.mux([*stream.encode(frame), *stream.encode(None)])
    return into.getvalue()
