"""Pictures: nothing but pixels gets through, and those upright."""

import io

import numpy as np
import pytest
from PIL import Image

from confianza.web.tips.cleaning import Refused, cleaned, limits
from confianza.web.tips.cleaning.tests import corpus, traces

MADE = {
    "jpeg": corpus.jpeg,
    "jpeg in grey": lambda: corpus.jpeg(mode="L"),
    "jpeg in four inks": lambda: corpus.jpeg(mode="CMYK"),
    "png": corpus.png,
    "png with transparency": lambda: corpus.png(corpus.scene().convert("RGBA")),
    "png with a palette": lambda: corpus.png(corpus.scene().quantize(16), transparency=0),
    "webp": corpus.webp,
    "webp without loss": lambda: corpus.webp(lossless=True),
}


def opened(content):
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("kind", MADE)
def test_no_tag_profile_comment_or_appendix_is_left_in_a_picture(kind):
    original = MADE[kind]()
    assert traces.left_in(original, "image/"), "the original must have traces, or the test shows nothing"
    copy = cleaned(original, declared="image/jpeg")
    assert traces.left_in(copy.content, copy.media_type) == []


def test_a_reader_other_than_ours_finds_the_traces_of_the_original():
    assert dict(opened(corpus.jpeg()).getexif())[0x0112] == 6
    assert "exif 34853" in traces.in_picture(corpus.jpeg())


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_as_its_camera_was_held(orientation):
    """Where the red quarter ends up for each of the eight values (Exif 2.32, tag 0112)."""
    copy = opened(cleaned(corpus.jpeg(orientation=orientation), declared="").content)
    corners = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}
    assert copy.size == ((64, 48) if orientation < 5 else (48, 64))
    right, low = corners[orientation]
    red, green, _ = copy.getpixel((3 + right * (copy.width - 7), 3 + low * (copy.height - 7)))
    assert red > 180 > green
    others = [(x, y) for x in (0, 1) for y in (0, 1) if (x, y) != (right, low)]
    for x, y in others:
        assert copy.getpixel((3 + x * (copy.width - 7), 3 + y * (copy.height - 7)))[0] < 60


@pytest.mark.parametrize("make", [corpus.png, corpus.webp], ids=["png", "webp"])
def test_pictures_of_other_kinds_stand_upright_too(make):
    copy = opened(cleaned(make(), declared="").content)
    assert copy.size == (48, 64)
    assert copy.convert("RGB").getpixel((44, 4))[0] > 150


def test_pixels_without_loss_stay_as_they_are():
    scene = corpus.scene()
    into = io.BytesIO()
    scene.save(into, "PNG")
    assert np.array_equal(
        np.asarray(opened(cleaned(into.getvalue(), declared="").content)), np.asarray(scene)
    )


def test_transparency_stays():
    image = corpus.scene().convert("RGBA")
    image.putalpha(77)
    copy = opened(cleaned(corpus.png(image), declared="").content)
    assert copy.mode == "RGBA"
    assert copy.getpixel((5, 5))[3] == 77


def test_a_picture_of_sixteen_bits_keeps_its_greys():
    greys = np.linspace(0, 65535, 64 * 48).reshape(48, 64).astype("uint16")
    into = io.BytesIO()
    Image.fromarray(greys).save(into, "PNG")
    copy = np.asarray(opened(cleaned(into.getvalue(), declared="").content)).astype(int)
    assert np.abs(copy - greys / 257).max() <= 1


def test_of_a_moving_picture_the_first_is_kept_and_it_is_said():
    into = io.BytesIO()
    corpus.scene().save(
        into, "WEBP", save_all=True, append_images=[corpus.scene().rotate(180)] * 3, duration=50
    )
    copy = cleaned(into.getvalue(), declared="")
    assert copy.notes == ("first_picture",)
    assert getattr(opened(copy.content), "n_frames", 1) == 1
    assert opened(copy.content).convert("RGB").getpixel((5, 5))[0] > 150


def test_a_large_picture_is_made_smaller_and_it_is_said():
    into = io.BytesIO()
    Image.new("L", (8000, 4000), 90).save(into, "JPEG", quality=20)
    copy = cleaned(into.getvalue(), declared="")
    width, height = opened(copy.content).size
    assert copy.notes == ("smaller",)
    assert 0.9 * limits.PIXELS_KEPT < width * height <= limits.PIXELS_KEPT
    assert abs(width / height - 2) < 0.01


def test_a_picture_for_a_phone_keeps_its_size():
    into = io.BytesIO()
    Image.new("RGB", (4000, 3000), "navy").save(into, "JPEG", quality=20)
    copy = cleaned(into.getvalue(), declared="")
    assert (opened(copy.content).size, copy.notes) == ((4000, 3000), ())


@pytest.mark.parametrize("make", [corpus.jpeg, corpus.png, corpus.webp], ids=["jpeg", "png", "webp"])
def test_a_picture_cut_off_is_refused(make):
    whole = make()
    with pytest.raises(Refused, match="unreadable"):
        cleaned(whole[: len(whole) // 3], declared="")


def test_a_bomb_of_pixels_is_refused_before_it_goes_off():
    bomb = corpus.png_bomb(20_000, 20_000)
    assert len(bomb) < 100_000
    with pytest.raises(Refused, match="too_many_pixels"):
        cleaned(bomb, declared="image/png")
