"""Where a tip stands: folded from the sealed lines that its units wrote about it, one after the other."""

from collections.abc import Iterable, Mapping
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
    labels: tuple[str, ...] = ()
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
    told = line.told
    match line.what:
        case "read":
            return replace(standing, readers=(*standing.readers, line))
        case "graded":
            return replace(standing, source=told["source"], information=told["information"])
        case "labelled":
            return replace(standing, labels=tuple(told["labels"]))
        case "assigned":
            return replace(standing, assigned_to=told["person"], assigned_name=told["called"])
        case "subject":
            return replace(standing, subject=told["subject"])
        case "noted":
            return replace(standing, notes=(*standing.notes, line))
        case "answered":
            return replace(standing, answered_on=line.on)
        case "closed":
            return replace(standing, outcome=told["outcome"], moves=(*standing.moves, line))
        case "reopened":
            return replace(standing, outcome="", moves=(*standing.moves, line))
        case "handed_over":
            return replace(standing, products=(*standing.products, line))
    return replace(standing, moves=(*standing.moves, line))
