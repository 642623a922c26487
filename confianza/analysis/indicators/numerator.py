"""Which rows of the monthly counts an indicator counts: its definition as an Ibis condition, the same on any
engine.
"""

import functools
import operator
from typing import Any

from confianza.analysis.indicators.indicator import Indicator
from confianza.analysis.vocabulary.folding import fold


def of_indicator(counts: Any, indicator: Indicator) -> Any:
    """Return the rows of an Ibis table of monthly counts (see `store.counts`) that this indicator counts."""
    conditions = [counts.grain.isin(indicator.grains)]
    if indicator.iccs:
        conditions.append(_of_class(counts, indicator))
    if indicator.mechanisms:
        conditions.append(counts.mechanism.isin(indicator.mechanisms))
    if indicator.words:
        conditions.append(counts.offence_label.isin(_labels_with(counts, indicator.words)))
    return counts.filter(conditions)


def _of_class(counts: Any, indicator: Indicator) -> Any:
    """A code under one of the prefixes, and under none of the exceptions."""
    under = _any_of([counts.iccs.startswith(prefix) for prefix in indicator.iccs])
    if indicator.iccs_except:
        under &= ~_any_of([counts.iccs.startswith(prefix) for prefix in indicator.iccs_except])
    return under


def _any_of(conditions: list[Any]) -> Any:
    return functools.reduce(operator.or_, conditions)


def _labels_with(counts: Any, words: tuple[str, ...]) -> list[str]:
    """Return the labels that hold a word. Labels are few: folding them here spares every engine its own
    folding.
    """
    labels = counts.select("offence_label").distinct().to_polars()["offence_label"].drop_nulls().to_list()
    return [label for label in labels if any(f" {word} " in f" {fold(label)} " for word in words)]
