"""The list docs/asvs.csv: which requirement of OWASP ASVS 5.0.0 is met, and what shows it."""

import csv
from collections import Counter
from dataclasses import dataclass

from tests.architecture import house

FILE = house.ROOT / "docs/asvs.csv"
STATUSES = ("met", "partial", "open", "na")


@dataclass(frozen=True)
class Row:
    """One requirement: its number in the standard, its level, how it stands, and what shows it."""

    req_id: str
    level: int
    status: str
    evidence: tuple[str, ...]
    note: str

    @property
    def tests(self) -> tuple[str, ...]:
        return tuple(each for each in self.evidence if "::" in each)

    @property
    def texts(self) -> tuple[tuple[str, str, str], ...]:
        """Evidence that is no test: (kind, path, what to find in it)."""
        parts = (each.partition(":") for each in self.evidence if "::" not in each)
        return tuple((kind, *place.split("#", 1)) for kind, _, place in parts)


def rows() -> list[Row]:
    """Return every row of the list, in its order."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return [
            Row(
                req_id=row["req_id"],
                level=int(row["level"]),
                status=row["status"],
                evidence=tuple(filter(None, row["evidence"].split("; "))),
                note=row["note"],
            )
            for row in csv.DictReader(lines)
        ]


def counts() -> str:
    """Write the table of counts that stands in SECURITY.md."""
    lines = [
        "| level | requirements | not applicable | apply | met | partly | open | met, of those that apply | shown by a test, of those that apply |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    everything = rows()
    for name, levels in (("1", (1,)), ("2", (2,)), ("1 and 2", (1, 2)), ("3, those looked at", (3,))):
        lines.append(_line(name, [row for row in everything if row.level in levels]))
    return "\n".join(lines) + "\n"


def _line(name: str, chosen: list[Row]) -> str:
    told = Counter(row.status for row in chosen)
    applying = len(chosen) - told["na"]
    tested = sum(row.status == "met" and bool(row.tests) for row in chosen)
    figures = [len(chosen), told["na"], applying, told["met"], told["partial"], told["open"]]
    shares = [f"{100 * part / applying:.0f} %" for part in (told["met"], tested)]
    return "| " + " | ".join([name, *map(str, figures), *shares]) + " |"
