"""Quality and disagreement for the command line and whoever reads by machine: rows with their sentences."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from confianza.web.observatory import discrepancy_sentences, labels, quality_sentences, requests

if TYPE_CHECKING:
    from confianza.analysis.quality.discrepancy import Report
    from confianza.web.observatory.queries.quality import Examined


def quality(examined: "Examined", source: str = "") -> dict[str, Any]:
    """Return the findings of every source (or of one) and of the whole. Raises UnknownVoice."""
    sources = [source] if source else sorted(examined.measured)
    return {
        "protocol": examined.version,
        "linked": bool(examined.linked_at),
        "sources": [_source(examined, name) for name in sources],
        "whole": [_finding(found, quality_sentences.whole) for found in examined.whole],
    }


def discrepancies(report: "Report", most: int) -> dict[str, Any]:
    """Return a comparison with a sentence on each pair, lack and cell."""
    from confianza.analysis.quality import telling

    told = telling.discrepancies(report, most)
    cells = list(report.largest(most).iter_rows(named=True))
    _said(told["pairs"], [discrepancy_sentences.pair(each, str) for each in report.pairs])
    _said(told["lacks"], [discrepancy_sentences.lack(each, str) for each in report.lacks])
    _said(told["largest"], [discrepancy_sentences.cell(each, str) for each in cells])
    return {**told, "note": discrepancy_sentences.honesty()}


def _said(rows: list[dict[str, Any]], sentences: list[str]) -> None:
    for row, sentence in zip(rows, sentences, strict=True):
        row["sentence"] = sentence


def _source(examined: "Examined", name: str) -> dict[str, Any]:
    from confianza.analysis.quality import telling

    measured = examined.source(name)
    told = telling.source(measured, ())
    criteria = [_finding(found, quality_sentences.finding) for found in examined.findings[name]]
    asked = [requests.sentence(each) for each in examined.asks(name)]
    return {**told, "title": labels.source(name), "criteria": criteria, "requests": asked}


def _finding(found: Any, said: Callable[[Any], str]) -> dict[str, Any]:
    from confianza.analysis.quality import telling

    told = telling.criterion(found)
    return {**told, "name": found.criterion.name(labels.language()), "sentence": said(found)}
