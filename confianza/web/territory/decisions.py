"""The data file of decisions about names: readable without Confianza, and kept with the workspace."""

import csv
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Decision:
    """One line of the file. `within` and `area` are area_ids; an empty `area` says: none of ours."""

    variant: str
    level: str
    within: str
    area: str
    author: str
    reason: str
    date: str


HEADINGS = tuple(field.name for field in fields(Decision))


def file() -> Path:
    """Return where the workspace keeps the file."""
    place: Path = settings.WORKSPACE.root / "decisions" / "place_names.csv"
    return place


def append(decision: Decision) -> None:
    """Add one line and see it onto the disk."""
    place = file()
    place.parent.mkdir(parents=True, exist_ok=True)
    is_new = not place.exists()
    with place.open("a", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, HEADINGS)
        if is_new:
            writer.writeheader()
        writer.writerow(asdict(decision))
        lines.flush()
        os.fsync(lines.fileno())


def read(place: Path) -> Iterator[Decision]:
    """Yield the decisions of a file, oldest first; of two about one name the later one holds.

    Raises KeyError where a heading is missing.
    """
    with place.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            yield Decision(**{heading: (row[heading] or "").strip() for heading in HEADINGS})
