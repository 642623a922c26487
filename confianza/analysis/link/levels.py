"""The degrees of likeness a profile may name, as conditions of Splink that DuckDB and Spark both know."""

from collections.abc import Callable
from typing import Any

from confianza.analysis.link.profile import Comparison, Level


def condition(level: Level) -> Any:
    """Return the Splink condition of a level, with its priors."""
    made = KINDS[level.kind](level).configure(
        m_probability=level.m, u_probability=level.u, label_for_charts=level.label
    )
    if level.frequency:
        made = made.configure(
            tf_adjustment_column=level.frequency,
            tf_minimum_u_value=SMALLEST_FREQUENCY,
            disable_tf_exact_match_detection=True,
        )
    return made


# What is written here in SQL is written as DuckDB reads it; Splink says it again for another engine.
DIALECT = "duckdb"
# A name met once in a million still may be met again: below this, rarity is chance.
SMALLEST_FREQUENCY = 1e-5


def comparison(told: Comparison) -> Any:
    """Return the Splink comparison of a profile's comparison."""
    from splink.comparison_level_library import CustomLevel, ElseLevel
    from splink.comparison_library import CustomComparison

    missing = " OR ".join(f'"{column}_{side}" IS NULL' for column in told.missing for side in "lr")
    otherwise = ElseLevel().configure(m_probability=told.else_m, u_probability=told.else_u)
    return CustomComparison(
        output_column_name=told.name,
        comparison_levels=[
            CustomLevel(missing, label_for_charts="missing", base_dialect_str=DIALECT).configure(
                is_null_level=True
            ),
            *map(condition, told.levels),
            otherwise,
        ],
    )


def _exact(level: Level) -> Any:
    from splink.comparison_level_library import And, ExactMatchLevel

    exact = [ExactMatchLevel(column) for column in level.columns]
    return exact[0] if len(exact) == 1 else And(*exact)


def _jaro_winkler(level: Level) -> Any:
    from splink.comparison_level_library import JaroWinklerLevel

    return JaroWinklerLevel(level.columns[0], level.limit)


def _levenshtein(level: Level) -> Any:
    from splink.comparison_level_library import LevenshteinLevel

    return LevenshteinLevel(level.columns[0], int(level.limit))


def _damerau(level: Level) -> Any:
    from splink.comparison_level_library import DamerauLevenshteinLevel

    return DamerauLevenshteinLevel(level.columns[0], int(level.limit))


def _swapped(level: Level) -> Any:
    from splink.comparison_level_library import ColumnsReversedLevel

    return ColumnsReversedLevel(level.columns[0], level.columns[1], symmetrical=True)


def _shared(level: Level) -> Any:
    from splink.comparison_level_library import ArrayIntersectLevel

    return ArrayIntersectLevel(level.columns[0], int(level.limit))


def _any_alike(level: Level) -> Any:
    """Any column of one side is spelt nearly as any of the other's: far cheaper than over arrays."""
    from splink.internals.comparison_level_creator import ComparisonLevelCreator

    class AnyAlike(ComparisonLevelCreator):
        def create_sql(self, sql_dialect: Any) -> str:
            like = sql_dialect.jaro_winkler_function_name
            # Without quotes, between which Spark reads a text and not a column.
            met = [f"{like}({a}_l, {b}_r) >= {level.limit:g}" for a in level.columns for b in level.columns]
            return " OR ".join(met)

        def create_label_for_charts(self) -> str:
            return level.label

    return AnyAlike()


def _within(level: Level) -> Any:
    from splink.comparison_level_library import AbsoluteDifferenceLevel

    return AbsoluteDifferenceLevel(level.columns[0], level.limit)


def _kilometres(level: Level) -> Any:
    from splink.comparison_level_library import DistanceInKMLevel

    return DistanceInKMLevel(level.columns[0], level.columns[1], level.limit)


def _bands_meet(level: Level) -> Any:
    """Two bands [from, to] that overlap, give or take `limit`."""
    first, last = level.columns
    return _sql(
        f'"{first}_l" <= "{last}_r" + {level.limit:g} AND "{first}_r" <= "{last}_l" + {level.limit:g}'
    )


def _crossed(level: Level) -> Any:
    """The first column of one side equals the second of the other."""
    one, other = level.columns
    return _sql(f'"{one}_l" = "{other}_r" OR "{one}_r" = "{other}_l"')


def _subset(level: Level) -> Any:
    from splink.comparison_level_library import ArraySubsetLevel

    return ArraySubsetLevel(level.columns[0])


def _sql(text: str) -> Any:
    from splink.comparison_level_library import CustomLevel

    return CustomLevel(text, base_dialect_str=DIALECT)


KINDS: dict[str, Callable[[Level], Any]] = {
    "exact": _exact,
    "jaro_winkler": _jaro_winkler,
    "levenshtein": _levenshtein,
    "damerau": _damerau,
    "swapped": _swapped,
    "shared": _shared,
    "any_alike": _any_alike,
    "within": _within,
    "kilometres": _kilometres,
    "bands_meet": _bands_meet,
    "crossed": _crossed,
    "subset": _subset,
}
