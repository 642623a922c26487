"""Sound and film. Sound is coded anew; film keeps its pictures as they are packed, and nothing beside them.

Both come out as MP4: it plays on every telephone, and one container for all says less about the recorder.
"""

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import av
import av.logging
from av.bitstream import BitStreamFilterContext

from confianza.web.tips.cleaning import limits
from confianza.web.tips.cleaning.copies import Clean, Refused
from confianza.web.tips.cleaning.kinds import AAC, AMR, ISO_MEDIA, MP3, OGG, WAV

READERS = {ISO_MEDIA: "mov", OGG: "ogg", MP3: "mp3", AMR: "amr", WAV: "wav", AAC: "aac"}
# What besides pictures stands in a stream of pictures: messages of the camera or the coder (H.264 table 7-1,
# H.265 table 7-1).
MESSAGES = {"h264": "6", "hevc": "39|40", "vp9": ""}
HEVC_MESSAGES = (39, 40)
UNIT_BEGINS = re.compile(rb"\x00*\x00\x00\x01")
# No date, no name of a program, no random number.
NOTHING_TOLD = {"fflags": "+bitexact"}
CODED = {"flags": "+bitexact", "aac_coder": "fast"}
# The coder would write its own name and settings between the pictures.
CODED_FILM = {"preset": "veryfast", "crf": "26", "threads": "1", "flags": "+bitexact"}
BITS_PER_CHANNEL = 48_000
RATE = 48_000
# What old telephones film (H.263, MPEG-4 part 2) no browser shows: coded anew, as it is small.
PIXELS_CODED_ANEW = 720 * 576


def clean(content: bytes, media_type: str) -> Clean:
    """Return a recording as MP4, film or sound alone.

    Raises Refused for what is damaged, too long, or of a kind that no browser plays.
    """
    av.logging.set_level(av.logging.PANIC)
    try:
        with av.open(io.BytesIO(content), format=READERS[media_type]) as source:
            return _made_anew(source)
    except Refused:
        raise
    except MemoryError as problem:
        raise Refused("expands") from problem
    # A damaged recording can make its reader stumble anywhere.
    except Exception as problem:
        raise Refused("unreadable") from problem


def _made_anew(source: Any) -> Clean:
    film = next((each for each in source.streams.video if not _is_cover(each)), None)
    sound = next(iter(source.streams.audio), None)
    if film is None and sound is None:
        raise Refused("nothing_in_it")
    if source.duration and source.duration / av.time_base > limits.RECORDING_SECONDS:
        raise Refused("too_long")
    for stream in (film, sound):
        if stream is not None:
            stream.codec_context.thread_count = 1
    into = io.BytesIO()
    with av.open(into, "w", format="mp4" if film else "ipod", options=NOTHING_TOLD) as copy:
        tracks = _tracks(copy, film, sound)
        written = _copied(source, copy, tracks)
    if not written:
        raise Refused("nothing_in_it")
    extra = len(source.streams) > len(tracks)
    return Clean(
        "video/mp4" if film else "audio/mp4", into.getvalue(), ("without_extra_tracks",) if extra else ()
    )


def _is_cover(stream: Any) -> bool:
    return bool(int(stream.disposition) & int(av.stream.Disposition.attached_pic))


def _tracks(copy: Any, film: Any, sound: Any) -> dict[int, Any]:
    """Return for each stream that is kept how its packets become those of the copy."""
    tracks: dict[int, Any] = {}
    if film is not None:
        tracks[film.index] = (_Film if _coder(film) in MESSAGES else _OldFilm)(copy, film)
    if sound is not None:
        tracks[sound.index] = _Sound(copy, sound)
    return tracks


def _copied(source: Any, copy: Any, tracks: dict[int, Any]) -> int:
    """Copy every packet; return how many were written. One that is damaged is left out."""
    written = 0
    for packet in source.demux([source.streams[index] for index in tracks]):
        for made in tracks[packet.stream.index].packets(packet):
            copy.mux_one(made)
            written += 1
    for track in tracks.values():
        for made in track.rest():
            copy.mux_one(made)
            written += 1
    return written


class _Film:
    """Pictures copied as they are packed, without the messages between them."""

    def __init__(self, copy: Any, stream: Any) -> None:
        self._out = copy.add_stream_from_template(stream)
        self._out.metadata.clear()
        self._clear = _WithoutMessages(_coder(stream), stream, self._out)
        # The filter has turned the settings into units too, but passes over the messages among those.
        if _coder(stream) == "hevc" and (settings := self._out.codec_context.extradata):
            self._out.codec_context.extradata = _without_messages_hevc(settings)
        self._seconds = stream.time_base

    def packets(self, packet: Any) -> Iterator[Any]:
        if packet.dts is None:
            return
        if packet.dts * self._seconds > limits.RECORDING_SECONDS:
            raise Refused("too_long")
        yield from self._clear.packets(packet)

    def rest(self) -> Iterator[Any]:
        yield from self._clear.packets(None)


class _OldFilm:
    """Pictures of old telephones, decoded and coded anew."""

    def __init__(self, copy: Any, stream: Any) -> None:
        if not 0 < stream.width * stream.height <= PIXELS_CODED_ANEW:
            raise Refused("recording_kind")
        self._out = copy.add_stream("libx264", rate=stream.average_rate or 15, options=CODED_FILM)
        self._out.width, self._out.height = stream.width - stream.width % 2, stream.height - stream.height % 2
        self._out.pix_fmt = "yuv420p"
        self._out.codec_context.time_base = stream.time_base
        self._clear = _WithoutMessages("h264", self._out, self._out)

    def packets(self, packet: Any) -> Iterator[Any]:
        with suppress(av.error.InvalidDataError):
            for picture in packet.decode():
                made = picture.reformat(self._out.width, self._out.height, "yuv420p", threads=1)
                made.pict_type = 0
                for coded in self._out.encode(made):
                    yield from self._clear.packets(coded)

    def rest(self) -> Iterator[Any]:
        for coded in self._out.encode(None):
            yield from self._clear.packets(coded)
        yield from self._clear.packets(None)


class _WithoutMessages:
    """Takes from packed pictures what a camera or a coder says between them."""

    def __init__(self, coder: str, stream: Any, out: Any) -> None:
        told = MESSAGES[coder]
        self._out = out
        self._filter = BitStreamFilterContext(
            f"filter_units=remove_types={told}" if told else "null", stream, out
        )

    def packets(self, packet: Any) -> Iterator[Any]:
        for made in self._filter.filter(packet):
            made.stream = self._out
            yield made


def _without_messages_hevc(settings: bytes) -> bytes:
    """Return how a coder of H.265 is set, as a stream of units (H.265, annex B), without messages."""
    units = [unit for unit in UNIT_BEGINS.split(settings) if unit]
    return b"".join(b"\0\0\0\1" + unit for unit in units if (unit[0] >> 1) & 0x3F not in HEVC_MESSAGES)


def _coder(stream: Any) -> str:
    return str(stream.codec.canonical_name)


class _Sound:
    """Sound decoded and coded anew: mono or stereo, one rate, one coder."""

    def __init__(self, copy: Any, stream: Any) -> None:
        layout = "mono" if stream.channels == 1 else "stereo"
        self._out = copy.add_stream("aac", rate=RATE, layout=layout, options=CODED)
        self._out.bit_rate = BITS_PER_CHANNEL * (1 if layout == "mono" else 2)
        self._resampler = av.AudioResampler(format="fltp", layout=layout, rate=RATE)
        self._seconds = 0.0

    def packets(self, packet: Any) -> Iterator[Any]:
        with suppress(av.error.InvalidDataError):
            for heard in packet.decode():
                yield from self._coded(heard)

    def _coded(self, heard: Any) -> Iterator[Any]:
        self._seconds += heard.samples / (heard.sample_rate or RATE)
        if self._seconds > limits.RECORDING_SECONDS:
            raise Refused("too_long")
        for piece in self._resampler.resample(heard):
            yield from self._out.encode(piece)

    def rest(self) -> Iterator[Any]:
        for piece in self._resampler.resample(None):
            yield from self._out.encode(piece)
        yield from self._out.encode(None)
