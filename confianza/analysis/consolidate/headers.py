"""Find the header of a table wherever it stands, under its spellings and the slips in them.

A header may take up to three rows (merged cells, years above months). Every way of taking one, two or three
rows of the head as the header is tried; the one that leaves fewest required columns unfound wins.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from confianza.analysis.consolidate import month_headers, spellings
from confianza.analysis.consolidate.month_headers import MonthColumn, TotalColumn
from confianza.analysis.consolidate.raw_tables import Row
from confianza.analysis.consolidate.spellings import Spellings
from confianza.analysis.sources.profile import Profile
from confianza.analysis.vocabulary.folding import fold_tight

_DEEPEST = 3
# Rows still tried after the first that has every required column: a second header row may name more.
_ROWS_AFTER_FIRST = 2
_TRIED_FOR_LIKENESS = 5
# Similarity (0 to 100) from which two headers differ only by a slip of the fingers, and the shortest
# trusted with it.
_SIMILAR = 90
_SHORTEST = 5
_FEWEST_MONTHS = 2


@dataclass(frozen=True)
class Header:
    """Where a profile's fields stand in a table.

    `row` is the place of the header's last row in the head, from 0. `columns` and `written` give the
    position and the header as written of each field found; `similar` the fields found only by likeness;
    `missing` those required and not found, in the institution's own spelling; `texts` all headers, by
    position.
    """

    row: int
    texts: tuple[str, ...]
    columns: dict[str, int]
    missing: tuple[str, ...]
    months: tuple[MonthColumn, ...] = ()
    totals: tuple[TotalColumn, ...] = ()
    similar: tuple[str, ...] = ()

    @property
    def found(self) -> int:
        """How many columns of the table have a meaning."""
        return len(self.columns) + len(self.months)

    @property
    def counted(self) -> dict[int, str]:
        """The headers of months and of totals, by position; empty unless months are columns."""
        months = {month.position: month.header for month in self.months}
        return months | {total.position: total.header for total in self.totals}

    @property
    def written(self) -> dict[str, str]:
        """The header of each field found, as written."""
        return {field: self.texts[position] for field, position in self.columns.items()}

    @property
    def unknown(self) -> dict[int, str]:
        """The headers without a meaning, by position."""
        known = {*self.columns.values(), *self.counted}
        return {place: text for place, text in enumerate(self.texts) if text and place not in known}


@dataclass(frozen=True)
class _Stack:
    """One column of a header of several rows, top to bottom; `filled` has the merged cells written out."""

    own: tuple[str, ...]
    filled: tuple[str, ...]

    @property
    def text(self) -> str:
        return next((text for text in reversed(self.own) if text), "")

    @property
    def names(self) -> list[str]:
        """What the column may be called: by its lowest text, then by all its texts together."""
        joined = " ".join(dict.fromkeys(text for text in self.filled if text))
        return [self.text, joined] if self.text else []

    @property
    def year(self) -> int | None:
        """The year that stands above the column: its own or that of the merged cells it is under."""
        years = (month_headers.year_of(text) for text in reversed(self.filled))
        return next((year for year in years if year), None)


def find(head: Sequence[Row], known: Spellings) -> Header | None:
    """Return the best header in the head of a table, complete or not; None where no column is known."""
    candidates = sorted(_candidates(head, known), key=_merit, reverse=True)[:_TRIED_FOR_LIKENESS]
    return max((_with_similar(header, known) for header in candidates), key=_merit, default=None)


def _merit(header: Header) -> tuple[int, int]:
    return -len(header.missing), header.found


def _candidates(head: Sequence[Row], known: Spellings) -> Iterator[Header]:
    last = len(head)
    for row, cells in enumerate(head):
        if row > last:
            return
        if row and sum(map(bool, cells)) < 2:
            continue
        for depth in range(1, min(_DEEPEST, row + 1) + 1):
            header = _matched(_stacks(head[row + 1 - depth : row + 1]), row, known)
            if header.found:
                yield header
            if not header.missing:
                last = min(last, row + _ROWS_AFTER_FIRST)


def _stacks(rows: Sequence[Row]) -> list[_Stack]:
    width = max(map(len, rows))
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    filled = [_fill_right(row) for row in padded[:-1]] + [padded[-1]]
    own_columns, filled_columns = zip(*padded, strict=True), zip(*filled, strict=True)
    return [_Stack(own, full) for own, full in zip(own_columns, filled_columns, strict=True)]


def _fill_right(row: Row) -> list[str]:
    """Write the text of merged cells, which stands in the first of them, into all of them."""
    filled: list[str] = []
    for cell in row:
        filled.append(cell or (filled[-1] if filled else ""))
    return filled


def _matched(stacks: Sequence[_Stack], row: int, known: Spellings) -> Header:
    columns = _assigned(stacks, known)
    months = _months(stacks, columns, known.profile)
    totals = _totals(stacks, columns, months)
    missing = _missing(columns, months, known.profile)
    return Header(row, tuple(stack.text for stack in stacks), columns, missing, months, totals)


def _assigned(stacks: Sequence[_Stack], known: Spellings) -> dict[str, int]:
    """Give each field the column with its best spelling, and each column to one field."""
    order = {field.column: place for place, field in enumerate(known.profile.fields)}
    meanings = sorted(
        (rank, which, position, order[field], field)
        for position, stack in enumerate(stacks)
        for which, name in enumerate(stack.names)
        for rank, field in known.meanings(name)
    )
    columns: dict[str, int] = {}
    for _, _, position, _, field in meanings:
        if field not in columns and position not in columns.values():
            columns[field] = position
    return columns


def _months(stacks: Sequence[_Stack], columns: dict[str, int], profile: Profile) -> tuple[MonthColumn, ...]:
    if profile.wide is None:
        return ()
    taken = set(columns.values())
    if named := profile.wide.years_named:
        return tuple(
            MonthColumn(position, None, year, stack.text)
            for position, stack in enumerate(stacks)
            if position not in taken and (year := month_headers.year_named(stack.own[-1], named))
        )
    found = [
        MonthColumn(position, parsed[0], parsed[1] or stack.year, _month_header(stack))
        for position, stack in enumerate(stacks)
        if position not in taken and (parsed := month_headers.month_of(stack.own[-1]))
    ]
    enough = len(found) >= _FEWEST_MONTHS or "weight" not in columns
    return tuple(found) if enough else ()


def _month_header(stack: _Stack) -> str:
    return f"{stack.year} {stack.text}" if stack.year else stack.text


def _totals(
    stacks: Sequence[_Stack], columns: dict[str, int], months: tuple[MonthColumn, ...]
) -> tuple[TotalColumn, ...]:
    taken = {*columns.values(), *(month.position for month in months)}
    return tuple(
        TotalColumn(position, month_headers.year_in(stack.text) or stack.year, stack.text)
        for position, stack in enumerate(stacks)
        if months and position not in taken and month_headers.is_total(stack.text)
    )


def _missing(columns: dict[str, int], months: tuple[MonthColumn, ...], profile: Profile) -> tuple[str, ...]:
    missing = [field for field in profile.fields if field.required and field.column not in columns]
    names = [field.headers[0] if field.headers else field.column for field in missing]
    if profile.wide is not None:
        if not months and "weight" not in columns:
            names.append(profile.wide.years_named or "Enero … Diciembre")
        if profile.wide.year in ("header", "header_above") and any(month.year is None for month in months):
            names.append("Año")
    return tuple(names)


def _with_similar(header: Header, known: Spellings) -> Header:
    """Give fields still without a column the one whose header is nearly theirs, if there is one."""
    columns = dict(header.columns)
    unknown = header.unknown
    likenesses = sorted(_likenesses(header, unknown, known), reverse=True)
    for _, position, field in likenesses:
        if field not in columns and position not in columns.values():
            columns[field] = position
    similar = tuple(field for field in columns if field not in header.columns)
    missing = _missing(columns, header.months, known.profile)
    return replace(header, columns=columns, similar=similar, missing=missing)


def _likenesses(
    header: Header, unknown: dict[int, str], known: Spellings
) -> Iterator[tuple[float, int, str]]:
    for field in known.profile.fields:
        if field.column in header.columns:
            continue
        for position, text in unknown.items():
            likeness = max((_likeness(text, spelling) for spelling in field.headers), default=0.0)
            if likeness >= _SIMILAR:
                yield likeness, position, field.column


def _likeness(written: str, spelling: str) -> float:
    one, other = fold_tight(written), fold_tight(spelling)
    if min(len(one), len(other)) < _SHORTEST or not spellings.same_short_words(written, spelling):
        return 0.0
    return fuzz.ratio(one, other)
