"""The data file of what the municipality decided that a crime weighs, with author, reason and day.

Readable without Confianza, and kept with the workspace. A later line about the same offence holds; an empty
weight takes an earlier one back.
"""

import csv
import os
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from confianza.analysis.hotspots.harm import Weights


@dataclass(frozen=True)
class Decision:
    """One line: the class of the ICCS, what a case of it weighs ("" takes it back), who, why, when."""

    iccs: str
    weight: str
    author: str
    reason: str
    decided_on: str


def file() -> Path:
    """Return where the workspace keeps the file."""
    place: Path = settings.WORKSPACE.root / "decisions" / "harm_weights.csv"
    return place


def state() -> str:
    """Name the state of the file; it changes with every decision."""
    place = file()
    return f"{place.stat().st_mtime_ns}.{place.stat().st_size}" if place.exists() else ""


def append(decisions: Iterable[Decision]) -> None:
    """Add lines and see them onto the disk."""
    place = file()
    place.parent.mkdir(parents=True, exist_ok=True)
    is_new = not place.exists()
    with place.open("a", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        if is_new:
            writer.writerow(_headings())
        writer.writerows(map(astuple, decisions))
        lines.flush()
        os.fsync(lines.fileno())


def everything() -> list[Decision]:
    """Return every decision, oldest first. Raises `harm.NotWeights` where a heading is missing."""
    from confianza.analysis.hotspots.harm import NotWeights

    if not file().exists():
        return []
    with file().open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if rows and (lacking := [name for name in _headings() if name not in rows[0]]):
        raise NotWeights(f"{file().name} has no column “{lacking[0]}”; write it, or remove the file.")
    return [Decision(*((row[name] or "").strip() for name in _headings())) for row in rows]


def standing() -> dict[str, Decision]:
    """Return the decision that holds for each offence, those taken back left out."""
    latest = {each.iccs: each for each in everything()}
    return {code: each for code, each in latest.items() if each.weight}


def weights() -> "Weights | None":
    """Return what the municipality decided; None where it decided nothing. Raises `harm.NotWeights`."""
    import polars as pl

    from confianza.analysis.hotspots import harm

    held = standing()
    if not held:
        return None
    return harm.of_table(pl.DataFrame([astuple(each) for each in held.values()], _headings(), orient="row"))


def _headings() -> Sequence[str]:
    return [field.name for field in fields(Decision)]
