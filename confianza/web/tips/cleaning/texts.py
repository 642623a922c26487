"""Plain text: decoded, written anew as UTF-8, without signs that nobody sees."""

import unicodedata

from confianza.web.tips.cleaning import limits
from confianza.web.tips.cleaning.copies import Clean, Refused
from confianza.web.tips.cleaning.kinds import TEXT

# Controls, marks of direction, signs of no width: invisible, so they could carry what nobody meant to tell.
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
KEPT = frozenset("\n\t")
# What is no text has more of them than a stray one.
STRAY_SHARE = 0.01


def clean(content: bytes) -> Clean:
    """Return a text as UTF-8 (NFC, lines ended by \\n). Raises Refused if it is none, or too long."""
    if len(content) > limits.TEXT_BYTES:
        raise Refused("too_big")
    text = _decoded(content).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", "\n")
    visible = "".join(sign for sign in text if sign in KEPT or unicodedata.category(sign) not in INVISIBLE)
    controls = sum(1 for sign in text if unicodedata.category(sign) == "Cc" and sign not in KEPT)
    if controls > STRAY_SHARE * len(text):
        raise Refused("unknown")
    if not visible.strip():
        raise Refused("empty")
    return Clean(TEXT, unicodedata.normalize("NFC", visible).encode())


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as problem:
            raise Refused("unreadable") from problem
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What old phones and Windows write; the five bytes it does not know are no letters.
        return content.decode("cp1252", errors="ignore")
