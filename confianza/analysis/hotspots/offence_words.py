"""Which cases of a plain table are of an offence, by its words, its class or an indicator."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from confianza.analysis.hotspots.asking import PointsRefused
from confianza.analysis.indicators import registry
from confianza.analysis.vocabulary import iccs, offences
from confianza.analysis.vocabulary.folding import fold

COLUMNS = (
    "offence_label", "offence", "delito", "crime", "offense", "ofensa", "offence group", "crime type",
    "tipo de delito",
    "categoria delito", "category", "categoria", "tipo", "type", "grupo", "group",
)  # fmt: skip
# Up to so many different words each is a group of its own; more are grouped by what they mean.
MOST_GROUPS = 25
OTHER = "other"
EXAMPLES = 5


def column(columns: Sequence[str], asked: str = "") -> str:
    """Return the column of offences: the one asked for, or one so called. Raises PointsRefused."""
    folded = {fold(name): name for name in columns}
    found = next((folded[fold(name)] for name in (asked, *COLUMNS) if name and fold(name) in folded), None)
    if found is None or (asked and fold(found) != fold(asked)):
        raise PointsRefused("no_offence_column", columns=", ".join(columns))
    return found


def column_of(frame: pl.DataFrame, asked: str, named: str = "") -> str:
    """Return the column in which to look for an offence: the one named, one so called, or the only one of
    text in which somebody wrote just that. Raises PointsRefused.
    """
    try:
        return column(frame.columns, named)
    except PointsRefused:
        texts = [] if named else [name for name in frame.columns if frame[name].dtype == pl.String]
        holding = [name for name in texts if fold(asked) in set(map(fold, frame[name].drop_nulls().unique()))]
        if len(holding) != 1:
            raise
        return holding[0]


def chosen(labels: pl.Series, asked: str) -> NDArray[np.bool_]:
    """Say which labels are of the offence `asked`: the same words, or of the class of ICCS or the indicator
    that it names. Raises PointsRefused.
    """
    kinds = labels.cast(pl.String).unique().drop_nulls().to_list()
    ours = {kind for kind in kinds if fold(kind) == fold(asked)}
    if not ours:
        prefixes = _prefixes(asked)
        ours = {kind for kind in kinds if prefixes and (class_of(kind) or "").startswith(prefixes)}
    if not ours:
        common = labels.cast(pl.String).drop_nulls().value_counts(sort=True)[labels.name or ""].to_list()
        raise PointsRefused("no_such_offence", offence=asked, examples=", ".join(common[:EXAMPLES]))
    mask: NDArray[np.bool_] = labels.cast(pl.String).is_in(list(ours)).fill_null(False).to_numpy()
    return mask


def groups(labels: pl.Series) -> pl.Series:
    """Return the group of each case: its words if there are few, else the indicator of their class."""
    told = labels.cast(pl.String)
    kinds = told.unique().drop_nulls().to_list()
    if len(kinds) <= MOST_GROUPS:
        return told
    return told.replace_strict({kind: _indicator_of(kind) for kind in kinds}, default=None)


@lru_cache(maxsize=4_096)
def class_of(label: str) -> str | None:
    """Return the ICCS class of words, or of a code; None where nobody knows them."""
    import re

    bare = label.strip().replace(".", "")
    if bare in iccs.CLASSES:
        return bare
    folded = fold(label)
    return next((rule.iccs for rule in offences.RULES if re.search(rule.pattern, folded)), None)


def classes(labels: pl.Series) -> list[Any]:
    """Return the ICCS class of every label."""
    return [class_of(label) if label else None for label in labels.cast(pl.String).to_list()]


def _prefixes(asked: str) -> tuple[str, ...]:
    try:
        return registry.resolve(asked).iccs
    except registry.UnknownIndicator:
        return ()


def _indicator_of(label: str) -> str:
    """Return the narrowest indicator whose classes hold a label's, or its section of the ICCS."""
    code = class_of(label)
    if code is None:
        return OTHER
    holding = [
        (max(len(prefix) for prefix in each.iccs if code.startswith(prefix)), each.id)
        for each in registry.everything()
        if each.iccs and code.startswith(each.iccs) and not (each.words or each.mechanisms or each.intents)
    ]
    return max(holding)[1] if holding else f"iccs{code[:2]}"
