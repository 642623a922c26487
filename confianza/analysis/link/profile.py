"""What a linkage profile is: data about which columns are compared, how alike they can be, and what brings
pairs together."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Level:
    """One degree of likeness. `kind` names a condition of `levels`; `m` and `u` are priors.

    `m`: how often two records of one person are this alike (and no more); `u`: how often records of two
    persons are. They hold where the data never show the level. `frequency` names a column whose common
    values prove less than its rare ones.
    """

    label: str
    kind: str
    columns: tuple[str, ...]
    m: float
    u: float
    limit: float = 0.0
    frequency: str = ""


@dataclass(frozen=True)
class Comparison:
    """One thing compared: its levels from most to least alike, then anything else (`else_m`, `else_u`).

    It is missing, and tells nothing, where any column of `missing` is null on either side.
    """

    name: str
    missing: tuple[str, ...]
    levels: tuple[Level, ...]
    else_m: float
    else_u: float

    @property
    def columns(self) -> frozenset[str]:
        """Return every column the comparison needs."""
        return frozenset(self.missing).union(*(level.columns for level in self.levels))


@dataclass(frozen=True)
class Block:
    """Pairs are compared where the `left` columns of one record equal the `right` columns of another.

    `right` is empty where they are the same columns. A key that more than `largest` records share is too
    common to bring anybody together.
    """

    left: tuple[str, ...]
    right: tuple[str, ...] = ()
    largest: int = 400

    @property
    def columns(self) -> frozenset[str]:
        """Return the columns the block needs."""
        return frozenset((*self.left, *self.right))


@dataclass(frozen=True)
class Contradiction:
    """A hard fact that forbids merging without a person: `found` is true of columns `<name>_a` and
    `<name>_b`."""

    code: str
    columns: tuple[str, ...]
    found: Callable[[], pl.Expr]


@dataclass(frozen=True)
class LinkProfile:
    """How records of one kind are linked.

    `compares` are the columns of a delivered frame; `prepare` turns them into `record`, `source` and the
    columns that are compared. `training` are the columns held equal in each pass of
    expectation–maximisation: every comparison must be free in one. `certain` are columns which, equal
    together, are one person nearly always; `certain_recall` is the share of true pairs they are believed to
    catch (the start of the prior). `one_per_source`: no source tells of one person twice.
    """

    name: str
    says: str
    compares: tuple[str, ...]
    prepare: Callable[[pl.DataFrame], pl.DataFrame]
    comparisons: tuple[Comparison, ...]
    blocks: tuple[Block, ...]
    training: tuple[tuple[str, ...], ...]
    certain: tuple[tuple[str, ...], ...]
    certain_recall: float
    priors_from: str
    contradictions: tuple[Contradiction, ...] = ()
    one_per_source: bool = False
    identifying: tuple[str, ...] = ()
    record_column: str = ""
    events: bool = False


def never_free(profile: LinkProfile) -> list[str]:
    """Return the comparisons whose columns every training pass holds equal, so that none can learn them."""
    return [
        comparison.name
        for comparison in profile.comparisons
        if all(comparison.columns & set(held) for held in profile.training)
    ]
