"""Tables for download, in which no cell is a formula of whoever wrote into the source."""

import csv
import io
from collections.abc import Iterable
from typing import Any

# A cell that starts so is computed by a spreadsheet when it is opened, and may then send things away.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "＝", "＋", "－", "＠")


def csv_line(cells: Iterable[Any], *, end: str = "\r\n") -> str:
    """Return one line of a CSV file, its cells made harmless."""
    line = io.StringIO()
    csv.writer(line, lineterminator=end).writerow([harmless(cell) for cell in cells])
    return line.getvalue()


def harmless(cell: Any) -> Any:
    """Return a cell with an apostrophe before what a spreadsheet would compute; numbers stay numbers."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    digits = text.lstrip("+-").replace(",", "").replace(".", "", 1)
    return len(text) - len(text.lstrip("+-")) <= 1 and digits.isascii() and digits.isdigit()
