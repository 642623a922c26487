"""Population figures as files tell them: numbers in any writing, long or wide, and the areas they are of."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from confianza.analysis.territory import areas, keys
from confianza.analysis.territory.areas import NOWHERE, Territory
from confianza.analysis.territory.columns import Columns
from confianza.analysis.territory.findings import FileRefused, finding
from confianza.analysis.territory.reading import Layer
from confianza.analysis.vocabulary.problems import Problem

_GROUPED = re.compile(r"^\d{1,3}(?:[., ’']\d{3})+$")
Row = Mapping[str, str | None]


@dataclass(frozen=True)
class Figure:
    """The population of one area in one year, and who says so."""

    area_id: str
    year: int
    population: float
    source: str


def tells_population(told: Columns) -> bool:
    """Whether a file with these columns has population figures."""
    return bool(told.population_by_year or (told.year and told.population))


def of_layer(
    layer: Layer, told: Columns, territory: Territory, *, source: str
) -> tuple[list[Figure], list[Problem]]:
    """Return the figures of a layer whose areas are known, and what could not be used.

    Several rows of one area and year (men and women, age groups) are added up, and that is said.
    """
    if not tells_population(told):
        raise FileRefused("no_population_column", file=layer.file)
    finder = _Finder(territory)
    sums: defaultdict[tuple[str, int], list[float]] = defaultdict(list)
    lost: defaultdict[str, list[str]] = defaultdict(list)
    for row in layer.cells.iter_rows(named=True):
        area, why = finder.find(row, told)
        for year, text in of_row(row, told):
            value = number(text)
            reason = why or ("" if value is not None else "population_unreadable")
            if reason:
                lost[reason].append(_title(row, told) if why else str(text))
            elif value is not None:
                sums[area, year].append(value)
    problems = [
        finding(code, len(examples), examples, file=layer.file) for code, examples in sorted(lost.items())
    ]
    summed = [f"{area} {year}" for (area, year), values in sums.items() if len(values) > 1]
    if summed:
        problems.append(finding("figures_summed", len(summed), summed, file=layer.file))
    return [Figure(area, year, sum(values), source) for (area, year), values in sums.items()], problems


def of_row(row: Row, told: Columns) -> Iterator[tuple[int, str]]:
    """Yield (year, text) of the figures in one row; blank ones are passed over."""
    for year, column in told.population_by_year.items():
        if text := row[column]:
            yield year, text
    year_told = number(row[told.year]) if told.year and told.population else None
    if year_told is not None and (text := row[told.population]):
        yield int(year_told), text


def number(text: str | None) -> float | None:
    """Read a count in any writing ("1.234.567", "1,234", "12 345", "99.0"); None for anything else or below
    zero.
    """
    told = (text or "").strip()
    if _GROUPED.match(told):
        return float(re.sub(r"\D", "", told))
    try:
        value = float(told.replace(",", "."))
    except ValueError:
        return None
    return value if 0 <= value < float("inf") else None


def _title(row: Row, told: Columns) -> str:
    cells = (row[column] for column in (told.code, told.name, told.parent_name) if column)
    return " ".join(cell for cell in cells if cell)


class _Finder:
    """Finds the one current area that a row of a file is of."""

    def __init__(self, territory: Territory) -> None:
        known = Territory(areas=areas.current(territory.areas), names=territory.names)
        self._codes = _by_level_and_key(keys.of_codes(known).rows())
        self._names = _by_level_and_key(keys.of_names(known).rows())

    def find(self, row: Row, told: Columns) -> tuple[str, str]:
        """Return (area_id, "") or ("", code of the problem)."""
        level = (row[told.level_column] if told.level_column else told.level) or ""
        scope = self._one(
            told.parent_level, NOWHERE, _cell(row, told.parent_code), _cell(row, told.parent_name)
        )
        for within in dict.fromkeys((scope, NOWHERE)):
            found = self._all(level, within, _cell(row, told.code), _cell(row, told.name))
            if len(found) == 1:
                return next(iter(found)), ""
            if found:
                return NOWHERE, "area_ambiguous"
        return NOWHERE, "area_unknown"

    def _one(self, level: str, scope: str, code: str, name: str) -> str:
        found = self._all(level, scope, code, name)
        return next(iter(found)) if len(found) == 1 else NOWHERE

    def _all(self, level: str, scope: str, code: str, name: str) -> set[str]:
        by_code = self._codes.get((level, scope, keys.code_key(code)), set()) if code else set()
        return by_code or (self._names.get((level, scope, keys.name_key(name)), set()) if name else set())


def _cell(row: Row, column: str) -> str:
    return (row[column] if column else "") or ""


def _by_level_and_key(rows: Sequence[tuple[object, ...]]) -> dict[tuple[str, str, str], set[str]]:
    """Return the areas by (level, scope, key), the most direct keys first."""
    best: dict[tuple[str, str, str], tuple[int, set[str]]] = {}
    for level, scope, key, rank, _, area, *_ in rows:
        place, directness = (str(level), str(scope), str(key)), int(str(rank))
        known, found = best.get(place, (directness, set()))
        if directness < known:
            known, found = directness, set()
        if directness == known:
            found.add(str(area))
        best[place] = (known, found)
    return {place: found for place, (_, found) in best.items()}
