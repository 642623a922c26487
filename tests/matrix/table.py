"""The matrix as people decide it: docs/permissions/matrix.csv, one line per address, method and jurisdiction."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docs/permissions/matrix.csv"

# REFUSED: it is there, and a sentence says why this step is not this person's.
ALLOWED, NOTHING_THERE, LOGIN, REFUSED = "allowed", "404", "login", "refused"
VERDICTS = (ALLOWED, NOTHING_THERE, LOGIN, REFUSED)

# Where the person holds the role, seen from the object (or, where there is none, from the first town).
OWN, OTHER, EVERYWHERE = "own", "other", "everywhere"
JURISDICTIONS = (OWN, OTHER, EVERYWHERE)

# People to whom a jurisdiction makes no difference: nobody, without any grant, an analyst who was suspended.
ANONYMOUS, WITHOUT_GRANT, SUSPENDED = "anonymous", "without_grant", "suspended"
NOWHERE = (ANONYMOUS, WITHOUT_GRANT, SUSPENDED)
PREVENTION = "analyst_for_prevention"

KEYS = ("address", "method", "jurisdiction")
DECIDED = ("decided_by", "decided_on", "because")


@dataclass(frozen=True, order=True)
class Cell:
    """One question: may `who`, holding the role in `jurisdiction`, do `method` at `address`?"""

    address: str
    method: str
    jurisdiction: str
    who: str


@dataclass(frozen=True)
class Line:
    """One line of the file: what everybody gets, who decided so, when and why."""

    address: str
    method: str
    jurisdiction: str
    verdicts: dict[str, str]
    decided: tuple[str, ...]

    @property
    def cells(self) -> dict[Cell, str]:
        keys = (self.address, self.method, self.jurisdiction)
        return {Cell(*keys, who): verdict for who, verdict in self.verdicts.items()}


def columns() -> tuple[str, ...]:
    """Everybody the matrix speaks of, in the order of the columns."""
    from confianza.web.accounts.cast import CAST
    from confianza.web.accounts.models import Role

    roles = [str(member.role) for member in CAST]
    roles.insert(roles.index(str(Role.ANALYST)) + 1, PREVENTION)
    return (*NOWHERE, *roles)


def lines() -> list[Line]:
    """Read the file; a line that cannot be meant raises ValueError with its number."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [_line(number, row) for number, row in enumerate(csv.DictReader(file), start=2)]


def _line(number: int, row: dict[str, str]) -> Line:
    verdicts = {who: row[who] for who in columns()}
    if set(row) != {*KEYS, *verdicts, *DECIDED} or None in row.values():
        raise ValueError(f"{FILE.name}:{number}: wrong columns")
    if not set(verdicts.values()) <= set(VERDICTS) or row["jurisdiction"] not in JURISDICTIONS:
        raise ValueError(f"{FILE.name}:{number}: unknown word")
    return Line(*(row[key] for key in KEYS), verdicts, tuple(row[key] for key in DECIDED))


def cells(read: Iterable[Line]) -> dict[Cell, str]:
    """Return every cell of these lines. A question answered twice raises ValueError."""
    listed = [pair for line in read for pair in line.cells.items()]
    if len(dict(listed)) != len(listed):
        raise ValueError(f"{FILE.name}: an address, method and jurisdiction stand in two lines")
    return dict(listed)
