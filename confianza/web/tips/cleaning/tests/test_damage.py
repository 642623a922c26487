"""Whatever a file holds, reading it ends with a clean copy or a reason, never with a failure of ours."""

import functools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confianza.web.tips.cleaning import Clean, Refused, cleaned, copies
from confianza.web.tips.cleaning.tests import corpus, traces

MADE = {
    "jpeg": corpus.jpeg, "png": corpus.png, "webp": corpus.webp, "pdf": corpus.document,
    "m4a": lambda: corpus.sound("ipod", "aac"), "ogg": lambda: corpus.sound("ogg", "libopus"),
    "mp3": lambda: corpus.sound("mp3", "libmp3lame", rate=44_100), "mp4": corpus.film,
    "old film": lambda: corpus.film("mpeg4"),
    "amr": lambda: corpus.sound("amr", "libopencore_amrnb", rate=8_000),
}  # fmt: skip
made = functools.cache(lambda kind: MADE[kind]())
fraction = st.floats(0, 1, exclude_max=True)
DAMAGE = {
    "cut off": st.tuples(fraction),
    "bits turned": st.lists(st.tuples(fraction, st.integers(0, 7)), min_size=1, max_size=12),
    "a piece moved": st.tuples(fraction, fraction, fraction),
    "lengths made huge": st.tuples(fraction, st.integers(0, 2**32 - 1)),
}


def damaged(content, how, where):
    spoilt = bytearray(content)
    if how == "cut off":
        return bytes(spoilt[: int(where[0] * len(spoilt))])
    if how == "bits turned":
        for place, bit in where:
            spoilt[int(place * len(spoilt))] ^= 1 << bit
    elif how == "a piece moved":
        start, end, to = sorted(int(place * len(spoilt)) for place in where)
        spoilt[to:to] = spoilt[start:end]
    else:
        at = int(where[0] * len(spoilt))
        spoilt[at : at + 4] = where[1].to_bytes(4, "big")
    return bytes(spoilt)


def check(kind, data):
    how = data.draw(st.sampled_from(sorted(DAMAGE)))
    content = damaged(made(kind), how, data.draw(DAMAGE[how]))
    outcome = copied_or_refused(content)
    if isinstance(outcome, Clean):
        assert traces.left_in_bytes(outcome.content) == []
    else:
        assert outcome in copies.REASONS - {"busy"}


def copied_or_refused(content):
    try:
        return cleaned(content, declared="")
    except Refused as refused:
        return refused.code


def times(examples):
    return settings(max_examples=examples, deadline=None, derandomize=True, database=None,
                    suppress_health_check=list(HealthCheck))  # fmt: skip


@pytest.mark.parametrize("kind", MADE)
@times(10)
@given(data=st.data())
def test_a_damaged_file_is_copied_or_refused(kind, data):
    check(kind, data)


@pytest.mark.slow
@pytest.mark.parametrize("kind", MADE)
@times(400)
@given(data=st.data())
def test_a_file_damaged_in_hundreds_of_ways_is_copied_or_refused(kind, data):
    check(kind, data)


@times(60)
@given(content=st.binary(max_size=400))
def test_bytes_of_no_meaning_are_text_or_refused(content):
    outcome = copied_or_refused(content)
    assert outcome in copies.REASONS or outcome.media_type == "text/plain"
