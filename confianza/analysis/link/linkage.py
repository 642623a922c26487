"""What a linkage says: scored pairs, victims, events, what a person must look at, and the model behind it."""

from dataclasses import dataclass
from typing import Any

import polars as pl

# Beside these, every comparison of the model has `level_<name>` (Int8, -1 missing) and `bits_<name>` (f64).
PAIRS: dict[str, pl.DataType] = {
    "record_a": pl.String(),
    "record_b": pl.String(),
    "probability": pl.Float64(),
    "weight": pl.Float64(),
    "contradiction": pl.String(),
    "decided": pl.String(),
}
VICTIMS: dict[str, pl.DataType] = {"record": pl.String(), "victim": pl.String()}
EVENTS: dict[str, pl.DataType] = {"victim": pl.String(), "event": pl.String()}
DECISIONS: dict[str, pl.DataType] = {
    "record_a": pl.String(),
    "record_b": pl.String(),
    "same": pl.Boolean(),
}


@dataclass(frozen=True)
class Linkage:
    """The outcome of one run.

    `pairs` (`PAIRS`): record_a < record_b; `weight` in bits, `contradiction` a code of the hard facts that
    forbid merging ("": none), `decided` "same", "different" or "". `victims` (`VICTIMS`): every record,
    with the smallest record of its group. `events` (`EVENTS`): every victim, with the smallest victim of
    its event. `review`: the pairs a person must look at, with the columns of `pairs`. `low` and `high`
    bound the probabilities that need a person. `warnings` are sentences in English, translated where they
    are shown, each with its values.
    """

    pairs: pl.DataFrame
    victims: pl.DataFrame
    events: pl.DataFrame
    review: pl.DataFrame
    model: dict[str, Any]
    model_hash: str
    low: float
    high: float
    warnings: tuple[str, ...] = ()
