"""Which rows of the monthly counts an indicator counts: its definition as an Ibis condition, the same on any
engine.
"""

import functools
import operator
from typing import Any

from confianza.analysis.indicators.indicator import Indicator
from confianza.analysis.vocabulary.folding import fold

NOT_TOLD = "unknown"


def of_indicator(counts: Any, indicator: Indicator) -> Any:
    """Return the rows of an Ibis table of monthly counts (see `store.counts`) that this indicator counts."""
    conditions = [counts.grain.isin(indicator.grains)]
    if indicator.awaits:
        conditions.append(_nothing())
    if indicator.iccs or indicator.iccs_except:
        conditions.append(_of_class(counts, indicator))
    if indicator.mechanisms:
        conditions.append(counts.mechanism.fill_null(NOT_TOLD).isin(indicator.mechanisms))
    if indicator.intents:
        conditions.append(counts.intent.isin(indicator.intents))
    if indicator.sources:
        conditions.append(counts.source.isin(indicator.sources))
    if indicator.words:
        conditions.append(counts.offence_label.isin(_labels_with(counts, indicator.words)))
    return counts.filter(conditions)


def _nothing() -> Any:
    """What a definition counts whose figures no file brings."""
    import ibis

    return ibis.literal(False)


def _of_class(counts: Any, indicator: Indicator) -> Any:
    """A code under one of the prefixes, if any are given, and under none of the exceptions."""
    under = [_any_of([counts.iccs.startswith(prefix) for prefix in indicator.iccs])] if indicator.iccs else []
    told = counts.iccs.fill_null("")
    under += [~told.startswith(prefix) for prefix in indicator.iccs_except]
    return functools.reduce(operator.and_, under)


def _any_of(conditions: list[Any]) -> Any:
    return functools.reduce(operator.or_, conditions)


def _labels_with(counts: Any, words: tuple[str, ...]) -> list[str]:
    """Return the labels that hold a word. Labels are few: folding them here spares every engine its own
    folding.
    """
    labels = counts.select("offence_label").distinct().to_polars()["offence_label"].drop_nulls().to_list()
    return [label for label in labels if any(f" {word} " in f" {fold(label)} " for word in words)]
