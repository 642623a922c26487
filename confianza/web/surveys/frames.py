"""Lists to draw from, as people bring them: a table of clusters, checked row by row."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from confianza.web.surveys.rules import folded

# How each column may be called, folded.
NAMES: Mapping[str, frozenset[str]] = {
    "stratum": frozenset({"estrato", "stratum"}),
    "code": frozenset({"codigo", "código", "segmento", "conglomerado", "code", "cluster"}),
    "size": frozenset({"viviendas", "dwellings", "size"}),
    "area": frozenset({"area", "área", "barrio", "zona", "neighbourhood"}),
    "population": frozenset({"poblacion", "población", "personas", "population", "people"}),
}
NEEDED = ("stratum", "code", "size", "population")
MOST_ROWS = 20_000
LONGEST_CODE, LONGEST_STRATUM = 20, 100
LARGEST_NUMBER = 2_000_000_000

SENTENCES: dict[str, Any] = {
    "empty": _("The list has no rows."),
    "not_text": _("The list is no text in UTF-8. Save the spreadsheet as “CSV UTF-8”."),
    "no_column": _(
        "The list has no column “%(column)s”. Its first row names the columns: estrato, codigo, viviendas, "
        "poblacion, and barrio if you like."
    ),
    "too_many": _("The list has more than %(most)s rows. Draw larger clusters, or split the survey."),
    "no_stratum": _("Row %(row)s: the stratum is blank."),
    "bad_code": _("Row %(row)s: “%(value)s” is no code of a cluster. Up to 20 letters, digits and hyphens."),
    "twice": _("Row %(row)s: the code %(value)s stands in row %(first)s already. Each cluster has its own."),
    "bad_size": _("Row %(row)s: “%(value)s” dwellings. Write a whole number above zero."),
    "bad_population": _("Row %(row)s: “%(value)s” people. Write a whole number above zero."),
    "no_area": _(
        "Row %(row)s: nobody here knows the place “%(value)s”. Write its code or its name as in the "
        "territory, or leave it blank."
    ),
    "two_areas": _("Row %(row)s: “%(value)s” is the name of several places. Write its code."),
    "one_cluster": _(
        "The stratum “%(value)s” has a single cluster, so that nobody can say how sure its figures are. Join "
        "it with another stratum."
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """What is wrong with a list, and where; `severity` as lists of problems draw it."""

    code: str
    details: Mapping[str, Any]
    severity: str = "reject"

    @property
    def sentence(self) -> str:
        """Say it in the reader's language."""
        return str(SENTENCES[self.code]) % self.details


@dataclass(frozen=True)
class Row:
    """A cluster to draw from: `area` its neighbourhood's stable_id, "" where none was named."""

    stratum: str
    code: str
    size: int
    population: int
    area: str = ""


@dataclass(frozen=True)
class Frame:
    """A list, read; where there are problems, nothing of it is taken."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]

    @property
    def strata(self) -> dict[str, int]:
        """The people of each stratum."""
        found: dict[str, int] = {}
        for row in self.rows:
            found[row.stratum] = found.get(row.stratum, 0) + row.population
        return found


def read(content: bytes, places: Mapping[str, Sequence[str]]) -> Frame:
    """Return the clusters of a list in CSV (comma, semicolon or tab). `places`: by folded name or code, the
    stable_ids of the places that it may mean.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Frame((), (Problem("not_text", {}),))
    lines = [line for line in csv.reader(io.StringIO(text), delimiter=_delimiter(text)) if any(line)]
    if len(lines) < 2:
        return Frame((), (Problem("empty", {}),))
    if len(lines) - 1 > MOST_ROWS:
        return Frame((), (Problem("too_many", {"most": MOST_ROWS}),))
    at = _columns(lines[0])
    missing = [name for name in NEEDED if name not in at]
    if missing:
        named = {"stratum": "estrato", "code": "codigo", "size": "viviendas", "population": "poblacion"}
        return Frame((), tuple(Problem("no_column", {"column": named[name]}) for name in missing))
    return _checked(lines[1:], at, places)


def fold(name: str) -> str:
    """Return a name of a place as it is compared."""
    return " ".join(name.casefold().split())


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(";,\t", key=first.count)


def _columns(header: Sequence[str]) -> dict[str, int]:
    told = [fold(cell) for cell in header]
    return {name: place for name, words in NAMES.items() for place, cell in enumerate(told) if cell in words}


def _checked(
    lines: Sequence[Sequence[str]], at: Mapping[str, int], places: Mapping[str, Sequence[str]]
) -> Frame:
    rows, problems, seen = [], [], dict[str, int]()
    for number, line in enumerate(lines, 2):
        told = {name: line[place].strip() if place < len(line) else "" for name, place in at.items()}
        wrong = list(_wrong(told, number, places, seen))
        problems += wrong
        seen.setdefault(folded(told["code"]), number)
        if not wrong:
            rows.append(_row(told, places))
    if not problems:
        problems = list(_lonely(rows))
    return Frame(tuple(rows), tuple(problems))


def _row(told: Mapping[str, str], places: Mapping[str, Sequence[str]]) -> Row:
    area = places[fold(told["area"])][0] if told.get("area") else ""
    size, people = _number(told["size"]), _number(told["population"])
    return Row(told["stratum"], folded(told["code"]), size, people, area)


def _wrong(
    told: Mapping[str, str], row: int, places: Mapping[str, Sequence[str]], seen: Mapping[str, int]
) -> Iterator[Problem]:
    code = folded(told["code"])
    if not told["stratum"] or len(told["stratum"]) > LONGEST_STRATUM:
        yield Problem("no_stratum", {"row": row})
    if not 0 < len(code) <= LONGEST_CODE or not all(each.isalnum() or each == "-" for each in code):
        yield Problem("bad_code", {"row": row, "value": told["code"][:LONGEST_CODE]})
    elif code in seen:
        yield Problem("twice", {"row": row, "value": code, "first": seen[code]})
    for name in ("size", "population"):
        if not 0 < _number(told[name]) <= LARGEST_NUMBER:
            yield Problem(f"bad_{name}", {"row": row, "value": told[name][:LONGEST_CODE]})
    if told.get("area"):
        found = places.get(fold(told["area"]), ())
        if len(found) != 1:
            kind = "two_areas" if found else "no_area"
            yield Problem(kind, {"row": row, "value": told["area"][:LONGEST_STRATUM]})


def _number(text: str) -> int:
    """Return a whole number as people write it (1 200, 1,200), 0 where it is none."""
    plain = text.replace(" ", "").replace(",", "").replace("\u00a0", "")
    return int(plain) if plain.isascii() and plain.isdigit() else 0


def _lonely(rows: Sequence[Row]) -> Iterator[Problem]:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.stratum] = counts.get(row.stratum, 0) + 1
    for stratum, count in counts.items():
        if count == 1:
            yield Problem("one_cluster", {"value": stratum})
