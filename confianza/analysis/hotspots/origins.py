"""Citizens' reports and patrols' finds, told apart: what patrols find shows where patrols were."""

import re
from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from confianza.analysis.hotspots import offence_words, priorities
from confianza.analysis.vocabulary.folding import fold

# In a column that only says whether a patrol found it.
_YES = {"1", "true", "t", "yes", "y", "si", "s", "verdadero"}


def found_by_patrols(cells: pl.Series) -> NDArray[np.bool_]:
    """Say which cases a patrol found, from the words of a column of origins (or its 1, true, sí).

    A cell with words of both is a citizen's report; so is one that says nothing known.
    """
    listed = priorities.shipped()
    told = cells.cast(pl.String)
    kinds = told.unique().drop_nulls().to_list()
    finds = [kind for kind in kinds if _is_find(fold(kind), listed.patrol_words, listed.citizen_words)]
    mask: NDArray[np.bool_] = told.is_in(finds).fill_null(False).to_numpy()
    return mask


def _is_find(folded: str, patrol: Sequence[str], citizen: Sequence[str]) -> bool:
    if folded in _YES:
        return True
    return bool(re.search(_any(patrol), folded)) and not re.search(_any(citizen), folded)


def _any(words: Sequence[str]) -> str:
    return rf"\b(?:{'|'.join(words)})"


def share_found(labels: pl.Series) -> float:
    """Return the share of cases that are offences which patrols find (drugs, weapons, disobedience)."""
    prefixes = priorities.shipped().patrol_finds
    counted = labels.cast(pl.String).drop_nulls().value_counts()
    name = labels.name or ""
    kinds, counts = counted[name].to_list(), counted["count"].to_numpy()
    found = np.array(
        [(offence_words.class_of(kind) or "").startswith(prefixes) for kind in kinds], dtype=bool
    )
    return float(counts[found].sum() / counts.sum()) if len(kinds) else 0.0
