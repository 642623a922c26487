"""Pictures: turned as they are meant to be seen, every pixel written anew, and nothing but pixels."""

import io
import math
import warnings
from typing import Any

from PIL import Image, ImageFile, ImageOps, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin

from confianza.web.tips.cleaning import limits
from confianza.web.tips.cleaning.copies import Clean, Refused
from confianza.web.tips.cleaning.kinds import JPEG, PNG, WEBP

# The readers of the three formats, loaded before the doors are locked (an MPO is a JPEG with a second one).
READERS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin)
FORMATS = {JPEG: ["JPEG", "MPO"], PNG: ["PNG"], WEBP: ["WEBP"]}
WRITTEN: dict[str, dict[str, Any]] = {
    JPEG: {"format": "JPEG", "quality": 88, "subsampling": "4:2:0"},
    PNG: {"format": "PNG", "compress_level": 6},
    WEBP: {"format": "WEBP", "quality": 85, "method": 2},
}
# A picture of 16 bits a point has 256 times too many steps for the eye.
STEPS_OF_16_BITS = 257
LONGEST_SIDE = 16_383  # WebP holds no longer one


def clean(content: bytes, media_type: str) -> Clean:
    """Return the picture anew, in the format it came in, upright, of at most PIXELS_KEPT pixels.

    Of a moving picture the first is kept. Raises Refused for what is damaged, or would unpack to too much.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = None  # counted below, before anything is decoded
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(content), formats=FORMATS[media_type]) as image:
                notes = _checked(image, media_type)
                pixels, smaller = _upright(image)
        except Refused:
            raise
        except MemoryError as problem:
            raise Refused("expands") from problem
        # A damaged picture can make its reader stumble anywhere.
        except Exception as problem:
            raise Refused("unreadable") from problem
    return Clean(media_type, _written(pixels, media_type), (*notes, *(["smaller"] if smaller else [])))


def _checked(image: Image.Image, media_type: str) -> list[str]:
    readable = limits.PIXELS_OF_JPEG if media_type == JPEG else limits.PIXELS_READ
    if image.width * image.height > readable:
        raise Refused("too_many_pixels")
    moves = getattr(image, "n_frames", 1) > 1 and media_type != JPEG
    image.seek(0)
    return ["first_picture"] if moves else []


def _upright(image: Image.Image) -> tuple[Image.Image, bool]:
    """Return the pixels alone, turned as its Orientation says, and whether there are fewer of them."""
    before = image.size
    smaller = math.sqrt(limits.PIXELS_KEPT / (image.width * image.height))
    smaller = min(smaller, LONGEST_SIDE / max(image.size))
    target = (max(1, int(image.width * smaller)), max(1, int(image.height * smaller)))
    if smaller < 1:
        image.draft(None, target)
    orientation = image.getexif().get(0x0112)
    pixels = _plain(image)
    if smaller < 1 and pixels.size != target:
        pixels = pixels.resize(target, Image.Resampling.BOX, reducing_gap=2.0)
    turned = ImageOps.exif_transpose(_with_orientation(pixels, orientation))
    bare = Image.new(turned.mode, turned.size)
    bare.paste(turned)
    return bare, sorted(before) != sorted(bare.size)


def _with_orientation(pixels: Image.Image, orientation: Any) -> Image.Image:
    if isinstance(orientation, int):
        pixels.getexif()[0x0112] = orientation
    return pixels


def _plain(image: Image.Image) -> Image.Image:
    """Return the pixels as grey, colour, or colour with transparency, 8 bits each."""
    if image.mode in ("I;16", "I;16B", "I;16L", "I", "F"):
        return image.convert("I").point(lambda value: value * (1 / STEPS_OF_16_BITS)).convert("L")
    is_transparent = image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info
    if is_transparent:
        return image.convert("RGBA")
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def _written(pixels: Image.Image, media_type: str) -> bytes:
    into = io.BytesIO()
    if media_type == JPEG and pixels.mode == "RGBA":
        pixels = pixels.convert("RGB")
    pixels.save(into, **WRITTEN[media_type])
    return into.getvalue()
