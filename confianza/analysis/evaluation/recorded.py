"""Answers written down as plain values, in one way of writing: to be stored, hashed and compared."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

import numpy as np

from confianza.analysis.evaluation import designs
from confianza.analysis.evaluation.designs import Answer, Series

FORMAT = "confianza-answer/1"
# Enough for whoever reads, and not so many that another machine's rounding shows.
DIGITS = 6


def series(told: Series) -> dict[str, Any]:
    """Return a series as JSON takes it."""
    return {
        "areas": list(told.areas),
        "periods": list(told.periods),
        "counts": [list(row) for row in told.counts],
        "exposures": [list(row) for row in told.exposures],
        "before": told.before,
    }


def read_series(plain: dict[str, Any]) -> Series:
    """Return the series that `series` wrote."""
    return Series(
        tuple(plain["areas"]),
        tuple(plain["periods"]),
        tuple(tuple(map(float, row)) for row in plain["counts"]),
        tuple(tuple(map(float, row)) for row in plain["exposures"]),
        int(plain["before"]),
    )


def answer(found: Answer) -> dict[str, Any]:
    """Return an answer as JSON takes it, numbers to six digits: what is stored, hashed and shown."""
    told = found.series
    written = {
        "format": FORMAT,
        "method": found.method,
        "ways": [asdict(each) for each in found.ways],
        "periods": list(told.periods),
        "before": told.before,
        "periods_a_year": told.periods_a_year,
        "counted": list(told.counts[0]),
        "expected": list(found.spoken.expected),
        "areas": list(told.areas),
        "misfit": found.spoken.misfit,
        "before_p": found.spoken.before_p,
        "placebo": asdict(found.spoken.placebo) if found.spoken.placebo else None,
        "weights": [list(each) for each in found.spoken.weights],
        "stood_out": designs.stands_out(told),
        "direction": found.direction,
        "evidence": asdict(found.evidence),
        "strength": found.allowed.strength.name.lower(),
        "sentence": found.allowed.sentence,
        "refused": [{"word": each.word, "needs": list(each.needs)} for each in found.allowed.refused],
        "cautions": list(found.allowed.cautions),
    }
    rounded: dict[str, Any] = _rounded(written)
    return rounded


def canonical(content: Any) -> bytes:
    """Return the one way of writing plain values down: JSON in UTF-8, sorted keys, no blanks."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def digest(content: Any) -> str:
    """Return the SHA-256 of the canonical writing, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()


def _rounded(value: Any) -> Any:
    """Round every number to six digits; what is no finite number becomes None."""
    if isinstance(value, dict):
        return {str(name): _rounded(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    if isinstance(value, bool | int | str) or value is None:
        return value
    number = float(value)
    return float(f"{number:.{DIGITS}g}") + 0.0 if np.isfinite(number) else None
