"""From a layer to areas fit for the register: coded, dated and whole; and what was found wrong with the
layer.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from confianza.analysis.territory import figures, geometries, keys
from confianza.analysis.territory.areas import BEGINNING, LEVELS, NOWHERE, RANK, area_id
from confianza.analysis.territory.columns import Columns
from confianza.analysis.territory.crosswalks import SLIVER
from confianza.analysis.territory.findings import FileRefused, finding
from confianza.analysis.territory.reading import Layer
from confianza.analysis.vocabulary.folding import fold
from confianza.analysis.vocabulary.problems import Problem

# Lakes and reservoirs drawn among municipalities. Not "laguna": Laguna de Perlas is a town, and La Laguna
# another.
_WATER = re.compile(r"^(?:lago de|lago del|embalse|represa) ")


@dataclass(frozen=True)
class Draft:
    """One area as a file tells it. `parent` is the area_id of the parent once it is known, "" for none."""

    level: str
    code: str
    name: str
    parent_level: str
    parent_code: str
    parent_name: str
    valid_from: date | None
    valid_to: date | None
    wkb: bytes | None
    populations: tuple[tuple[int, float], ...] = ()
    parent: str = NOWHERE
    file: str = ""

    @property
    def area_id(self) -> str:
        return area_id(self.level, self.code)

    @property
    def begins(self) -> date:
        return self.valid_from or BEGINNING

    @property
    def title(self) -> str:
        """How the area is named in a finding."""
        return f"{self.name} ({self.code})" if self.code else self.name


@dataclass(frozen=True)
class Life:
    """The first day, and the first day after the last, of areas whose file does not say."""

    valid_from: date | None = None
    valid_to: date | None = None


def of_layer(
    layer: Layer,
    told: Columns,
    *,
    life: Life | None = None,
    exclude: Collection[str] = (),
    keep: Collection[str] = (),
) -> tuple[list[Draft], list[Problem]]:
    """Return the areas of a layer and what was found: shapes left out, pieces joined, codes made, borders
    overlapping.

    `exclude` and `keep` name codes or names. Shapes numbered 0, lakes, and shapes with the code of their own
    parent (a neighbouring country) are no areas and left out unless kept. Raises FileRefused where the level
    is unclear, a date cannot be read, or one code stands for differently named areas.
    """
    rows = list(_rows(layer, told, life or Life()))
    kept, problems = _without_strangers(rows, _folded(exclude), _folded(keep))
    coded = [_coded(draft) for draft in kept]
    made = [after.title for before, after in zip(kept, coded, strict=True) if before.code != after.code]
    whole, merged = _joined(coded)
    undrawn = [draft.title for draft in whole if draft.wkb is None] if layer.drawn else []
    found = {
        "code_made": made,
        "parts_merged": merged,
        "shape_missing": undrawn,
        "overlap": list(_overlaps(whole)),
    }
    problems += [finding(code, len(titles), titles) for code, titles in found.items() if titles]
    return whole, [*layer.problems, *(replace(problem, file=layer.file) for problem in problems)]


def _rows(layer: Layer, told: Columns, life: Life) -> Iterator[Draft]:
    for row, wkb in zip(layer.cells.iter_rows(named=True), layer.wkb, strict=True):
        level = _level(row, told, layer.file)
        texts = ((year, figures.number(text)) for year, text in figures.of_row(row, told))
        draft = Draft(
            level=level,
            code=_cell(row, told.code),
            name=_cell(row, told.name) or _cell(row, told.code),
            parent_level=told.parent_level,
            parent_code=_cell(row, told.parent_code),
            parent_name=_cell(row, told.parent_name),
            valid_from=_date(_cell(row, told.valid_from), layer.file) or life.valid_from,
            valid_to=_date(_cell(row, told.valid_to), layer.file) or life.valid_to,
            wkb=wkb,
            populations=tuple((year, value) for year, value in texts if value is not None),
            file=layer.file,
        )
        yield _checked(draft)


def _cell(row: figures.Row, column: str) -> str:
    return (row[column] if column else "") or ""


def _level(row: figures.Row, told: Columns, file: str) -> str:
    level = _cell(row, told.level_column) if told.level_column else told.level
    if not level:
        raise FileRefused("level_unknown", file=file)
    if level not in RANK:
        levels = ", ".join(name for names in LEVELS.values() for name in names)
        raise FileRefused("level_not_known", file=file, level=level, levels=levels)
    return level


def _date(text: str, file: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10].replace("/", "-"))
    except ValueError as error:
        raise FileRefused("date_unreadable", file=file, value=text) from error


def _checked(draft: Draft) -> Draft:
    if draft.valid_to is not None and draft.valid_to <= draft.begins:
        raise FileRefused("ends_before_it_begins", file=draft.file, examples=draft.title)
    return draft


def _folded(texts: Collection[str]) -> set[str]:
    return {fold(text) for text in texts}


def _without_strangers(
    rows: Iterable[Draft], excluded: set[str], wanted: set[str]
) -> tuple[list[Draft], list[Problem]]:
    kept: list[Draft] = []
    left_out: defaultdict[str, list[str]] = defaultdict(list)
    for draft in rows:
        told = {fold(draft.code), fold(draft.name)} - {""}
        if excluded & told:
            left_out["excluded"].append(draft.title)
        elif _is_no_area(draft) and not wanted & told:
            left_out["no_area"].append(draft.title)
        else:
            kept.append(draft)
    return kept, [finding(code, len(titles), titles) for code, titles in left_out.items()]


def _is_no_area(draft: Draft) -> bool:
    if _WATER.match(fold(draft.name)):
        return True
    numbered_zero = bool(draft.code) and not draft.code.strip("0")
    named_as_parent = bool(draft.code) and draft.code == draft.parent_code and draft.parent_level != ""
    return numbered_zero or named_as_parent or not (draft.code or draft.name)


def _coded(draft: Draft) -> Draft:
    """Give an area without a code one made of its own and its parent's name, the same at every import."""
    if draft.code:
        return draft
    above = draft.parent_code or draft.parent_name
    return replace(draft, code="-".join(fold(text).replace(" ", "-") for text in (above, draft.name) if text))


def _joined(drafts: Iterable[Draft]) -> tuple[list[Draft], list[str]]:
    """Join the pieces of each area and generation; refuse one code for differently named areas."""
    pieces: defaultdict[tuple[str, str, date], list[Draft]] = defaultdict(list)
    for draft in drafts:
        pieces[draft.level, keys.code_key(draft.code), draft.begins].append(draft)
    several = {key: parts for key, parts in pieces.items() if len(parts) > 1}
    for parts in several.values():
        if len({fold(part.name) for part in parts}) > 1:
            raise FileRefused(
                "one_code_two_names", file=parts[0].file, examples=", ".join(part.title for part in parts)
            )
    drawn = [parts[0].title for parts in several.values() if any(part.wkb for part in parts)]
    return [_joined_one(parts) if len(parts) > 1 else parts[0] for parts in pieces.values()], drawn


def _joined_one(parts: list[Draft]) -> Draft:
    people: defaultdict[int, float] = defaultdict(float)
    for year, count in (figure for part in parts for figure in part.populations):
        people[year] += count
    joined = geometries.joined([part.wkb for part in parts])
    return replace(parts[0], wkb=joined, populations=tuple(sorted(people.items())))


def _overlaps(drafts: list[Draft]) -> Iterator[str]:
    """Yield the pairs of areas of one level and time that share more than a sliver."""
    siblings: defaultdict[tuple[str, date], list[Draft]] = defaultdict(list)
    for draft in drafts:
        siblings[draft.level, draft.begins].append(draft)
    for group in siblings.values():
        for one, other in geometries.overlaps([draft.wkb for draft in group], above=SLIVER):
            yield f"{group[one].title} × {group[other].title}"
