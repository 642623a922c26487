"""Hatchings tell kinds apart without a colour: dark lines with a light edge, each on a ground of its own."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from confianza.web.design import palette

CROSSED, DOTTED, SLANTED, LEVEL = "crossed", "dotted", "slanted", "level"
HATCHINGS = (CROSSED, DOTTED, SLANTED, LEVEL)
# What draws most attention is what is new; what is gone is pale.
GROUNDS = {CROSSED: "#7fc0b5", DOTTED: "#f5b97f", SLANTED: "#cfe6ec", LEVEL: "#eceff1"}
SIDE = 6
_LINES = {
    CROSSED: "M0 0L6 6M6 0L0 6",
    DOTTED: "M3 3h.01",
    SLANTED: "M-1 1L1 -1M0 6L6 0M5 7L7 5",
    LEVEL: "M0 3H6",
}
# A dot is a line without a length, as wide as its end is round.
_WIDE = {CROSSED: 1.0, DOTTED: 2.4, SLANTED: 1.1, LEVEL: 0.9}


def fill(mark: str, hatching: str) -> str:
    """Return what a shape is filled with; `mark` is that of the picture's `defs`."""
    return f"url(#{mark}-{hatching})"


def defs(mark: str, hatchings: Sequence[str] = HATCHINGS) -> SafeString:
    """Draw the patterns that `fill` refers to."""
    patterns = format_html_join(
        "",
        '<pattern id="{0}-{1}" width="{2}" height="{2}" patternUnits="userSpaceOnUse">'
        '<rect width="{2}" height="{2}" fill="{3}"/>'
        '<path d="{4}" stroke="{5}" stroke-width="{6}" stroke-linecap="round" fill="none"/></pattern>',
        ((mark, each, SIDE, GROUNDS[each], _LINES[each], palette.INK, _WIDE[each]) for each in hatchings),
    )
    return format_html("<defs>{}</defs>", patterns)
