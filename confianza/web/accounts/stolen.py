"""The list of stolen passwords, where somebody has laid it into the workspace. No other server is asked.

It is that of Have I Been Pwned: SHA-1 in capitals, sorted, one a line, a colon and a count after each.
Nothing is kept or guarded by SHA-1: that list is written in it.
"""

import hashlib
import os
from pathlib import Path
from typing import BinaryIO

from django.conf import settings


def is_stolen(password: str) -> bool:
    """Say whether a password stands in the list; of none where there is no list."""
    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    file: Path = settings.STOLEN_PASSWORDS
    return file.exists() and _stands_in(file, digest.encode())


def _stands_in(file: Path, digest: bytes) -> bool:
    """Say whether a line of a sorted file begins with `digest`, by halving it: it has tens of gigabytes."""
    with file.open("rb") as lines:
        low, high = 0, lines.seek(0, os.SEEK_END)
        while low < high:
            middle = (low + high) // 2
            if _line_from(lines, middle) < digest:
                low = middle + 1
            else:
                high = middle
        return _line_from(lines, low).startswith(digest)


def _line_from(lines: BinaryIO, place: int) -> bytes:
    """Return the first line that begins at `place` or later; past the end, what sorts after every digest."""
    lines.seek(max(place - 1, 0))
    if place:
        lines.readline()
    return lines.readline() or b"~"
