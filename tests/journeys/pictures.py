"""Small pictures: the browser decodes what it painted, and a palette of 128 colours is enough for a page.

They are taken where somebody wants them: CONFIANZA_PICTURES names the folder. Tests look at the pages themselves.
"""

import base64
import os
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np

WANTED = os.environ.get("CONFIANZA_PICTURES", "")
FREQUENT, RARE = 104, 24  # colours of the palette
TALLEST = 1_700  # px; what stands further down is more of the same table

DECODE = """async (png) => {
  const image = new Image(); image.src = 'data:image/png;base64,' + png; await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  const bytes = new Uint8Array(pen.getImageData(0, 0, image.width, image.height).data.buffer);
  let text = '';
  const step = 32768;
  for (let at = 0; at < bytes.length; at += step)
    text += String.fromCharCode(...bytes.subarray(at, at + step));
  return [image.width, image.height, btoa(text)];
}"""


def keep(page: Any, name: str, *, tallest: int = TALLEST) -> None:
    """Keep a picture of the page under this name, where pictures are wanted."""
    if not WANTED:
        return
    decoder = page.context.new_page()
    (Path(WANTED).resolve() / name).write_bytes(of_page(page, decoder, tallest=tallest))
    decoder.close()


def of_page(page: Any, decoder: Any, *, tallest: int = TALLEST) -> bytes:
    """Return a picture of the whole page, at most `tallest` pixels of it; `decoder` is an empty page."""
    page.evaluate("document.fonts.ready")
    size = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollHeight]")
    clip = {"x": 0, "y": 0, "width": size[0], "height": min(size[1], tallest)}
    taken = page.screenshot(full_page=True, clip=clip, animations="disabled")
    width, height, pixels = decoder.evaluate(DECODE, base64.b64encode(taken).decode())
    rgba = np.frombuffer(base64.b64decode(pixels), np.uint8).reshape(height, width, 4)
    return with_palette(rgba[..., :3])


def with_palette(rgb: np.ndarray) -> bytes:
    """Return a PNG of few colours: the most frequent ones and the rare ones farthest from them."""
    packed = rgb.astype(np.uint32) @ np.array([65_536, 256, 1], np.uint32)
    colours, of_pixel, counts = np.unique(packed, return_inverse=True, return_counts=True)
    channels = np.column_stack([colours >> 16, colours >> 8 & 255, colours & 255]).astype(np.int32)
    palette, nearest = _palette(channels[np.argsort(-counts, kind="stable")[:FREQUENT]], channels)
    return _png(palette.astype(np.uint8), nearest[of_pixel].reshape(rgb.shape[:2]).astype(np.uint8))


def _palette(palette: np.ndarray, channels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Add to a palette the colours it serves worst, and return it with the nearest entry for every colour."""
    distance = ((channels[:, None] - palette[None]) ** 2).sum(axis=2)
    for _ in range(RARE):
        worst = channels[distance.min(axis=1).argmax()]
        palette = np.vstack([palette, worst])
        distance = np.column_stack([distance, ((channels - worst) ** 2).sum(axis=1)])
    return palette, distance.argmin(axis=1)


def _png(palette: np.ndarray, pixels: np.ndarray) -> bytes:
    height, width = pixels.shape
    rows = np.column_stack([np.zeros(height, np.uint8), pixels]).tobytes()  # each row unfiltered
    parts = [
        _part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        _part(b"PLTE", palette.tobytes()),
        _part(b"IDAT", zlib.compress(rows, 9)),
        _part(b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _part(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
