"""Answers written down as plain values, in one way of writing: to be stored, hashed and compared."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

import numpy as np

from confianza.analysis.evaluation import counted
from confianza.analysis.evaluation.counted import Around, Series
from confianza.analysis.evaluation.designs import Answer
from confianza.analysis.evaluation.nearby import Nearby

FORMAT = "confianza-answer/1"
# Enough for whoever reads, and not so many that another machine's rounding shows.
DIGITS = 6


def series(told: Series) -> dict[str, Any]:
    """Return a series as JSON takes it."""
    written: dict[str, Any] = {
        "areas": list(told.areas),
        "periods": list(told.periods),
        "counts": [list(row) for row in told.counts],
        "exposures": [list(row) for row in told.exposures],
        "before": told.before,
    }
    if told.starts:
        written["starts"] = list(told.starts)
    if told.around:
        written["around"] = _lists(asdict(told.around))
    return written


def read_series(plain: dict[str, Any]) -> Series:
    """Return the series that `series` wrote."""
    around = plain.get("around")
    return Series(
        tuple(plain["areas"]),
        tuple(plain["periods"]),
        _rows(plain["counts"]),
        _rows(plain["exposures"]),
        int(plain["before"]),
        tuple(plain.get("starts", ())),
        _read_around(around) if around else None,
    )


def _read_around(plain: dict[str, Any]) -> Around:
    return Around(
        tuple(plain["areas"]),
        _rows(plain["counts"]),
        _rows(plain["exposures"]),
        tuple(plain["left_out"]),
    )


def _rows(plain: list[list[float]]) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(map(float, row)) for row in plain)


def _lists(value: Any) -> Any:
    """Return tuples as the lists that JSON gives back."""
    if isinstance(value, dict):
        return {name: _lists(each) for name, each in value.items()}
    return [_lists(each) for each in value] if isinstance(value, list | tuple) else value


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
        "starts": [[told.areas[at], told.periods[begins]] for at, begins in enumerate(told.starts)],
        "counted": told.treated.tolist(),
        "expected": list(found.spoken.expected),
        "areas": list(told.areas),
        "misfit": found.spoken.misfit,
        "before_p": found.spoken.before_p,
        "placebo": asdict(found.spoken.placebo) if found.spoken.placebo else None,
        "weights": [list(each) for each in found.spoken.weights],
        "stood_out": counted.stands_out(told),
        "direction": found.direction,
        "evidence": asdict(found.evidence),
        "strength": found.allowed.strength.name.lower(),
        "sentence": found.allowed.sentence,
        "refused": [{"word": each.word, "needs": list(each.needs)} for each in found.allowed.refused],
        "cautions": list(found.allowed.cautions),
        "nearby": _nearby(found.nearby) if found.nearby else None,
    }
    rounded: dict[str, Any] = _rounded(written)
    return rounded


def _nearby(found: Nearby) -> dict[str, Any]:
    return {
        "around": found.around,
        "together": found.together,
        "refused": found.refused,
        "details": found.details,
        "parts": [asdict(each) for each in found.parts],
        "areas": [asdict(each) for each in found.areas],
        "left_out": list(found.left_out),
    }


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
