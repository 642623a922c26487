"""Pictures: turned as they are meant to be seen, every pixel written anew, and nothing but pixels."""

import io
import math
import warnings
from typing import Any

from PIL import (
    Image,
    ImageFile,
    Jpeg2KImagePlugin,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from confianza.web.tips.cleaning import limits
from confianza.web.tips.cleaning.copies import Clean, Refused
from confianza.web.tips.cleaning.kinds import JPEG, PNG, WEBP

# The readers of the three formats, loaded before the doors are locked (an MPO is a JPEG with a second one).
READERS = (Jpeg2KImagePlugin, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin)
FORMATS = {JPEG: ["JPEG", "MPO"], PNG: ["PNG"], WEBP: ["WEBP"]}
WRITTEN: dict[str, dict[str, Any]] = {
    JPEG: {"format": "JPEG", "quality": 88, "subsampling": "4:2:0"},
    PNG: {"format": "PNG", "compress_level": 6},
    WEBP: {"format": "WEBP", "quality": 85, "method": 2},
}
PACKED: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90, "subsampling": "4:2:0"},
    "JPEG2000": {"irreversible": False},
}
# How the camera was held (Exif 2.32, tag 0112), and what sets it upright.
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
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


def packed_anew(content: bytes, kind: str) -> bytes:
    """Return a picture of a document, a JPEG or JPEG 2000, with the same samples and nothing else.

    Its document says how they are to be seen; so it is neither turned nor reduced, and inks stay inks.
    One cut off is kept as far as it goes, as it was shown. Raises Refused for too many pixels.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    with Image.open(io.BytesIO(content), formats=[kind]) as image:
        if image.width * image.height > limits.PIXELS_READ:
            raise Refused("too_many_pixels")
        image.load()
        bare = Image.new(image.mode, image.size)
        bare.paste(image)
    into = io.BytesIO()
    bare.save(into, kind, **PACKED[kind])
    return into.getvalue()


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
    if image.width * image.height > limits.PIXELS_READ:
        image.draft(None, target)
    turn = TURNS.get(image.getexif().get(ORIENTATION, 1))
    pixels = _plain(image)
    if smaller < 1 and pixels.size != target:
        pixels = pixels.resize(target, Image.Resampling.BOX, reducing_gap=2.0)
    if turn is not None:
        pixels = pixels.transpose(turn)
    # Pasted into a new one: with the pixels comes nothing that was known of the old.
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    return bare, sorted(before) != sorted(bare.size)


def _plain(image: Image.Image) -> Image.Image:
    """Return the pixels as grey, colour, or colour with transparency, 8 bits each."""
    if image.mode in ("I;16", "I;16B", "I;16L", "I", "F"):
        return image.convert("I").point(lambda value: value * (1 / STEPS_OF_16_BITS)).convert("L")
    if image.mode in ("L", "RGB", "RGBA") and "transparency" not in image.info:
        image.load()
        return image
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
