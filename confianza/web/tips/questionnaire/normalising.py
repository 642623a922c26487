"""Words as they are kept: one way to write each letter, and nothing that a screen does not show."""

import re
import unicodedata

KEPT_CONTROLS = "\n"
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def line(text: str) -> str:
    """Return words on one line: NFC, no control characters, one blank between words."""
    return " ".join(_visible(text).split())


def paragraphs(text: str) -> str:
    """Return words on several lines: as `line`, with at most one empty line between paragraphs."""
    lines = (" ".join(one.split()) for one in _visible(text.replace("\r\n", "\n")).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _visible(text: str) -> str:
    # Tabs and other blanks become blanks; what turns the direction of writing, or has no width, goes.
    blanks = "".join(" " if one.isspace() and one != "\n" else one for one in text)
    composed = unicodedata.normalize("NFC", blanks)
    return "".join(
        one for one in composed if one in KEPT_CONTROLS or unicodedata.category(one) not in INVISIBLE
    )
