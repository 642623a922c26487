"""A model from what the data teach and what is known beforehand: m and u of every level, and their origin."""

import hashlib
import json
import math
from collections.abc import Sequence
from statistics import median
from typing import Any

import numpy as np
import polars as pl

from confianza.analysis.link import splinking
from confianza.analysis.link.profile import Comparison, LinkProfile
from confianza.analysis.link.splinking import Learnt

SEED = 20_111
SAMPLE = 1_200  # records: seven hundred thousand random pairs
PRIOR_MATCHES, PRIOR_PAIRS = 4.0, 2.0  # pairs each prior counts for beside those seen
SMALLEST = 1e-7
CHANCE = 2.0  # standard deviations of a count
DIGITS = 6  # of every number of a model: sums in another order must give the same model


def learn(records: pl.DataFrame, profile: LinkProfile, engine: Any, *, apart: bool) -> dict[str, Any]:
    """Train the model of a profile on prepared records with block keys; returns it as plain data.

    u comes from random pairs, m from expectation–maximisation with u held (one pass per `training`), both
    drawn a little towards the profile's priors, so that what was never seen is neither impossible nor
    certain.
    """
    sample = _sample(records)
    seen = splinking.random_pairs(sample, profile, engine, apart=apart)
    prior = start(records, profile, apart=apart)
    model = _model(profile, {}, seen, prior)
    learnt = splinking.expectation_maximisation(
        records, profile, model, profile.training, engine, apart=apart
    )
    matched = _gathered(profile, learnt)
    model = _model(profile, matched, seen, prior)
    return _model(profile, matched, _without_matches(seen, model), prior)


def start(records: pl.DataFrame, profile: LinkProfile, *, apart: bool) -> float:
    """Return the prior to begin with: pairs that are surely one person, over the share of such they are."""
    found = _certain_pairs(records, profile, apart=apart) / profile.certain_recall
    pairs = splinking.total_pairs(records, apart=apart)
    return rounded(min(0.5, max(found, 1.0) / max(pairs, 2)))


def taught(
    profile: LinkProfile,
    model: dict[str, Any],
    shares: dict[str, tuple[list[float], float]],
    matches: float,
    prior: float,
) -> dict[str, Any]:
    """Return the model with m from `shares`, u as it is.

    `shares` has for each comparison the share at each level, best first, and the matches they stand on.
    """
    comparisons = {}
    for comparison in profile.comparisons:
        told = model["comparisons"][comparison.name]
        believed = _shares([*(level.m for level in comparison.levels), comparison.else_m])
        m = _drawn(*shares[comparison.name], believed, PRIOR_MATCHES)
        levels = [
            {**level, "m": rounded(share), "bits": rounded(bits(share, level["u"]))}
            for level, share in zip(told["levels"], m, strict=True)
        ]
        comparisons[comparison.name] = {**told, "levels": levels}
    return {**model, "prior": rounded(prior), "matches": round(matches), "comparisons": comparisons}


def fingerprint(model: dict[str, Any]) -> str:
    """Return the SHA-256 of a model's canonical JSON."""
    text = json.dumps(model, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def bits(m: float, u: float) -> float:
    """Return the weight of a level: log2(m/u), positive where it speaks for one person."""
    return math.log2(m / u)


def rounded(number: float) -> float:
    """Return a number with as many digits as a model keeps."""
    return float(f"{number:.{DIGITS}g}")


def _sample(records: pl.DataFrame) -> pl.DataFrame:
    """Return records chosen by chance (seeded), whatever order they came in."""
    ordered = records.sort("record")
    if ordered.height <= SAMPLE:
        return ordered
    chosen = np.random.default_rng(SEED).choice(ordered.height, SAMPLE, replace=False)
    return ordered[sorted(chosen.tolist())]


def _certain_pairs(records: pl.DataFrame, profile: LinkProfile, *, apart: bool) -> int:
    pairs = [
        _equal_pairs(records, held, apart=apart)
        for held in profile.certain
        if set(held) <= set(records.columns)
    ]
    return pl.concat(pairs).unique().height if pairs else 0


def _equal_pairs(records: pl.DataFrame, held: Sequence[str], *, apart: bool) -> pl.DataFrame:
    """Return the pairs of records equal in all of `held`."""
    side = records.drop_nulls([*held]).select("record", "source", *held)
    side = side.filter(pl.len().over([*held]) <= LARGEST_CERTAIN)
    met = side.join(side, on=[*held], suffix="_b").filter(pl.col("record") < pl.col("record_b"))
    if apart:
        met = met.filter(pl.col("source") != pl.col("source_b"))
    return met.select("record", "record_b")


LARGEST_CERTAIN = 50  # records; a "certain" key shared by more is no person


def _gathered(profile: LinkProfile, learnt: Sequence[Learnt]) -> dict[str, tuple[list[float | None], float]]:
    """Return for each comparison the median m of the passes free to learn it, and the matches behind."""
    told = {}
    for comparison in profile.comparisons:
        passes = [
            (p.probabilities[comparison.name], p.pairs) for p in learnt if comparison.name in p.probabilities
        ]
        if passes:
            columns = zip(*(levels for levels, _ in passes), strict=True)
            told[comparison.name] = ([_median(values) for values in columns], max(n for _, n in passes))
    return told


def _median(values: Sequence[float | None]) -> float | None:
    told = [value for value in values if value is not None]
    return median(told) if told else None


def _without_matches(seen: Learnt, model: dict[str, Any]) -> Learnt:
    """Take out of the random pairs those that are one person after all: among few people they are many."""
    share = model["prior"]
    cleaned = {
        name: [
            _of_others(u, share * level["m"], seen.pairs)
            for u, level in zip(levels, model["comparisons"][name]["levels"], strict=True)
        ]
        for name, levels in seen.probabilities.items()
    }
    return Learnt(seen.held, cleaned, seen.pairs)


def _of_others(seen: float | None, matches: float, pairs: float) -> float | None:
    """Return the share of pairs of two persons at a level, None where chance could leave what is left."""
    if seen is None:
        return None
    left = seen - matches
    return left if left > CHANCE * math.sqrt(seen / pairs) else None


def _model(
    profile: LinkProfile, matched: dict[str, tuple[list[float | None], float]], seen: Learnt, prior: float
) -> dict[str, Any]:
    """Return the model as plain data."""
    comparisons = {
        comparison.name: {
            "columns": sorted(comparison.columns),
            "levels": _levels(
                comparison,
                *matched.get(comparison.name, ([None] * (len(comparison.levels) + 1), 0.0)),
                seen.probabilities[comparison.name],
                seen.pairs,
            ),
        }
        for comparison in profile.comparisons
    }
    return {
        "profile": profile.name,
        "prior": prior,
        "priors_from": profile.priors_from,
        "comparisons": comparisons,
    }


def _levels(
    comparison: Comparison, m: Sequence[float | None], matches: float, u: Sequence[float | None], pairs: float
) -> list[dict[str, Any]]:
    """Return the levels of a comparison, best first: label, number, m, u, bits and where they come from."""
    labels = [*(level.label for level in comparison.levels), "anything else"]
    prior_m = _shares([*(level.m for level in comparison.levels), comparison.else_m])
    prior_u = _shares([*(level.u for level in comparison.levels), comparison.else_u])
    drawn_m = _drawn(m, matches, prior_m, PRIOR_MATCHES)
    drawn_u = _drawn(u, pairs, prior_u, PRIOR_PAIRS)
    return [
        {
            "level": len(labels) - 1 - place,
            "label": label,
            "m": rounded(drawn_m[place]),
            "u": rounded(drawn_u[place]),
            "bits": rounded(bits(drawn_m[place], drawn_u[place])),
            "origin": "prior" if not m[place] or not u[place] else "trained",
        }
        for place, label in enumerate(labels)
    ]


def _drawn(
    seen: Sequence[float | None], pairs: float, prior: Sequence[float], prior_pairs: float
) -> list[float]:
    """Return what was seen and what was believed, each for as many pairs as stand behind it."""
    if not any(seen):
        return [max(believed, SMALLEST) for believed in prior]
    counts = [
        believed * pairs if share is None else share * pairs + believed * prior_pairs
        for share, believed in zip(seen, prior, strict=True)
    ]
    return [max(count / sum(counts), SMALLEST) for count in counts]


def _shares(numbers: Sequence[float]) -> list[float]:
    return [number / sum(numbers) for number in numbers]
