"""Small tables of claims, as a store would hand them over: a police homicide unless a row says otherwise."""

from datetime import date

import ibis
import polars as pl

from confianza.analysis.vocabulary.claims import SCHEMA

USUAL = {
    "source": "gt_pnc_victims", "delivery": "00001-gt_pnc_victims", "grain": "victim", "weight": 1,
    "occurred_on": date(2025, 1, 15), "date_precision": "day", "date_meaning": "occurrence", "iccs": "0101",
    "iccs_match": "exact", "intent": "homicide", "offence_label": "Homicidio",
}  # fmt: skip
TYPES = {name: pl.String if dtype == pl.Categorical else dtype for name, dtype in SCHEMA.items()}


def frame(*rows):
    """Return claims as Polars; a row names only what differs."""
    told = [USUAL | {"record": number} | row for number, row in enumerate(rows, start=1)]
    return pl.DataFrame(told, schema=TYPES | {"source": pl.String, "delivery": pl.String})


def table(*rows):
    """Return claims as an Ibis table on the default engine."""
    return ibis.memtable(frame(*rows))
