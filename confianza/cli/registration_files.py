"""Registrations as files: read strictly, written whole in their one way, never over another."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from confianza.cli import draw_files

if TYPE_CHECKING:
    from confianza.analysis.evaluation.registration import Registration

LARGEST = 1_000_000
SHA256 = re.compile("[0-9a-f]{64}")


def read(file: Path) -> "Registration":
    """Return the registration in a file. Raises EvaluationRefused."""
    from confianza.analysis.evaluation import registration
    from confianza.analysis.evaluation.problems import EvaluationRefused

    if file.stat().st_size > LARGEST:
        raise EvaluationRefused("not_a_registration", detail=f"> {LARGEST // 1_000_000} MB")
    return registration.read(file.read_bytes())


def write_new(file: Path, plan: "Registration") -> None:
    """Write a registration where there is none, in the writing its digest is of. Raises WrongUsage."""
    from confianza.analysis.evaluation import registration

    draw_files.write_new_bytes(file, registration.canonical(plan))


def plain(plan: "Registration") -> dict[str, Any]:
    """Return a registration as JSON tells it."""
    from confianza.analysis.evaluation import registration

    told: dict[str, Any] = json.loads(registration.canonical(plan))
    return told


def digest_of(text: str) -> str:
    """Return a digest as it was typed or copied, "" where none was. Raises EvaluationRefused."""
    from confianza.analysis.evaluation.problems import EvaluationRefused

    found = "".join(text.split()).lower()
    if found and not SHA256.fullmatch(found):
        raise EvaluationRefused("not_a_digest", value=text[:40])
    return found
