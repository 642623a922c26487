"""CSV: one file a table, and the codebook beside them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from confianza.web.lib import spreadsheets

# By which spreadsheets know that letters are UTF-8.
MARK = "\ufeff"


def table(rows: Iterable[Sequence[Any]]) -> bytes:
    """Return rows as CSV: UTF-8, moments as ISO 8601, numbers with a point, and no cell a formula."""
    return (MARK + "".join(spreadsheets.csv_line(map(_written, row)) for row in rows)).encode()


def _written(value: Any) -> Any:
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    return value.isoformat(" ", "seconds") if isinstance(value, datetime) else value
