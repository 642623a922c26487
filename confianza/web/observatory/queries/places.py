"""Names, families and borders of areas."""

import difflib
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from confianza.web.observatory.queries.figures import Place

if TYPE_CHECKING:
    from confianza.analysis.territory.areas import Territory


def place(territory: "Territory", area_id: str) -> Place | None:
    """Return an area with the areas above it, the nearest last; None where there is none of that identity."""
    rows = {
        row["area_id"]: row
        for row in territory.areas.select("area_id", "name", "level", "geography", "parent_id").iter_rows(
            named=True
        )
    }
    if area_id not in rows:
        return None
    above, at = [], rows[area_id]["parent_id"]
    while at in rows:
        above.insert(0, (at, rows[at]["name"]))
        at = rows[at]["parent_id"]
    own = rows[area_id]
    return Place(area_id, own["name"], own["level"], own["geography"], tuple(above))


def names(territory: "Territory", area_ids: Sequence[str]) -> dict[str, str]:
    """Name areas so that no two of them have the same name: those that would say what they are part of."""
    areas = territory.areas.select("area_id", "name", "parent_id")
    own = dict(areas.select("area_id", "name").iter_rows())
    parent = dict(areas.select("area_id", "parent_id").iter_rows())
    times = Counter(own.get(area, area) for area in area_ids)
    return {area: _told_apart(area, own, parent, times) for area in area_ids}


def _told_apart(area: str, own: dict[str, str], parent: dict[str, str], times: Counter[str]) -> str:
    name = own.get(area, area)
    above = own.get(parent.get(area, ""), "")
    return f"{name} ({above})" if times[name] > 1 and above else name


def inside(territory: "Territory", geography: str, *, most: int) -> list[tuple[str, str, int]]:
    """List today's areas as a tree (identity, name, depth), leaving out the lowest levels where there are too
    many.
    """
    from confianza.analysis.territory.areas import LEVELS, current

    areas = current(territory.areas).filter(pl.col("geography") == geography)
    for level in reversed(LEVELS.get(geography, ())):
        if len(areas) <= most:
            break
        areas = areas.filter(pl.col("level") != level)
    children: dict[str, list[tuple[str, str]]] = {}
    known = set(areas["area_id"])
    for area_id, name, parent in areas.select("area_id", "name", "parent_id").iter_rows():
        children.setdefault(parent if parent in known else "", []).append((area_id, name))
    return list(_walked(children, "", 0))


def _walked(
    children: dict[str, list[tuple[str, str]]], parent: str, depth: int
) -> list[tuple[str, str, int]]:
    found = []
    for area_id, name in sorted(children.get(parent, ()), key=lambda child: _sortable(child[1])):
        found.append((area_id, name, depth))
        found.extend(_walked(children, area_id, depth + 1))
    return found


def _sortable(name: str) -> tuple[object, ...]:
    """Zona 2 before Zona 10."""
    from confianza.analysis.vocabulary.folding import fold

    return tuple((0, int(word), "") if word.isdigit() else (1, 0, word) for word in fold(name).split())


def borders(territory: "Territory", area_ids: Sequence[str]) -> dict[str, bytes]:
    """Return the boundary (WKB, degrees) of those areas that have one."""
    drawn = territory.areas.filter(pl.col("area_id").is_in(list(area_ids)), pl.col("wkb").is_not_null())
    return dict(drawn.select("area_id", "wkb").iter_rows())


class UnknownPlace(LookupError):
    """No area, or more than one, goes by that name; `near` names some that look like it."""

    def __init__(self, asked: str, near: Sequence[str]) -> None:
        self.asked, self.near = asked, tuple(near)
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        super().__init__(f"There is no area “{asked}”.{hint}")


def found(territory: "Territory", asked: str) -> str:
    """Return the identity of the area somebody names by identity, code or name; raise UnknownPlace."""
    from confianza.analysis.vocabulary.folding import fold

    rows = territory.areas.select("area_id", "code", "name").rows()
    for match in (
        [area for area, _, _ in rows if area == asked],
        [area for area, code, _ in rows if code == asked],
        [area for area, _, name in rows if fold(name) == fold(asked)],
    ):
        if len(set(match)) == 1:
            return match[0]
        if match:
            raise UnknownPlace(asked, sorted(set(match)))
    raise UnknownPlace(asked, difflib.get_close_matches(asked, [name for _, _, name in rows], n=3))
