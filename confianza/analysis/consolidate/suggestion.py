"""Propose a profile for a file that nobody knows: which layouts it may be of, and what each column may hold.

Columns are matched by their header (every spelling of every known layout) and by their values. What is
proposed is for a person to confirm: each column says how sure it is, and the doubts are told.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import polars as pl

from confianza.analysis.consolidate import (
    candidates,
    column_guesses,
    containers,
    month_headers,
    profile_source,
)
from confianza.analysis.consolidate.column_guesses import ColumnGuess, KnownHeaders
from confianza.analysis.consolidate.containers import Member
from confianza.analysis.consolidate.delivery import DeliveredFile, Limits
from confianza.analysis.consolidate.raw_tables import RawTable
from confianza.analysis.consolidate.refusals import Found, best
from confianza.analysis.consolidate.spellings import Spellings
from confianza.analysis.sources import catalogue
from confianza.analysis.sources.profile import JsonRecords, Profile
from confianza.analysis.vocabulary import claims
from confianza.analysis.vocabulary.problems import DeliveryRefused, Problem

_MEMBERS_TRIED = 12
_ROWS_TRIED = 400
_PROFILES_SHOWN = 5
# How good a layout must be, and how much better than the next, to be taken without asking.
_SURE_SCORE = 0.7
_SURE_LEAD = 0.1
_DOUBTFUL = 0.7
_WORST_SHOWN = 0.15
_FEWEST_MONTHS = 3
# One cell with a known word may be a value; two in a row are a header.
_FEWEST_KNOWN = 2
_LIMITS = Limits()


@dataclass(frozen=True)
class ProfileMatch:
    """How well a known layout fits: `score` from 0 to 1, the columns it knows, and what it lacks."""

    name: str
    score: float
    columns_known: int
    columns: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """What an unknown file may be: the layouts that fit its table best, each column, and the doubts."""

    file: str
    sheet: str
    header_row: int
    profiles: tuple[ProfileMatch, ...]
    columns: tuple[ColumnGuess, ...]
    months: tuple[str, ...]
    unsure: tuple[Problem, ...]

    @property
    def name(self) -> str:
        """The name of the layout that fits best; "" where none does."""
        return self.profiles[0].name if self.profiles else ""

    @property
    def sure(self) -> bool:
        """Whether one layout finds all it requires and fits clearly better than any other."""
        if not self.profiles or self.profiles[0].missing:
            return False
        rivals = [match.score for match in self.profiles[1:] if not match.missing]
        lead = self.profiles[0].score - max(rivals, default=0.0)
        return self.profiles[0].score >= _SURE_SCORE and lead >= _SURE_LEAD

    @property
    def told(self) -> list[str]:
        """The layouts that fit best with their scores, for a list on a screen."""
        return [f"{match.name} ({match.score:.0%})" for match in self.profiles]

    def as_profile_source(self, name: str = "my_source") -> str:
        """Return the text of a profile file for this table, ready to be mended and saved."""
        year = "column" if any(guess.column == "occurred_year" for guess in self.columns) else "header_above"
        return profile_source.render(name, self.file, self.columns, self.months, year)


def suggest(file: DeliveredFile, *, limits: Limits = _LIMITS, places: Collection[str] = ()) -> Suggestion:
    """Return what a file may be. `places`: folded names of areas, if a territory is known.

    Raises DeliveryRefused where the file cannot be read or holds no table at all.
    """
    members = containers.unpack([file], limits).members[:_MEMBERS_TRIED]
    places_of = _Places(members, limits)
    profiles = catalogue.everyone()
    found = [(_match(fit, profile), fit) for profile in profiles if (fit := _best_fit(places_of, profile))]
    found.sort(key=lambda pair: pair[0].score, reverse=True)
    likely = [pair for pair in found if pair[0].score >= _WORST_SHOWN][:_PROFILES_SHOWN]
    table = _table_to_describe(file, places_of, [fit for _, fit in likely])
    return _described(table, [match for match, _ in likely], KnownHeaders(profiles), places)


class _Places:
    """The tables of the members, read once; only JSON is read anew, as each layout looks elsewhere."""

    def __init__(self, members: Sequence[Member], limits: Limits) -> None:
        self._json = [member for member in members if member.format == "json"]
        self._limits = limits
        others = [member for member in members if member.format != "json"]
        self._others = [ways for member in others for ways in candidates.of(member, None, limits).places]

    def under(self, layout: JsonRecords | None) -> list[Sequence[RawTable]]:
        """Return every table in all the ways to take it, JSON as a layout says."""
        told = [ways for member in self._json for ways in candidates.of(member, layout, self._limits).places]
        return [ways for ways in (*self._others, *told) if ways]


def _best_fit(places_of: _Places, profile: Profile) -> Found | None:
    known = Spellings(profile)
    fits = (best(ways, known) for ways in places_of.under(profile.json))
    return max(fits, key=lambda fit: fit.merit, default=None)


def _match(fit: Found, profile: Profile) -> ProfileMatch:
    """Score a layout: half for what it requires, the rest for how much of table and layout meet."""
    if fit.header is None:
        return ProfileMatch(profile.name, 0.0, 0, 0, ())
    columns = sum(bool(text) for text in fit.header.texts)
    required = sum(field.required for field in profile.fields) or 1
    with_headers = sum(bool(field.headers) for field in profile.fields) or 1
    meets = 1 - min(1.0, len(fit.header.missing) / required)
    known = min(1.0, (fit.header.found + len(fit.header.totals)) / max(1, columns))
    filled = min(1.0, len(fit.header.columns) / with_headers)
    score = round(0.5 * meets + 0.35 * known + 0.15 * filled, 3)
    return ProfileMatch(profile.name, score, fit.header.found, columns, fit.header.missing)


def _table_to_describe(
    file: DeliveredFile, places_of: _Places, fits: Sequence[Found]
) -> tuple[RawTable, int]:
    """Return the table and the place of its header: as the best layout sees it, else by its looks."""
    header = fits[0].header if fits else None
    if header is not None and header.found >= _FEWEST_KNOWN:
        return fits[0].table, header.row
    tables = [table for ways in places_of.under(None) for table in ways]
    looks = [
        (_looks_like_header(table, row), -row, table) for table in tables for row in range(len(table.head))
    ]
    if not looks:
        raise DeliveryRefused("not_a_table", file=file.name)
    _, row, table = max(looks, key=lambda look: look[:2])
    return table, -row


def _looks_like_header(table: RawTable, row: int) -> int:
    """Return how many cells of a row are distinct words that look like no values: no digits, said once."""
    others = [*table.head[:row], *table.head[row + 1 :]]
    cells = [
        cell
        for place, cell in enumerate(table.head[row])
        if cell and all(place >= len(other) or other[place] != cell for other in others)
    ]
    return len({cell for cell in cells if not any(character.isdigit() for character in cell)})


def _described(
    where: tuple[RawTable, int], matches: Sequence[ProfileMatch], known: KnownHeaders, places: Collection[str]
) -> Suggestion:
    table, row = where
    headers = list(table.head[row])
    months = [text for text in headers if month_headers.month_of(text)]
    months = months if len(months) >= _FEWEST_MONTHS else []
    columns = column_guesses.guess_columns(headers, _values(table, row, len(headers)), known, places)
    described = [guess for guess in columns if not months or not _counts(guess.header)]
    return Suggestion(
        file=table.file,
        sheet=table.sheet,
        header_row=table.first_row + row,
        profiles=tuple(matches),
        columns=tuple(described),
        months=tuple(months),
        unsure=tuple(_doubts(described, bool(months))),
    )


def _counts(header: str) -> bool:
    return month_headers.month_of(header) is not None or month_headers.is_total(header)


def _values(table: RawTable, row: int, width: int) -> list[list[str]]:
    cells = table.body(row + 1).cells.head(_ROWS_TRIED).select(pl.all().str.strip_chars())
    told = [cast(list[str], cells[name].drop_nulls().to_list()) for name in cells.columns]
    return [*told, *([] for _ in range(width - len(told)))]


def _doubts(columns: Sequence[ColumnGuess], is_wide: bool) -> Iterator[Problem]:
    for guess in columns:
        if guess.by == "conflict":
            yield Problem("guess_contradicted", 1, column=guess.column, value=guess.header)
        elif guess.column.startswith(claims.OTHER) and not guess.by:
            yield Problem("guess_unknown", 1, value=guess.header)
        elif guess.confidence < _DOUBTFUL:
            yield Problem("guess_doubtful", 1, column=guess.column, value=guess.header)
    found = {guess.column for guess in columns}
    if not is_wide and not found & {"occurred_on", "occurred_year", "registered_on", "died_on"}:
        yield Problem("guess_no_date", 1)
    if not found & {"offence_label", "iccs", "icd10", "mechanism"}:
        yield Problem("guess_no_offence", 1)
    yield Problem("guess_date_meaning", 1)
