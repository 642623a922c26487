"""Where a tip stands: folded from the sealed lines that its units wrote about it, one after the other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

# What a line says. The words stand in sealed bodies: renaming one makes old lines unreadable.
READ, GRADED, LABELLED, ASSIGNED, SUBJECT = "read", "graded", "labelled", "assigned", "subject"
NOTED, ANSWERED, CLOSED, REOPENED = "noted", "answered", "closed", "reopened"
REFERRED, DISCOVERED, HANDED_OVER, ORIGINAL = "referred", "discovered", "handed_over", "original"


@dataclass(frozen=True)
class Line:
    """One line: `what` was done by whom on which day, and what belongs to it (`told`)."""

    what: str
    by_id: str
    by_name: str
    on: date
    told: Mapping[str, Any] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Return the line as its sealed body holds it."""
        by = {"by": self.by_id, "name": self.by_name}
        return {"what": self.what, **by, "on": self.on.isoformat(), "told": dict(self.told)}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Line":
        """Return a line from its body. Raises KeyError, TypeError or ValueError where it is none."""
        return cls(
            str(plain["what"]), str(plain["by"]), str(plain["name"]), date.fromisoformat(plain["on"]),
            dict(plain["told"]),
        )  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """What all lines together say. `source` A–E and `information` 1–5, "" where not graded yet;
    `assigned_to` the id of a person; `answered_on` the last answer; `outcome` "" while the tip is open.
    """

    source: str = ""
    information: str = ""
    labels: Sequence[str] = ()
    assigned_to: str = ""
    assigned_name: str = ""
    subject: str = ""
    answered_on: date | None = None
    outcome: str = ""
    notes: tuple[Line, ...] = ()
    readers: tuple[Line, ...] = ()
    moves: tuple[Line, ...] = ()
    products: tuple[Line, ...] = ()

    @property
    def grade(self) -> str:
        """The grade as it is written: B2; "" where not graded yet."""
        return self.source + self.information


def of(lines: Iterable[Line]) -> Standing:
    """Return where a tip stands after these lines, in the order in which they were written."""
    standing = Standing()
    for line in lines:
        standing = _after(standing, line)
    return standing


def has_read(standing: Standing, person: str, day: date) -> bool:
    """Say whether it is written down already that a person read the tip that day."""
    return any(line.by_id == person and line.on == day for line in standing.readers)


def _after(standing: Standing, line: Line) -> Standing:
    told, kept = line.told, _KEPT_IN.get(line.what, "moves")
    changed = {name: told[key] for name, key in _FIELDS.get(line.what, {}).items()}
    if line.what == ANSWERED:
        changed = {"answered_on": line.on}
    if line.what == REOPENED:
        changed = {"outcome": ""}
    if kept:
        changed[kept] = (*getattr(standing, kept), line)
    return replace(standing, **changed)


# Which part of the standing a line changes, and by which part of what it tells.
_FIELDS: Mapping[str, Mapping[str, str]] = {
    GRADED: {"source": "source", "information": "information"},
    LABELLED: {"labels": "labels"},
    ASSIGNED: {"assigned_to": "person", "assigned_name": "called"},
    SUBJECT: {"subject": "subject"},
    CLOSED: {"outcome": "outcome"},
}
# Among what a line is kept, "" where its change is all there is to keep; all others are moves.
_KEPT_IN = {
    READ: "readers",
    NOTED: "notes",
    HANDED_OVER: "products",
    **dict.fromkeys((GRADED, LABELLED, ASSIGNED, SUBJECT, ANSWERED), ""),
}
