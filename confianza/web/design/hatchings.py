"""Hatchings that lie over a colour and tell kinds apart without one: dark lines with a light edge."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from confianza.web.design import palette

CROSSED, DOTTED, SLANTED, LEVEL = "crossed", "dotted", "slanted", "level"
HATCHINGS = (CROSSED, DOTTED, SLANTED, LEVEL)
SIDE = 6
_LINES = {
    CROSSED: "M0 0L6 6M6 0L0 6",
    DOTTED: "M3 3h.01",
    SLANTED: "M-1 1L1 -1M0 6L6 0M5 7L7 5",
    LEVEL: "M0 3H6",
}
# A dot is a line without a length, as wide as its end is round.
_WIDE = {CROSSED: (2.2, 1.0), DOTTED: (4.2, 2.6), SLANTED: (2.6, 1.2), LEVEL: (2.6, 1.2)}


def fill(mark: str, hatching: str) -> str:
    """Return what a shape is filled with; `mark` is that of the picture's `defs`."""
    return f"url(#{mark}-{hatching})"


def defs(mark: str, hatchings: Sequence[str] = HATCHINGS) -> SafeString:
    """Draw the patterns that `fill` refers to."""
    patterns = format_html_join(
        "",
        '<pattern id="{0}-{1}" width="{2}" height="{2}" patternUnits="userSpaceOnUse">'
        '<path d="{3}" stroke="{4}" stroke-width="{5}" stroke-linecap="round" fill="none"/>'
        '<path d="{3}" stroke="{6}" stroke-width="{7}" stroke-linecap="round" fill="none"/></pattern>',
        (
            (mark, each, SIDE, _LINES[each], palette.PAPER, _WIDE[each][0], palette.INK, _WIDE[each][1])
            for each in hatchings
        ),
    )
    return format_html("<defs>{}</defs>", patterns)
