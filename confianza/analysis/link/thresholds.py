"""Where to join and where to ask a person, chosen from the model's own probabilities: nobody knows the
truth."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

# Between these a person looks: below, two in five such pairs at most would be one person; above, one in
# twenty not.
LOW, HIGH = 0.5, 0.95
ROUNDS, SETTLED = 60, 1e-9


@dataclass(frozen=True)
class Thresholds:
    """`join`: merge at or above (until a person decides); `low` ≤ probability < `high`: ask a person."""

    join: float
    low: float
    high: float
    expected_precision: float
    expected_recall: float


def probabilities(bits: Any, believed: float, pairs_in_all: int) -> tuple[Any, float]:
    """Return each pair's probability under the prior that agrees with itself, and that prior.

    `bits` are the summed weights of each pair. The prior a model began with (`believed`) is a guess: the
    expected number of matches among the pairs, over all pairs there are, must be the prior that gave the
    expectation. Where several would do, the one reached from `believed` is taken.
    """
    prior = believed
    for _ in range(ROUNDS):
        expected = max(float(_probability(bits + log_odds(prior)).sum()), 0.5)
        following = min(expected / max(pairs_in_all, 2), 0.5)
        settled = abs(following - prior) < SETTLED * prior
        prior = following
        if settled:
            break
    return _probability(bits + log_odds(prior)), prior


def choose(probabilities: pl.Series, *, low: float = LOW, high: float = HIGH) -> Thresholds:
    """Return the threshold with the best expected F1, and the band that needs a person.

    Were the probabilities right, joining the k likeliest pairs would find Σp of those k, of Σp over all,
    and F1(k) = 2·Σp(k) / (k + Σp). The best cut is at half the best F1 (Lipton, Elkan & Naryanaswamy 2014).
    """
    p = np.sort(probabilities.to_numpy())[::-1]
    if not len(p):
        return Thresholds(low, low, high, 1.0, 1.0)
    found, everything = np.cumsum(p), float(p.sum())
    join = float((found / (np.arange(1, len(p) + 1) + everything)).max())
    kept = p[p >= join]
    precision = float(kept.mean()) if len(kept) else 1.0
    return Thresholds(join, min(low, join), high, precision, float(kept.sum()) / everything)


def told(thresholds: Thresholds) -> dict[str, Any]:
    """Return the thresholds as the model keeps them."""
    return {
        "join": thresholds.join,
        "low": thresholds.low,
        "high": thresholds.high,
        "expected_precision": round(thresholds.expected_precision, 6),
        "expected_recall": round(thresholds.expected_recall, 6),
    }


def log_odds(share: float) -> float:
    """Return the log2 odds of a share."""
    return float(np.log2(share / (1 - share)))


def _probability(log2_odds: Any) -> Any:
    """Return the probability of log2 odds, without overflow."""
    half = np.exp2(-np.abs(log2_odds))
    return np.where(log2_odds >= 0, 1 / (1 + half), half / (1 + half))
