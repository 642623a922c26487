"""The one place that knows Splink: trains a model, scores pairs by a model. All it returns is Polars and
plain data."""

import logging
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from confianza.analysis.link import blocking, levels
from confianza.analysis.link.profile import Comparison, LinkProfile

MOST_EM_PAIRS = 1_000_000
PAIRS_AT_ONCE = 5_000_000
MOST_U_PAIRS = 4_000_000
ITERATIONS = 40
NUMBER = "number"  # of a record among all, in the order of their names: shorter than its name


@dataclass(frozen=True)
class Learnt:
    """What one training pass, or the random pairs, say of each level, best first, anything else last.

    `probabilities` by comparison, None where a level was never met; `pairs` is how many pairs (for m:
    expected matches) stand behind them.
    """

    held: tuple[str, ...]
    probabilities: dict[str, list[float | None]]
    pairs: float


def random_pairs(sample: pl.DataFrame, profile: LinkProfile, engine: Any, *, apart: bool) -> Learnt:
    """Return how often records that were not chosen for it are alike: all pairs of a sample (`apart`: of
    sources)."""
    linker = _linker(sample, profile.comparisons, [], engine, apart=apart)
    linker.training.estimate_u_using_random_sampling(
        max_pairs=MOST_U_PAIRS * 100, seed=1, min_count_per_level=None, num_chunks=1
    )
    told = {
        comparison.output_column_name: [
            None if not level._u_is_trained or not level._has_estimated_u_values else level.u_probability
            for level in comparison._comparison_levels_excluding_null
        ]
        for comparison in linker._settings_obj.comparisons
    }
    return Learnt((), told, total_pairs(sample, apart=apart))


def expectation_maximisation(
    records: pl.DataFrame,
    profile: LinkProfile,
    model: dict[str, Any],
    passes: Sequence[tuple[str, ...]],
    engine: Any,
    *,
    apart: bool,
) -> list[Learnt]:
    """Run one pass per set of columns held equal, u fixed; return what each learnt of m."""
    from splink import block_on
    from splink.internals.exceptions import EMTrainingException

    learnt = []
    for held in passes:
        some = blocking.some_of(records, held, MOST_EM_PAIRS)
        if some.is_empty():  # among few records no two may be equal in these columns
            continue
        linker = _linker(some, profile.comparisons, [], engine, apart=apart, model=model)
        try:
            session = linker.training.estimate_parameters_using_expectation_maximisation(
                block_on(*held),
                estimate_without_term_frequencies=True,
            )
        except (EMTrainingException, ValueError):
            continue
        learnt.append(_of_session(session, held, some))
    return learnt


def scored(
    records: pl.DataFrame,
    profile: LinkProfile,
    model: dict[str, Any],
    engine: Any,
    *,
    apart: bool,
    least_weight: float,
) -> pl.DataFrame:
    """Return the pairs brought together by the profile's blocks that weigh at least `least_weight` bits.

    `records` carry the keys of the blocks. So many pairs are compared at once as fit into memory.
    """
    rules = blocking.rules(profile.blocks)
    linker = _linker(records, profile.comparisons, rules, engine, apart=apart, model=model)
    parts = 1 + blocking.pairs_expected(records, profile.blocks) // PAIRS_AT_ONCE
    names = records["record"].sort()
    return pl.concat(
        _pairs(predicted, profile.comparisons, names) for predicted in _in_parts(linker, parts, least_weight)
    )


def _in_parts(linker: Any, parts: int, least_weight: float) -> Iterator[Any]:
    for part in range(1, parts + 1):
        predicted = linker.inference.predict_chunk(
            left_chunk=(part, parts),
            right_chunk=(1, 1),
            threshold_match_weight=least_weight,
            warning_mode="never",
        )
        yield predicted
        predicted.drop_table_from_database_and_remove_from_cache()


def total_pairs(records: pl.DataFrame, *, apart: bool) -> int:
    """Return how many pairs there are (`apart`: of records of different sources only)."""
    everybody = records.height * (records.height - 1) // 2
    sizes = records.group_by("source").len()["len"].cast(pl.Int64)
    return everybody - (int((sizes * (sizes - 1) // 2).sum()) if apart else 0)


def _linker(
    records: pl.DataFrame,
    comparisons: Sequence[Comparison],
    blocks: Sequence[Any],
    engine: Any,
    *,
    apart: bool,
    model: dict[str, Any] | None = None,
) -> Any:
    """Return a Splink linker over the records, one table a source, with the numbers of a model if given."""
    from splink import Linker, SettingsCreator

    logging.getLogger("splink").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module=r"splink\..*")
    api = engine or _duckdb()
    made = [levels.comparison(comparison) for comparison in comparisons]
    for comparison, splink_comparison in zip(comparisons, made, strict=True):
        if model:
            _fix(splink_comparison, model["comparisons"][comparison.name]["levels"])
    numbered = records.sort("record").with_row_index(NUMBER).drop("record")
    tables = [part for _, part in sorted(numbered.partition_by("source", as_dict=True).items())]
    kind: Any = "dedupe_only" if len(tables) == 1 else "link_only" if apart else "link_and_dedupe"
    registered = [
        _registered(api, table.drop("source"), f"source_{number}") for number, table in enumerate(tables)
    ]
    return Linker(
        registered,
        SettingsCreator(
            link_type=kind,
            unique_id_column_name=NUMBER,
            comparisons=made,
            blocking_rules_to_generate_predictions=[*blocks],
            probability_two_random_records_match=model["prior"] if model else 1e-4,
            max_iterations=ITERATIONS,
            retain_matching_columns=True,
            retain_intermediate_calculation_columns=True,
        ),
        log_level=None,
        validate_settings=False,
    )


def _duckdb() -> Any:
    """Return DuckDB in memory, told to bear the arrows Splink 5.0 still writes in the distances of arrays."""
    import duckdb
    from splink import DuckDBAPI

    connection = duckdb.connect()
    connection.execute("SET lambda_syntax='ENABLE_SINGLE_ARROW'")
    return DuckDBAPI(connection=connection)


def _registered(api: Any, table: pl.DataFrame, shown: str) -> Any:
    """Return a table known to Splink under a name nobody else uses; Spark takes it as Arrow."""
    given: Any = table if type(api).__name__ == "DuckDBAPI" else table.to_arrow()
    registered = api.register(given)
    registered.dataset_display_name = shown
    return registered


def _fix(comparison: Any, told: Sequence[dict[str, Any]]) -> None:
    """Put the model's numbers into the levels of a Splink comparison (the first of them is `missing`)."""
    for level, numbers in zip(comparison._comparison_levels[1:], told, strict=True):
        level.configure(m_probability=numbers["m"], u_probability=numbers["u"])


def _of_session(session: Any, held: tuple[str, ...], records: pl.DataFrame) -> Learnt:
    told = {
        comparison.output_column_name: [
            level._m_probability if isinstance(level._m_probability, float) else None
            for level in comparison._comparison_levels_excluding_null
        ]
        for comparison in session.core_model_settings.comparisons
    }
    share = session.core_model_settings.probability_two_random_records_match
    return Learnt(held, told, share * blocking.pairs_of(records, held))


def _pairs(predicted: Any, comparisons: Sequence[Comparison], names: pl.Series) -> pl.DataFrame:
    """Return Splink's predictions as pairs: record_a < record_b, weight, and per comparison level and bits.

    `names` are the records in the order of their numbers.
    """
    left, right = f"{NUMBER}_l", f"{NUMBER}_r"
    wanted = [left, right, "match_weight"]
    present = {column.unquote().name for column in predicted.columns}
    for comparison in comparisons:
        wanted += [f"gamma_{comparison.name}", f"mw_{comparison.name}"]
    wanted += [f"mw_tf_adj_{c.name}" for c in comparisons if f"mw_tf_adj_{c.name}" in present]
    frame = _collected(predicted, wanted)
    return frame.select(
        names.gather(frame.select(pl.min_horizontal(left, right)).to_series()).alias("record_a"),
        names.gather(frame.select(pl.max_horizontal(left, right)).to_series()).alias("record_b"),
        pl.col("match_weight").alias("weight"),
        *(pl.col(f"gamma_{c.name}").cast(pl.Int8).alias(f"level_{c.name}") for c in comparisons),
        *(_bits(c.name, frame.columns).alias(f"bits_{c.name}") for c in comparisons),
    )


def _bits(name: str, present: Sequence[str]) -> pl.Expr:
    bits = pl.col(f"mw_{name}")
    return bits + pl.col(f"mw_tf_adj_{name}") if f"mw_tf_adj_{name}" in present else bits


def _collected(predicted: Any, wanted: Sequence[str]) -> pl.DataFrame:
    if hasattr(predicted, "as_duckdbpyrelation"):
        collected: pl.DataFrame = predicted.as_duckdbpyrelation().select(*wanted).pl()
        return collected
    return pl.from_pandas(predicted.as_pandas_dataframe()[[*wanted]])
