"""Tables of municipalities as people bring them: a header, names, numbers; and what is wrong, cell by cell.

Two layouts: a plain table (a header, then rows), and the input sheet of UNHCR's A2SIT, which has rows of
weights, directions, groups and names above its header.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from confianza.analysis.selection.noise import Floats
from confianza.analysis.selection.problems import SelectionRefused

# What the second column of the A2SIT sheet says in the rows above its header.
_WEIGHT, _DIRECTION, _GROUP, _TITLE = "initial weight", "direction", "group", "indicator name"
_FIRST_INDICATOR = 2
_ROWS_LOOKED_AT = 12
# Where 95 of 100 values are shares, one that would be a usual percentage of them is taken for a slip.
_MOSTLY = 0.95
_TIMES = 3
_THOUSANDS = 3
# 1.234 people or cases are a thousand and more to some, and one and a bit to others.
_PARTED = re.compile(r"\d{1,3}(\.\d{3})+")
# Larger is no number of people, money or cases of any place; it was pasted or multiplied.
LARGEST = 1e15
# Of fewer people for each event of a year, the people are told in other units.
PEOPLE_FOR_EACH = 10


@dataclass(frozen=True)
class Sheet:
    """`rows` under `header`; `numbers`: how people call each of them. Of the A2SIT layout also, by column,
    `weights`, `high` (whether a high value is a reason to choose), `groups` and `titles`.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    numbers: tuple[int, ...]
    weights: dict[str, float] = field(default_factory=dict)
    high: dict[str, bool] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def place(self, column: str) -> int:
        """Return where a column stands. Raises SelectionRefused select_no_column."""
        if column not in self.header:
            raise SelectionRefused(
                "select_no_column", column=column, columns=", ".join(filter(None, self.header))
            )
        return self.header.index(column)

    def texts(self, column: str) -> list[str]:
        """Return the cells of a column as texts."""
        place = self.place(column)
        return [_text(row[place]) for row in self.rows]


def of_rows(rows: Sequence[Sequence[Any]], file: str = "") -> Sheet:
    """Return the sheet that rows of cells hold, the first of them being row 1.

    Raises SelectionRefused: select_empty, select_column_twice.
    """
    wide = max((len(row) for row in rows), default=0)
    whole = [tuple(row) + ("",) * (wide - len(row)) for row in rows]
    above = {_mark(row): at for at, row in enumerate(whole[:_ROWS_LOOKED_AT]) if _mark(row)}
    start = max(above.values()) + 1 if _DIRECTION in above else _first_filled(whole)
    header = tuple(_text(cell) for cell in whole[start]) if start < len(whole) else ()
    filled = [at for at in range(start + 1, len(whole)) if any(map(_text, whole[at]))]
    if not filled:
        raise SelectionRefused("select_empty", file=file)
    twice = [name for at, name in enumerate(header) if name and name in header[:at]]
    if twice:
        raise SelectionRefused("select_column_twice", column=twice[0])
    told = {name: whole[at] for name, at in above.items()} if _DIRECTION in above else {}
    body = tuple(whole[at] for at in filled)
    return Sheet(header, body, tuple(at + 1 for at in filled), **_of_template(header, told))


def _of_template(header: tuple[str, ...], told: dict[str, tuple[Any, ...]]) -> dict[str, Any]:
    columns = (
        [(at, name) for at, name in enumerate(header) if at >= _FIRST_INDICATOR and name] if told else []
    )

    def by_column(mark: str, turned: Any) -> dict[str, Any]:
        return {
            name: turned(told[mark][at]) for at, name in columns if mark in told and _text(told[mark][at])
        }

    return {
        "weights": by_column(_WEIGHT, float),
        "high": by_column(_DIRECTION, lambda cell: float(cell) > 0),
        "groups": by_column(_GROUP, _text),
        "titles": by_column(_TITLE, _text),
    }


def _mark(row: Sequence[Any]) -> str:
    said = _text(row[1]).casefold() if len(row) > 1 else ""
    return next((mark for mark in (_WEIGHT, _DIRECTION, _GROUP, _TITLE) if said.startswith(mark)), "")


def _first_filled(rows: Sequence[Sequence[Any]]) -> int:
    return next((at for at, row in enumerate(rows) if sum(map(bool, map(_text, row))) > 1), 0)


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


def names(sheet: Sheet, column: str, code: str = "") -> list[str]:
    """Return the name of each municipality, with its code where one is named: "San Lorenzo (GT1211)".

    Raises SelectionRefused: select_no_column, select_name_blank, select_name_twice.
    """
    told = sheet.texts(column)
    codes = sheet.texts(code) if code else []
    seen: dict[str, int] = {}
    found = []
    for at, name in enumerate(told):
        row = sheet.numbers[at]
        whole = f"{name} ({codes[at]})" if codes else name
        if not name:
            raise SelectionRefused("select_name_blank", row=row)
        if whole in seen:
            raise SelectionRefused("select_name_twice", name=whole, first=seen[whole], row=row)
        seen[whole] = row
        found.append(whole)
    return found


def numbers(sheet: Sheet, columns: Sequence[str], *, units_checked: bool = False) -> dict[str, Floats]:
    """Return the values of columns, NaN where a cell is blank. Raises SelectionRefused.

    Codes: select_no_column, select_cell or select_cells (the first that is no number, row by row),
    select_mixed_units.
    """
    places = {column: sheet.place(column) for column in columns}
    commas = {column for column in columns if has_decimal_commas(sheet.texts(column))}
    found = {column: np.full(len(sheet.rows), np.nan) for column in columns}
    wrong = []
    for at, row in enumerate(sheet.rows):
        for column, place in places.items():
            number = _number(_text(row[place]).replace(",", ".") if column in commas else row[place])
            if number is None:
                wrong.append({"column": column, "value": _text(row[place])} | where(sheet, column, at))
            else:
                found[column][at] = number
    if wrong:
        code = "select_cell" if len(wrong) == 1 else "select_cells"
        raise SelectionRefused(code, **wrong[0], **({"more": len(wrong) - 1} if wrong[1:] else {}))
    if not units_checked:
        for column in columns:
            _check_units(sheet, column, found[column])
    return found


def where(sheet: Sheet, column: str, at: int) -> dict[str, Any]:
    """Return row, column and letter of a cell, as a spreadsheet calls them."""
    return {"row": sheet.numbers[at], "column": column, "letter": letter(sheet.place(column))}


def letter(place: int) -> str:
    """Return what spreadsheets call the column at a place: A for 0, AA for 26."""
    said = ""
    while place >= 0:
        said = chr(ord("A") + place % 26) + said
        place = place // 26 - 1
    return said


def has_decimal_commas(texts: Sequence[str]) -> bool:
    """Say whether a column is written with decimal commas.

    That is so with no point anywhere, one comma at most in a cell, and not always three digits after it, as
    where commas part thousands.
    """
    after = [text.partition(",")[2] for text in texts if "," in text]
    plain = all(part.isdigit() for part in after) and not any("." in text for text in texts)
    return bool(after) and plain and any(len(part) != _THOUSANDS for part in after)


def _number(cell: Any) -> float | None:
    """Return a number, NaN for a blank cell, None for what is neither."""
    if isinstance(cell, bool):
        return None
    text = _text(cell)
    if not text:
        return math.nan
    try:
        number = float(text)
    except ValueError:
        return None
    # Python reads 1_000 as a thousand; nobody else does.
    return number if abs(number) <= LARGEST and "_" not in text else None


def _check_units(sheet: Sheet, column: str, values: Floats) -> None:
    """Refuse a column of shares in which a few cells would be percentages of the same kind."""
    known = values[np.isfinite(values)]
    shares = (known >= 0) & (known <= 1)
    few = max(1, round((1 - _MOSTLY) * len(known)))
    if shares.all() or shares.sum() < 2 or (~shares).sum() > few or (known[shares] % 1 == 0).mean() > 0.5:
        return
    low, high = known[shares].min(), known[shares].max()
    others = known[~shares]
    alike = (others / 100 >= low / _TIMES) & (others / 100 <= min(1.0, high * _TIMES))
    if alike.all() and (others > _TIMES * high).all():
        at = int(np.flatnonzero(values == others[0])[0])
        raise SelectionRefused("select_mixed_units", value=float(others[0]), **where(sheet, column, at))


def check_counts(sheet: Sheet, column: str, values: Floats) -> None:
    """Refuse what is no count: blank, below zero, no whole number, or written with points between
    thousands.
    """
    check_gaps(sheet, column, values)
    _refuse_thousands(sheet, column)
    for at, value in enumerate(values):
        if value < 0:
            raise SelectionRefused("select_negative", value=_plain(value), **where(sheet, column, at))
        if value % 1:
            raise SelectionRefused("select_not_whole", value=_plain(value), **where(sheet, column, at))


def check_people(sheet: Sheet, column: str, people: Floats, counts: Floats) -> None:
    """Refuse a population that is blank, zero, or less than ten times what was counted in it in a year."""
    check_gaps(sheet, column, people)
    _refuse_thousands(sheet, column)
    for at, value in enumerate(people):
        if value <= 0 or value < PEOPLE_FOR_EACH * counts[at]:
            told = {"value": _plain(value), "count": _plain(counts[at])}
            raise SelectionRefused("select_people", **told, **where(sheet, column, at))


def _refuse_thousands(sheet: Sheet, column: str) -> None:
    for at, text in enumerate(sheet.texts(column)):
        if _PARTED.fullmatch(text):
            raise SelectionRefused("select_thousands", value=text, **where(sheet, column, at))


def check_gaps(sheet: Sheet, column: str, values: Floats) -> None:
    """Refuse the first blank cell of a column."""
    blank = np.flatnonzero(~np.isfinite(values))
    if len(blank) == len(values):
        raise SelectionRefused("select_all_blank", column=column)
    if len(blank):
        raise SelectionRefused("select_gap", blanks=len(blank), **where(sheet, column, int(blank[0])))


def _plain(value: float) -> str:
    return f"{value:.10g}"
