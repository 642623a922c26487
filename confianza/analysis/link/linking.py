"""One run: prepare, learn, score, contradict, group. The same records and decisions give the same linkage."""

from dataclasses import replace
from typing import Any

import polars as pl

from confianza.analysis.link import blocking, events, grouping, learning, refining, splinking, thresholds
from confianza.analysis.link.findings import WITHOUT_NAMES, CannotLink, NothingToLink
from confianza.analysis.link.linkage import DECISIONS, PAIRS, Linkage
from confianza.analysis.link.profile import Comparison, LinkProfile

LEAST_COMPARISONS = 2
LEAST_WEIGHT = -8.0  # bits before the prior is mended: pairs far below matter to nobody


def run(
    records: pl.DataFrame,
    profile: LinkProfile,
    *,
    decisions: pl.DataFrame | None = None,
    engine: Any = None,
) -> Linkage:
    """Link the records of one or several sources by a profile.

    `records` needs `record` (unique) and `source`; the other columns are the profile's, and may be absent.
    `decisions` (`record_a, record_b, same`) are what people decided about pairs: they win. `engine` is a
    Splink database API (None: DuckDB in memory). Deterministic, whatever the order of the records. Raises
    NothingToLink where there are not two records, CannotLink where they tell too little.
    """
    if records.height < 2:
        raise NothingToLink(records.height)
    apart = profile.one_per_source and records["source"].n_unique() > 1
    prepared = profile.prepare(records)
    fitting, warnings = fitted(profile, prepared)
    if len(fitting.comparisons) < LEAST_COMPARISONS or not fitting.blocks:
        raise CannotLink("nothing_to_compare", profile=profile.name, columns=", ".join(profile.compares))
    keyed = blocking.with_keys(prepared, fitting.blocks)
    model = learning.learn(keyed, fitting, engine, apart=apart)
    pairs = splinking.scored(keyed, fitting, model, engine, apart=apart, least_weight=LEAST_WEIGHT)
    everything = splinking.total_pairs(prepared, apart=apart)
    pairs, model = refining.refined(pairs, fitting, model, everything)
    pairs = _decided(_contradicted(pairs, prepared, fitting), decisions)
    return _told(records, prepared, pairs, model, profile, warnings)


def fitted(profile: LinkProfile, prepared: pl.DataFrame) -> tuple[LinkProfile, tuple[str, ...]]:
    """Return the profile without what the records cannot tell, and a warning for what they miss."""
    known = {name for name in prepared.columns if prepared[name].null_count() < prepared.height}
    told = (_tellable(c, known) for c in profile.comparisons if set(c.missing) <= known)
    comparisons = tuple(comparison for comparison in told if comparison.levels)
    training = tuple(held for held in profile.training if set(held) <= known)
    fitting = replace(
        profile,
        comparisons=comparisons,
        training=training,
        certain=tuple(held for held in profile.certain if set(held) <= known),
        contradictions=tuple(c for c in profile.contradictions if set(c.columns) <= set(prepared.columns)),
        blocks=tuple(block for block in profile.blocks if block.columns <= known),
    )
    missing = profile.identifying and not set(profile.identifying) & known
    return fitting, (WITHOUT_NAMES,) if missing else ()


def _tellable(comparison: Comparison, known: set[str]) -> Comparison:
    """Return a comparison without the levels that need a column nobody told."""
    levels = tuple(level for level in comparison.levels if set(level.columns) <= known)
    return replace(comparison, levels=levels)


def _contradicted(pairs: pl.DataFrame, prepared: pl.DataFrame, profile: LinkProfile) -> pl.DataFrame:
    """Return the pairs with the first hard fact that forbids merging them ("": none)."""
    if not profile.contradictions:
        return pairs.with_columns(contradiction=pl.lit(""))
    columns = sorted({column for rule in profile.contradictions for column in rule.columns})
    facts = prepared.select("record", *columns)
    sides = pairs.select("record_a", "record_b")
    for side in "ab":
        renamed = facts.rename({"record": f"record_{side}"} | {c: f"{c}_{side}" for c in columns})
        sides = sides.join(renamed, on=f"record_{side}", how="left", maintain_order="left")
    found = pl.lit("")
    for rule in reversed(profile.contradictions):
        found = pl.when(rule.found().fill_null(False)).then(pl.lit(rule.code)).otherwise(found)
    return pairs.with_columns(sides.select(found.alias("contradiction")))


def _decided(pairs: pl.DataFrame, decisions: pl.DataFrame | None) -> pl.DataFrame:
    """Return the pairs with what people decided; decided pairs that were never compared are added."""
    if decisions is None or decisions.is_empty():
        return pairs.with_columns(decided=pl.lit(""))
    a, b = pl.col("record_a"), pl.col("record_b")
    told = decisions.select([*DECISIONS]).select(
        pl.min_horizontal(a, b).alias("record_a"),
        pl.max_horizontal(a, b).alias("record_b"),
        pl.when("same").then(pl.lit("same")).otherwise(pl.lit("different")).alias("decided"),
    )
    joined = pairs.join(told, on=["record_a", "record_b"], how="left", maintain_order="left")
    unseen = told.join(pairs, on=["record_a", "record_b"], how="anti")
    both = pl.concat([joined, unseen], how="diagonal")
    levels = [pl.col(c).fill_null(-1) for c in pairs.columns if c.startswith("level_")]
    bits = [pl.col(c).fill_null(0.0) for c in pairs.columns if c.startswith("bits_")]
    return both.with_columns(
        pl.col("decided", "contradiction").fill_null(""),
        pl.col("probability", "weight").fill_null(0.0),
        *levels,
        *bits,
    )


def _told(
    records: pl.DataFrame,
    prepared: pl.DataFrame,
    pairs: pl.DataFrame,
    model: dict[str, Any],
    profile: LinkProfile,
    warnings: tuple[str, ...],
) -> Linkage:
    chosen = thresholds.choose(pairs.filter(pl.col("contradiction") == "")["probability"])
    victims = grouping.grouped(records, pairs, join=chosen.join, one_per_source=profile.one_per_source)
    model = {**model, "thresholds": thresholds.told(chosen)}
    pairs = pairs.select(*PAIRS, pl.exclude([*PAIRS])).sort("record_a", "record_b")
    doubtful = pl.col("probability").is_between(chosen.low, chosen.high, closed="left")
    contradictory = (pl.col("contradiction") != "") & (pl.col("probability") >= chosen.low)
    return Linkage(
        pairs=pairs,
        victims=victims,
        events=events.of(prepared, victims, profile),
        review=pairs.filter((pl.col("decided") == "") & (doubtful | contradictory)),
        model=model,
        model_hash=learning.fingerprint(model),
        low=chosen.low,
        high=chosen.high,
        warnings=warnings,
    )
