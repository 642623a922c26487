"""Which pairs are compared at all: keys that bring records together, none of them shared by too many."""

from collections.abc import Sequence

import polars as pl

from confianza.analysis.link.profile import Block

SEED = 1969
SEPARATOR = "\x1f"


def with_keys(records: pl.DataFrame, blocks: Sequence[Block]) -> pl.DataFrame:
    """Return the records with the key columns of each block; a key that too many share is null."""
    keys = [key for number, block in enumerate(blocks) for key in _keys(records, number, block)]
    return records.with_columns(keys)


def rule(number: int, block: Block) -> str:
    """Return the SQL that brings pairs together by the keys of a block."""
    return f"l.{_left(number)} = r.{_right(number) if block.right else _left(number)}"


def rules(blocks: Sequence[Block]) -> list[str]:
    """Return the SQL of all blocks; a block with two sides is asked both ways round."""
    asked = []
    for number, block in enumerate(blocks):
        asked.append(rule(number, block))
        if block.right:
            asked.append(f"l.{_right(number)} = r.{_left(number)}")
    return asked


def pairs_of(records: pl.DataFrame, held: Sequence[str]) -> int:
    """Return how many pairs agree on all the held columns (within sources too)."""
    sizes = records.drop_nulls([*held]).group_by([*held]).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())


def pairs_expected(records: pl.DataFrame, blocks: Sequence[Block]) -> int:
    """Return how many pairs the keys of the blocks bring together, those of several blocks counted often."""
    expected = 0
    for number, block in enumerate(blocks):
        left = records.drop_nulls(_left(number)).group_by(pl.col(_left(number)).alias("key")).len()
        if block.right:
            right = records.drop_nulls(_right(number)).group_by(pl.col(_right(number)).alias("key")).len()
            met = left.join(right, on="key")
            expected += int((met["len"].cast(pl.Int64) * met["len_right"]).sum())
        else:
            sizes = left["len"].cast(pl.Int64)
            expected += int((sizes * (sizes - 1) // 2).sum())
    return expected


def some_of(records: pl.DataFrame, held: Sequence[str], most: int) -> pl.DataFrame:
    """Return the records of so many whole groups, equal in `held`, that they make at most `most` pairs.

    Which groups is left to a hash of their key, so that the order of the records tells nothing.
    """
    keyed = records.drop_nulls([*held]).with_columns(_key(records.drop_nulls([*held]), held).alias("_key"))
    sizes = keyed.group_by("_key").len().filter(pl.col("len") > 1)
    ordered = sizes.with_columns(pl.col("_key").hash(SEED).alias("_order")).sort("_order", "_key")
    size = pl.col("len").cast(pl.Int64)
    kept = ordered.filter((size * (size - 1) // 2).cum_sum() <= max(most, 1))
    return keyed.join(kept.select("_key"), on="_key", how="semi").drop("_key")


def _keys(records: pl.DataFrame, number: int, block: Block) -> list[pl.Series]:
    left = _key(records, block.left)
    right = _key(records, block.right) if block.right else left
    rare = _sizes(left, right).filter(pl.col("len") <= block.largest)["key"]
    kept = [_only(left, rare).alias(_left(number))]
    if block.right:
        kept.append(_only(right, rare).alias(_right(number)))
    return kept


def _key(records: pl.DataFrame, columns: Sequence[str]) -> pl.Series:
    """Return one key per record: the hash of its columns, null where one of them is."""
    whole = pl.all_horizontal(pl.col(column).is_not_null() for column in columns)
    text = pl.concat_str([pl.col(column).cast(pl.String) for column in columns], separator=SEPARATOR)
    return records.select(pl.when(whole).then(text).alias("key"))["key"]


def _sizes(left: pl.Series, right: pl.Series) -> pl.DataFrame:
    """Return how many records share each key, on the fuller of its sides."""
    counted = [side.alias("key").drop_nulls().to_frame().group_by("key").len() for side in (left, right)]
    return pl.concat(counted).group_by("key").agg(pl.col("len").max())


def _only(keys: pl.Series, rare: pl.Series) -> pl.Series:
    return keys.to_frame("key").select(pl.when(pl.col("key").is_in(rare.implode())).then("key"))["key"]


def _left(number: int) -> str:
    return f"key_{number}"


def _right(number: int) -> str:
    return f"other_key_{number}"
