"""The files people would receive, and the ledger of who stands in which of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from confianza.demo import coroner, health, layouts, police, schedule, writing
from confianza.demo.schedule import CORONER, HEALTH, POLICE, Delivery

SEED = 4
REPEATED = 0.006  # share of the rows that a clerk pasted twice
BROKEN_QUARTER = 3  # of last year: the police's file that has rows nobody can read
LEDGER_SCHEMA: dict[str, Any] = {
    "source": pl.String, "file": pl.String, "received_on": pl.Date, "pending": pl.Boolean,
    "corrects": pl.Boolean,
    "kind": pl.String, "victim_id": pl.String, "label": pl.String, "occurred_on": pl.Date,
}  # fmt: skip


@dataclass(frozen=True)
class Filed:
    """A delivery with its file's name, bytes, and its part of the ledger (`LEDGER_SCHEMA`).

    The ledger's `kind` says what each record is: a `victim`, `repeated` (the same row again) or `broken`.
    """

    delivery: Delivery
    name: str
    content: bytes
    ledger: pl.DataFrame


def fill(truth: pl.DataFrame, plan: Sequence[Delivery]) -> Iterator[Filed]:
    """Yield every planned delivery as a file, source by source."""
    for source, office in ((POLICE, police), (CORONER, coroner), (HEALTH, health)):
        own = [delivery for delivery in plan if delivery.source == source]
        for delivery, share in zip(own, schedule.share_out(office.told(truth), own), strict=True):
            if len(share):
                yield _filed(delivery, share)


def _filed(delivery: Delivery, share: pl.DataFrame) -> Filed:
    how = layouts.habit(delivery)
    share = share.sort("occurred_on", "victim_id")
    written = layouts.table(delivery, share)
    chance = np.random.default_rng([SEED, *delivery.stem.encode()])
    order = _with_repeats(len(share), chance)
    rows = [written.row(number) for number in order]
    broken = _broken_rows(delivery, written)
    name = f"{delivery.stem}.{how.kind}"
    content = writing.write(written.columns, [*rows, *broken], how)
    return Filed(delivery, name, content, _ledger(delivery, name, share, order, len(broken)))


def _with_repeats(rows: int, chance: np.random.Generator) -> list[int]:
    """Return the rows' positions in the order they are written, some of them twice."""
    repeated = np.flatnonzero(chance.random(rows) < REPEATED)
    return sorted([*range(rows), *repeated.tolist()])


def _broken_rows(delivery: Delivery, written: pl.DataFrame) -> list[list[Any]]:
    """Return the rows nobody can read: a year still to come, a month unheard of, a thirty-second day."""
    if not is_broken(delivery):
        return []
    rows = [list(written.row(number)) for number in (3, 40, 77)]
    for row, (column, value) in zip(
        rows, (("año_ocu", 2091), ("mes_ocu", "Brumario"), ("día_ocu", 32)), strict=True
    ):
        row[written.columns.index(column)] = value
        row[written.columns.index("num_corre")] = 90_000 + rows.index(row)
    return rows


def is_broken(delivery: Delivery) -> bool:
    """Whether this is the delivery with unreadable rows."""
    is_quarter = delivery.last.month - delivery.first.month == 2
    return delivery.source == POLICE and is_quarter and delivery.last.month == 3 * BROKEN_QUARTER


def _ledger(
    delivery: Delivery, name: str, share: pl.DataFrame, order: Sequence[int], broken: int
) -> pl.DataFrame:
    told = share[list(order)]
    label = {POLICE: "label" if delivery.is_final else "first_label", CORONER: "cause", HEALTH: "intent"}
    repeated = pl.Series([number == before for before, number in zip([-1, *order], order, strict=False)])
    victims = pl.DataFrame(
        {"victim_id": told["victim_id"], "label": told[label[delivery.source]]}
    ).with_columns(
        occurred_on=told["occurred_on"],
        kind=pl.when(repeated).then(pl.lit("repeated")).otherwise(pl.lit("victim")),
    )
    nobody = pl.DataFrame({"kind": ["broken"] * broken}, schema={"kind": pl.String})
    about = {
        "source": delivery.source, "file": name, "received_on": delivery.received_on,
        "pending": delivery.pending,
        "corrects": delivery.corrects,
    }  # fmt: skip
    both = pl.concat([victims, nobody], how="diagonal")
    return both.with_columns(pl.lit(value).alias(column) for column, value in about.items()).select(
        pl.col(column).cast(dtype) for column, dtype in LEDGER_SCHEMA.items()
    )


def save(filed: Filed, folder: Path) -> Path:
    """Write a file into the inbox, in its source's folder or among the pending ones, and return where."""
    own = folder / ("pending" if filed.delivery.pending else filed.delivery.source)
    own.mkdir(parents=True, exist_ok=True)
    file = own / filed.name
    file.write_bytes(filed.content)
    return file
