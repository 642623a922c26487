"""What was measured as plain data: for machines, for a file, for whoever wants to compute on."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from confianza.analysis.quality import revisions
from confianza.analysis.quality.discrepancy import Lack, Pair, Report
from confianza.analysis.quality.measures import Measured
from confianza.analysis.quality.scorecard import Finding

DIGITS = 4


def criterion(finding: Finding) -> dict[str, Any]:
    """Return one finding: number, id, verdict, value, limits, if these are verified, parts and answer."""
    told = finding.criterion
    return {
        "number": told.number,
        "id": told.id,
        "verdict": finding.verdict,
        "value": rounded(finding.value),
        "limit": told.limit if told.limit is not None else dict(told.limits) or None,
        "verified": told.verified,
        "parts": plain(finding.parts),
        "answer": None if finding.answer is None else plain(asdict(finding.answer)),
    }


def source(measured: Measured, findings: Iterable[Finding]) -> dict[str, Any]:
    """Return everything measured of one source."""
    basics = measured.basics
    told = ("source", "claims", "victims", "first", "last", "family")
    return {
        **plain({name: getattr(basics, name) for name in told}),
        "scope": measured.scope,
        "criteria": [criterion(finding) for finding in findings],
        "completeness": [plain(asdict(each) | {"share": each.share}) for each in measured.missing.values()],
        "timeliness": {
            "to_registration": _fields(measured.to_registration),
            "to_delivery": _fields(measured.to_delivery),
        },
        "undetermined": _fields(measured.undetermined),
        "residuals": [plain(asdict(each)) for each in measured.residues],
        "revisions": _revisions(measured),
        "heaping": [plain(asdict(each) | {"share": each.share}) for each in measured.heaps],
        "whipple": rounded(measured.whipple),
        "myers": rounded(measured.myers),
        "breaks": [
            plain({"month": measured.monthly[each.at][0]} | asdict(each)) for each in measured.breaks
        ],
        "noticed": {code: claims for code, (claims, _) in measured.noticed.items()},
        "records": {
            "read": measured.rows_read, "duplicates": measured.duplicates, "rejected": measured.rejected,
        },
        "convergence": {
            "counts": [plain(asdict(each)) for each in measured.counts],
            "victims": [plain(asdict(each) | {"shared": each.shared}) for each in measured.pairs],
            "known_share": rounded(measured.known_share),
        },
    }  # fmt: skip


def discrepancies(report: Report, most: int) -> dict[str, Any]:
    """Return a comparison of sources: who told what, pairs, what each lacks, the largest disagreements."""
    return {
        "level": report.level,
        "sources": [plain(asdict(voice)) for voice in report.voices],
        "pairs": [pair(each) for each in report.pairs],
        "lacks": [lack(each) for each in report.lacks],
        "largest": [plain(row) for row in report.largest(most).iter_rows(named=True)],
        "matched_names": [asdict(each) for each in report.matches],
    }


def pair(told: Pair) -> dict[str, Any]:
    return dict(plain(asdict(told)))


def lack(told: Lack) -> dict[str, Any]:
    return dict(plain(asdict(told)))


def _fields(told: Any) -> dict[str, Any] | None:
    return None if told is None else dict(plain(asdict(told)))


def _revisions(measured: Measured) -> dict[str, Any]:
    told = revisions.of_a_source(measured.triangle)
    return {"months": told.height, "revised": int((told["changes"] > 0).sum())}


def rounded(value: float | None) -> float | None:
    """Return a number with four digits after the point; None for what is no number."""
    return None if value is None or not math.isfinite(value) else round(value, DIGITS)


def plain(value: Any) -> Any:
    """Return a value as JSON takes it: numbers rounded, days as ISO, tuples as lists. A p keeps its size."""
    match value:
        case Mapping():
            return {str(key): each if key == "p" else plain(each) for key, each in value.items()}
        case str() | bool() | None:
            return value
        case float():
            return rounded(value)
        case Sequence():
            return [plain(each) for each in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
