"""Small linkages for tests, as `analysis.link` hands them over; run, a process that keeps one when told to.

python -m confianza.store.tests.linking WORKSPACE    then one line on standard input
"""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from confianza.analysis.link.linkage import EVENTS, PAIRS, VICTIMS, Linkage
from confianza.store import linkages
from confianza.store.layout import StoreLayout
from confianza.store.tests import told

MANY = 2_000
MADE_AT = datetime(2024, 6, 2, 9, tzinfo=UTC)
MODEL = {"comparisons": [{"name": "surnames", "levels": [{"label": "same", "m": 0.9, "u": 0.01}]}]}


def linkage(*victims: Sequence[str], review: Sequence[tuple[str, str, float]] = ()) -> Linkage:
    """Return a linkage in which each of `victims` is the records of one person, all events apart."""
    whose = [(record, min(group)) for group in victims for record in group]
    scored = [(*sorted((a, b)), sure, 1.0, "", "") for a, b, sure in review]
    return Linkage(
        pairs=pl.DataFrame(scored, schema=PAIRS, orient="row"),
        victims=pl.DataFrame(whose, schema=VICTIMS, orient="row"),
        events=pl.DataFrame([(min(group),) * 2 for group in victims], schema=EVENTS, orient="row"),
        review=pl.DataFrame(scored, schema=PAIRS, orient="row"),
        model=MODEL,
        model_hash="0" * 64,
        low=0.5,
        high=0.95,
        warnings=("2 records have no name.",),
    )


def records(*names: str, source: str = "gt_pnc_victims") -> pl.DataFrame:
    """Return where records stand: one delivery, in order."""
    told = {"delivery": f"00001-{source}", "source": source, "series": "", "office": "Sur"}
    return pl.DataFrame({"record": names}, schema={"record": pl.String}).with_columns(
        pl.int_range(1, 1 + pl.len(), dtype=pl.UInt32).alias("number"),
        **{name: pl.lit(value) for name, value in told.items()},
    )


def cases(*names: str) -> pl.DataFrame:
    return pl.DataFrame({"case": names, "status": ["reported"] * len(names)})


def keep(layout: StoreLayout, *victims: Sequence[str]) -> str:
    """Keep a linkage of these victims."""
    names = [record for group in victims for record in group]
    return linkages.keep(
        layout, linkage(*victims), records(*names), cases(*map(min, victims)), as_of=None, made_at=MADE_AT
    )


def main(workspace: Path) -> None:
    layout = told.store(workspace)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    keep(layout, *([f"r{number}"] for number in range(MANY)))
    sys.stdout.write("done\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
