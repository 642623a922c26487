"""Finding the parent of each area among the known ones and its own file, or drawing it from its parts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl

from confianza.analysis.territory import geometries, keys
from confianza.analysis.territory.areas import AREAS, GEOGRAPHY_OF, LEVELS, NOWHERE, RANK, Territory
from confianza.analysis.territory.drafts import Draft
from confianza.analysis.territory.findings import finding
from confianza.analysis.vocabulary.folding import fold
from confianza.analysis.vocabulary.problems import Problem


def with_parents(drafts: Sequence[Draft], known: pl.DataFrame) -> tuple[list[Draft], list[Problem]]:
    """Return the drafts with their parents, parents first, and the parents that had to be drawn from their
    parts.

    `known` are the areas of the register (`areas.AREAS`). Codes that differ only in leading zeros are one
    area, and it keeps the code it was first known by. A parent is found by its code, by its short code (100
    over 101, 102 answers to 1) or by its name; where a file names a parent that nobody knows, it is drawn
    from its parts.
    """
    same = [_as_known(draft, known) for draft in drafts]
    made = _missing_parents(same, known)
    family = _Family([*same, *made], known)
    placed = [replace(draft, parent=family.parent_of(draft)) for draft in [*same, *made]]
    problems = []
    if made:
        problems.append(finding("parent_made", len(made), [draft.title for draft in made]))
    orphans = [
        draft.title
        for draft in placed
        if draft.parent == NOWHERE and (draft.parent_code or draft.parent_name)
    ]
    if orphans:
        problems.append(finding("parent_unknown", len(orphans), orphans))
    return sorted(placed, key=lambda draft: RANK[draft.level]), problems


def _as_known(draft: Draft, known: pl.DataFrame) -> Draft:
    """Give the draft the code under which its area is known already."""
    level = known.filter(pl.col("level") == draft.level)
    codes = {keys.code_key(code): code for code in level["code"]}
    return replace(draft, code=codes.get(keys.code_key(draft.code), draft.code))


def _missing_parents(drafts: Sequence[Draft], known: pl.DataFrame) -> list[Draft]:
    """Return a draft, drawn from its parts, for each parent that is told and not known."""
    family = _Family(drafts, known)
    parts: defaultdict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in drafts:
        told = draft.parent_level and (draft.parent_code or draft.parent_name)
        if told and family.candidates(draft) == set():
            parts[draft.parent_level, draft.parent_code or fold(draft.parent_name)].append(draft)
    return [_drawn_from(children) for children in parts.values()]


def _drawn_from(children: Sequence[Draft]) -> Draft:
    first = children[0]
    living = [child for child in children if child.valid_to is None] or list(children)
    return Draft(
        level=first.parent_level,
        code=first.parent_code or fold(first.parent_name).replace(" ", "-"),
        name=first.parent_name or first.parent_code,
        parent_level="",
        parent_code="",
        parent_name="",
        valid_from=None,
        valid_to=None,
        wkb=geometries.joined([child.wkb for child in living]),
        file=first.file,
    )


class _Family:
    """The areas a parent may be found among: the register's and the file's own."""

    def __init__(self, drafts: Iterable[Draft], known: pl.DataFrame) -> None:
        own = pl.DataFrame([_row(draft) for draft in drafts], schema=AREAS, orient="row")
        everyone = pl.concat([own, known.select(list(AREAS)).with_columns(wkb=pl.lit(None, dtype=pl.Binary))])
        current = everyone.sort("valid_to", nulls_last=False).unique(
            "area_id", keep="first", maintain_order=True
        )
        territory = Territory(areas=current)
        self._codes = _index(keys.of_codes(territory))
        self._names = _index(keys.of_names(territory))

    def candidates(self, draft: Draft) -> set[str]:
        """Return the areas that the draft's parent may be: by code, else by name."""
        levels = [draft.parent_level] if draft.parent_level else _levels_above(draft.level)
        for level in levels:
            found = (
                self._codes.get((level, keys.code_key(draft.parent_code)), set())
                if draft.parent_code
                else set()
            )
            found = found or (
                self._names.get((level, keys.name_key(draft.parent_name)), set())
                if draft.parent_name
                else set()
            )
            if found:
                return found
        return set()

    def parent_of(self, draft: Draft) -> str:
        """Return the one candidate, "" where there is none or more than one."""
        found = self.candidates(draft)
        return next(iter(found)) if len(found) == 1 else NOWHERE


def _levels_above(level: str) -> list[str]:
    """Return the levels above, nearest first: where a file does not say which one its parent codes are of."""
    return list(reversed(LEVELS[GEOGRAPHY_OF[level]][: RANK[level]]))


def _row(draft: Draft) -> tuple[object, ...]:
    return (
        draft.area_id, GEOGRAPHY_OF[draft.level], draft.level, draft.code, draft.name, draft.parent,
        draft.begins, draft.valid_to, None,
    )  # fmt: skip


def _index(known: pl.DataFrame) -> dict[tuple[str, str], set[str]]:
    index: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for level, key, area in (
        known.filter(pl.col("scope") == NOWHERE).select("level", "key", "area_id").iter_rows()
    ):
        index[level, key].add(area)
    return index
