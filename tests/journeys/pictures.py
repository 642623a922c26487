"""Small pictures: the browser decodes what it painted, and a palette of 256 colours is enough for a page."""

import base64
import struct
import zlib
from typing import Any

import numpy as np

COLOURS = 256
TALLEST = 2_500  # px; what stands further down is more of the same table

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


def of_page(page: Any, decoder: Any) -> bytes:
    """Return a picture of the whole page, at most `TALLEST` pixels of it; `decoder` is an empty page."""
    page.evaluate("document.fonts.ready")
    size = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollHeight]")
    clip = {"x": 0, "y": 0, "width": size[0], "height": min(size[1], TALLEST)}
    taken = page.screenshot(full_page=True, clip=clip, animations="disabled")
    width, height, pixels = decoder.evaluate(DECODE, base64.b64encode(taken).decode())
    rgba = np.frombuffer(base64.b64decode(pixels), np.uint8).reshape(height, width, 4)
    return with_palette(rgba[..., :3])


def with_palette(rgb: np.ndarray) -> bytes:
    """Return a PNG of the 256 most frequent colours, every other pixel in the nearest of them."""
    packed = rgb.astype(np.uint32) @ np.array([65_536, 256, 1], np.uint32)
    colours, of_pixel, counts = np.unique(packed, return_inverse=True, return_counts=True)
    kept = np.sort(np.argsort(-counts, kind="stable")[:COLOURS])
    channels = np.column_stack([colours >> 16, colours >> 8 & 255, colours & 255]).astype(np.int32)
    nearest = np.array([((channels[kept] - each) ** 2).sum(axis=1).argmin() for each in channels], np.uint8)
    return _png(channels[kept].astype(np.uint8), nearest[of_pixel].reshape(rgb.shape[:2]))


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
