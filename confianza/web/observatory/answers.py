"""The data file of what people answered about criteria that no data can measure: who, why and when.

Readable without Confianza, and kept with the workspace; a later answer to the same question holds.
"""

import csv
import os
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from confianza.analysis.quality.scorecard import Answer


def file() -> Path:
    """Return where the workspace keeps the file."""
    place: Path = settings.WORKSPACE.root / "decisions" / "quality_answers.csv"
    return place


def state() -> str:
    """Name the state of the file; it changes with every answer."""
    place = file()
    return str(place.stat().st_mtime_ns) if place.exists() else ""


def append(answer: "Answer") -> None:
    """Add one line and see it onto the disk."""
    place = file()
    place.parent.mkdir(parents=True, exist_ok=True)
    is_new = not place.exists()
    with place.open("a", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        if is_new:
            writer.writerow(_headings())
        writer.writerow([getattr(answer, name) for name in _headings()])
        lines.flush()
        os.fsync(lines.fileno())


def everything() -> "list[Answer]":
    """Return all answers, oldest first. Raises KeyError where a heading is missing."""
    from confianza.analysis.quality.scorecard import Answer

    place = file()
    if not place.exists():
        return []
    with place.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    told = [{name: (row[name] or "").strip() for name in _headings()} for row in rows]
    return [Answer(**{**row, "on": date.fromisoformat(row["on"])}) for row in told]


def _headings() -> Sequence[str]:
    from confianza.analysis.quality.scorecard import Answer

    return [field.name for field in fields(Answer)]
