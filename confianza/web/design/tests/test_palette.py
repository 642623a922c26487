import re
from pathlib import Path

import pytest

from confianza.web.design import palette

STYLE_SHEET = (Path(palette.__file__).parent / "static/design/confianza.css").read_text()
ROOT = STYLE_SHEET[: STYLE_SHEET.index("}")]
VARIABLES = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", ROOT))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_it_knows_the_published_contrast_of_grey_767676_on_white() -> None:
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


def test_the_style_sheet_repeats_the_palette() -> None:
    named = {
        "ink": palette.INK,
        "ink-soft": palette.INK_SOFT,
        "paper": palette.PAPER,
        "ground": palette.GROUND,
        "line": palette.LINE,
        "accent": palette.ACCENT,
        "accent-soft": palette.ACCENT_SOFT,
        "second": palette.SECOND,
        "act": palette.ACT,
        "no-data": palette.NO_DATA,
        **{f"seq-{place}": colour for place, colour in enumerate(palette.SEQUENTIAL, start=1)},
    }
    assert named == VARIABLES


@pytest.mark.parametrize("ground", [palette.PAPER, palette.GROUND, palette.ACCENT_SOFT])
@pytest.mark.parametrize("ink", [palette.INK, palette.INK_SOFT, palette.ACCENT, palette.ACT])
def test_text_reads_on_every_ground(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("tag", re.findall(r"\.tag\.\w+ \{ color: (#[0-9a-f]{6})", STYLE_SHEET))
def test_status_words_read_on_white(tag: str) -> None:
    assert contrast(tag, palette.PAPER) >= 4.5


def test_the_focus_ring_stands_out() -> None:
    assert contrast(palette.SECOND, palette.PAPER) >= 3
    assert contrast(palette.SECOND, palette.GROUND) >= 3


def test_each_class_is_darker_than_the_one_before_so_that_it_survives_grey_print() -> None:
    shades = [luminance(colour) for colour in palette.SEQUENTIAL]
    assert all(before > 1.2 * after for before, after in zip(shades, shades[1:], strict=False))


@pytest.mark.parametrize("count", range(1, 7))
def test_it_spreads_the_classes_over_the_whole_scale(count: int) -> None:
    chosen = palette.steps(count)
    assert len(set(chosen)) == count
    assert count == 1 or (chosen[0], chosen[-1]) == (palette.SEQUENTIAL[0], palette.SEQUENTIAL[-1])
