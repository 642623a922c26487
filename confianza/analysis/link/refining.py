"""A last look at what was learnt: m and the prior from every pair that was brought together, likely ones
counting most.

A training pass sees only the pairs equal in what it holds, and can take for matches what merely shares it.
Here all comparisons testify together: expectation–maximisation over the scored pairs, u held.
"""

from typing import Any

import numpy as np
import polars as pl

from confianza.analysis.link import learning, thresholds
from confianza.analysis.link.profile import LinkProfile

ROUNDS = 12
SETTLED = 1e-5
Scored = tuple[pl.DataFrame, dict[str, Any]]


def refined(pairs: pl.DataFrame, profile: LinkProfile, model: dict[str, Any], pairs_in_all: int) -> Scored:
    """Return the pairs with `probability`, `weight` and bits under the model that agrees with them, and
    that model.

    `pairs` carry `weight` and per comparison `level_` and `bits_` under `model`; `pairs_in_all` counts the
    pairs that could have been compared. `weight` comes back as log2 odds.
    """
    names = [comparison.name for comparison in profile.comparisons]
    levels = {name: pairs[f"level_{name}"].to_numpy() for name in names}
    rarity = {name: pairs[f"bits_{name}"].to_numpy() - _bits(model, name)[levels[name]] for name in names}
    evidence = sum(rarity.values(), np.zeros(pairs.height))
    for _ in range(ROUNDS):
        told = evidence + sum((_bits(model, name)[levels[name]] for name in names), np.zeros(pairs.height))
        likely, prior = thresholds.probabilities(told, model["prior"], pairs_in_all)
        following = learning.taught(
            profile, model, _shares(levels, likely, model), float(likely.sum()), prior
        )
        settled = abs(following["prior"] - model["prior"]) < SETTLED * model["prior"]
        model = following
        if settled:
            break
    return _rescored(pairs, model, levels, rarity, pairs_in_all)


def _rescored(
    pairs: pl.DataFrame,
    model: dict[str, Any],
    levels: dict[str, Any],
    rarity: dict[str, Any],
    pairs_in_all: int,
) -> Scored:
    bits = {name: _bits(model, name)[level] + rarity[name] for name, level in levels.items()}
    told = sum(bits.values(), np.zeros(pairs.height))
    likely, prior = thresholds.probabilities(told, model["prior"], pairs_in_all)
    columns = [pl.Series(f"bits_{name}", value, dtype=pl.Float64) for name, value in bits.items()]
    scored = pairs.with_columns(
        *columns,
        pl.Series("weight", told + thresholds.log_odds(prior)),
        pl.Series("probability", likely),
    )
    return scored, {**model, "prior": learning.rounded(prior)}


def _bits(model: dict[str, Any], name: str) -> Any:
    """Return the weights of a comparison by level number; the last, met at -1, is that of a missing value."""
    told = sorted(model["comparisons"][name]["levels"], key=lambda level: level["level"])
    return np.array([*(level["bits"] for level in told), 0.0])


def _shares(
    levels: dict[str, Any], likely: Any, model: dict[str, Any]
) -> dict[str, tuple[list[float], float]]:
    """Return for each comparison the share of expected matches at each level, best first, and how many they
    are."""
    shares = {}
    for name, level in levels.items():
        many = len(model["comparisons"][name]["levels"])
        counted = np.bincount(level[level >= 0], weights=likely[level >= 0], minlength=many)[::-1]
        total = float(counted.sum())
        shares[name] = ([float(count) / total if total else 0.0 for count in counted], total)
    return shares
