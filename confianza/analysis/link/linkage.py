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

    `pairs` (`PAIRS`): record_a < record_b; `weight` is log2 of the odds, `contradiction` a code of the hard
    facts that forbid merging ("": none), `decided` "same", "different" or "".
    `victims` (`VICTIMS`): every record, with the smallest record of its group.
    `events` (`EVENTS`): every victim, with the smallest victim of its event.
    `review`: the pairs a person must look at, as in `pairs`: undecided, with `low` ≤ probability <
    `high`, and those above that contradict. Until a person decides, the likelier is assumed.
    `model`: what was compared and learnt, as plain data; `model_hash` the SHA-256 of its canonical JSON.
    `warnings` are English sentences without values, translated where they are shown.
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
