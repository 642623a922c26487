"""The matrix as a page to read: docs/permissions/README.md, written by `make docs`."""

from collections.abc import Iterable
from itertools import groupby

from tests.matrix import table
from tests.matrix.table import (
    ALLOWED,
    ANONYMOUS,
    EVERYWHERE,
    JURISDICTIONS,
    LOGIN,
    NOTHING_THERE,
    OTHER,
    OWN,
    PREVENTION,
    REFUSED,
    SUSPENDED,
    WITHOUT_GRANT,
    Line,
)
from tests.support import addresses

PAGE = table.FILE.with_name("README.md")
SIGNS = {ALLOWED: "●", LOGIN: "○", NOTHING_THERE: "–", REFUSED: "◐"}
WHERE = {OWN: "propia · own", OTHER: "otra · other", EVERYWHERE: "toda la instalación · everywhere"}
NAMED = {
    ANONYMOUS: "nadie · nobody",
    WITHOUT_GRANT: "sin función · no role",
    SUSPENDED: "suspendida · suspended",
    PREVENTION: "Ana (prevención · prevention)",
}
HEAD = """\
# Quién puede qué, y dónde · Who may do what, and where

Esta página se escribe de [matrix.csv](matrix.csv), donde cada línea dice quién la decidió, cuándo y por qué. Una prueba
recorre todas las direcciones con cada persona del elenco, en SQLite y PostgreSQL, y compara (`tests/matrix/`).

This page is written from [matrix.csv](matrix.csv), where every line says who decided it, when and why. A test walks every
address with every member of the cast, on SQLite and PostgreSQL, and compares (`tests/matrix/`). To change a permission,
change the line there first.

● se abre · it opens — ◐ se ve, y el paso no le toca · seen, and the step is not theirs to take —
○ se pide entrar · asked to log in — – no existe (404) · not there (404)

*Propia*: la persona ejerce su función en el municipio de aquello que se abre. *Otra*: en el municipio vecino; donde la
página no es de un municipio se abre con lo propio y nada de lo ajeno. · *Own*: the person holds the role in the town that
the object belongs to. *Other*: in the neighbouring town; a page that is no town's opens with what is the reader's own and
nothing of the neighbour's. One row stands for all three where they do not differ.
"""


def written(generated: str) -> str:
    """Return the whole page."""
    lines = table.lines()
    rooms = groupby(lines, key=lambda line: line.address.rpartition(":")[0])
    parts = [generated, HEAD, *_people(), *(part for room, of_it in rooms for part in _room(room, of_it))]
    return "\n".join(parts) + "\n"


def _people() -> list[str]:
    from django.utils import translation

    from confianza.web.accounts.cast import CAST

    lines = ["| | español | English |", "|---|---|---|"]
    for member in CAST:
        said = []
        for language in ("es", "en"):
            with translation.override(language):
                said.append(str(member.role.label))
        lines.append(f"| {member.first_name} | {said[0]} | {said[1]} |")
    return [*lines, ""]


def _room(room: str, lines: Iterable[Line]) -> list[str]:
    columns = table.columns()
    names = [NAMED.get(who) or _first_name(who) for who in columns]
    head = ["", "puerta · door", "jurisdicción · jurisdiction", *names]
    rows = [
        row
        for address, of_it in groupby(lines, key=lambda line: line.address)
        for row in _rows(address, list(of_it), columns)
    ]
    title = f"## {room or 'instalación · installation'}\n"
    return [title, _row(head), _row(["---"] * 3 + [":-:"] * len(columns)), *map(_row, rows), ""]


def _rows(address: str, lines: list[Line], columns: tuple[str, ...]) -> list[list[str]]:
    """Return one row where method and jurisdiction make no difference, else one for each that does."""
    by_method: dict[str, dict[str, tuple[str, ...]]] = {}
    for line in lines:
        signs = tuple(SIGNS[line.verdicts[who]] for who in columns)
        by_method.setdefault(line.method, {})[line.jurisdiction] = signs
    alike: dict[tuple[object, ...], list[str]] = {}
    for method, told in by_method.items():
        alike.setdefault(tuple(told.items()), []).append(method)
    return [
        row
        for methods in alike.values()
        for row in _rows_of(
            f"{', '.join(methods)} `{_route(address)}`", _door(address), by_method[methods[0]]
        )
    ]


def _rows_of(what: str, door: str, told: dict[str, tuple[str, ...]]) -> list[list[str]]:
    if len(set(told.values())) == 1:
        return [[what, door, "", *told[OWN]]]
    first = {OWN: [what, door]}
    return [[*first.get(where, ["", ""]), WHERE[where], *told[where]] for where in JURISDICTIONS]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _first_name(who: str) -> str:
    from confianza.web.accounts.cast import member
    from confianza.web.accounts.models import Role

    return member(Role(who)).first_name


def _address(name: str) -> addresses.Address:
    return next(each for each in addresses.everything() if each.name == name)


def _route(name: str) -> str:
    return f"/{_address(name).route}"


def _door(name: str) -> str:
    """Return to whom the view says it opens: what is in the code, beside what was decided."""
    from confianza.web.lib import doors

    door = doors.door_of(_address(name).view)
    if door is None:
        return ""
    return f"`{door.permission}`" if door.permission else door.opens_to.replace("_", " ")
