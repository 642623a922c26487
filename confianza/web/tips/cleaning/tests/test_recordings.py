"""Sound and film: nothing is left of who recorded, and what was recorded is."""

import io

import av
import numpy as np
import pytest

from confianza.web.tips.cleaning import Refused, cleaned, limits, recordings
from confianza.web.tips.cleaning.tests import corpus, traces

SOUNDS = {
    "m4a": ("ipod", "aac", 48_000),
    "ogg, opus": ("ogg", "libopus", 48_000),
    "ogg, flac": ("ogg", "flac", 48_000),
    "mp3": ("mp3", "libmp3lame", 44_100),
    "wav": ("wav", "pcm_s16le", 48_000),
    "3gp, amr": ("3gp", "libopencore_amrnb", 8_000),
}
TAGLESS = {"amr": ("amr", "libopencore_amrnb", 8_000), "aac": ("adts", "aac", 48_000)}
FILMS = {
    "h264": ("libx264", "mp4"),
    "h265": ("libx265", "mp4"),
    "mov": ("libx264", "mov"),
    "vp9": ("libvpx-vp9", "mp4"),
}
OLD_FILMS = {"mpeg-4 part 2": ("mpeg4", "mp4", 64, 48), "h263": ("h263", "3gp", 176, 144)}


def heard(content):
    with av.open(io.BytesIO(content)) as source:
        pieces = [frame.to_ndarray().reshape(-1) for frame in source.decode(audio=0)]
        return np.concatenate(pieces).astype(float), source.streams.audio[0].rate


def seen(content):
    with av.open(io.BytesIO(content)) as source:
        return [frame.to_ndarray(format="rgb24") for frame in source.decode(video=0)]


def loudest_tone(content):
    wave, rate = heard(content)
    return np.argmax(np.abs(np.fft.rfft(wave))) * rate / len(wave)


@pytest.mark.parametrize("kind", SOUNDS)
def test_no_tag_place_or_program_is_left_in_sound_and_it_sounds_the_same(kind):
    container, coder, rate = SOUNDS[kind]
    original = corpus.sound(container, coder, rate=rate)
    assert any(planted in original for planted in corpus.PLANTED)
    copy = cleaned(original, declared="audio/x")
    assert copy.media_type == "audio/mp4"
    assert traces.left_in(copy.content, copy.media_type) == []
    assert loudest_tone(copy.content) == pytest.approx(440, abs=15)


@pytest.mark.parametrize("kind", TAGLESS)
def test_what_old_telephones_record_is_read_too(kind):
    container, coder, rate = TAGLESS[kind]
    copy = cleaned(corpus.sound(container, coder, rate=rate), declared="")
    assert traces.left_in(copy.content, copy.media_type) == []
    assert loudest_tone(copy.content) == pytest.approx(440, abs=15)


@pytest.mark.parametrize("kind", FILMS)
def test_a_film_keeps_its_pictures_to_the_bit_and_nothing_else(kind):
    coder, container = FILMS[kind]
    original = corpus.film(coder, container)
    assert any(planted in original for planted in corpus.PLANTED)
    copy = cleaned(original, declared="video/mp4")
    assert copy.media_type == "video/mp4"
    assert traces.left_in(copy.content, copy.media_type) == []
    before, after = seen(original), seen(copy.content)
    assert len(before) == len(after) == 6
    assert all(np.array_equal(one, other) for one, other in zip(before, after, strict=True))
    assert len(heard(copy.content)[0]) > 10_000


@pytest.mark.parametrize("kind", OLD_FILMS)
def test_a_film_of_an_old_telephone_is_coded_anew(kind):
    copy = cleaned(corpus.film(*OLD_FILMS[kind]), declared="")
    assert traces.left_in(copy.content, copy.media_type) == []
    with av.open(io.BytesIO(copy.content)) as source:
        assert source.streams.video[0].codec.name == "h264"
    pictures = seen(copy.content)
    assert len(pictures) == 6
    red, green, _ = pictures[3][8, 8]
    assert red > 150 > green


def test_a_film_stays_upright():
    """A phone held upright writes its pictures lying, and a matrix that says so (ISO/IEC 14496-12, 8.3.2)."""
    original = bytearray(corpus.film())
    at = original.index(b"tkhd") + 4 + 40
    quarter = (0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)
    original[at : at + 36] = b"".join(value.to_bytes(4, "big", signed=True) for value in quarter)
    turned = rotation(bytes(original))
    assert turned in (90, -90, 270)
    assert rotation(cleaned(bytes(original), declared="").content) == turned


def rotation(content):
    with av.open(io.BytesIO(content)) as source:
        return next(source.decode(video=0)).rotation


def test_sound_and_pictures_stay_together():
    """Within the twenty-odd milliseconds that one piece of the coder lasts."""
    original = corpus.film(late=0.4)
    assert began(original) == pytest.approx(0.4, abs=0.03)
    assert began(cleaned(original, declared="").content) == pytest.approx(began(original), abs=0.03)


def began(content):
    with av.open(io.BytesIO(content)) as source:
        return next(source.decode(audio=0)).time


def test_a_silent_film_is_read():
    assert cleaned(corpus.film(with_sound=False), declared="").media_type == "video/mp4"


def test_the_cover_of_a_song_is_left_out_and_it_is_said():
    from mutagen.mp4 import MP4, MP4Cover

    into = io.BytesIO(corpus.sound("ipod", "aac"))
    song = MP4(into)
    song["covr"] = [MP4Cover(corpus.jpeg(), imageformat=MP4Cover.FORMAT_JPEG)]
    song["\xa9cmt"] = corpus.CANARY
    into.seek(0)
    song.save(into)
    copy = cleaned(into.getvalue(), declared="")
    assert (copy.media_type, copy.notes) == ("audio/mp4", ("without_extra_tracks",))
    assert traces.left_in(copy.content, copy.media_type) == []


def test_tags_of_a_song_and_what_follows_it_are_gone():
    import mutagen.id3

    into = io.BytesIO(corpus.sound("mp3", "libmp3lame", rate=44_100))
    tags = mutagen.id3.ID3()
    tags.add(mutagen.id3.GEOB(desc=corpus.CANARY, data=corpus.CANARY.encode()))
    tags.add(mutagen.id3.PRIV(owner=corpus.CANARY, data=corpus.CANARY.encode()))
    tags.save(into)
    copy = cleaned(
        into.getvalue() + b"TAG" + corpus.CANARY.encode().ljust(125) + corpus.archive(), declared=""
    )
    assert traces.left_in(copy.content, copy.media_type) == []


def test_a_recording_that_goes_on_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "RECORDING_SECONDS", 0.2)
    for original, kind in ((corpus.sound("wav", "pcm_s16le"), "audio/wav"), (corpus.film(), "video/mp4")):
        with pytest.raises(Refused, match="too_long"):
            recordings.clean(original, kind)


def test_a_container_without_anything_to_see_or_hear_is_refused():
    whole = corpus.film()
    with pytest.raises(Refused, match=r"unreadable|nothing_in_it"):
        cleaned(whole[:200], declared="video/mp4")
