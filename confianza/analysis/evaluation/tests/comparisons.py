"""Pools made up for tests, and the published examples where they are on this machine."""

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from confianza.analysis.evaluation import pool_columns
from confianza.analysis.evaluation.columns import Table
from confianza.analysis.evaluation.pool import Pool
from confianza.analysis.evaluation.pool_columns import Asked, Read
from confianza.analysis.evaluation.predictors import Predictors

FOLDER = Path(__file__).resolve().parents[5] / "shared" / "oracles" / "evaluation"
SEED = 1989
SPAIN = "Spain (Espana)"

published = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the oracles (../shared/oracles) are not on this machine"
)

# The predictors of Abadie & Gardeazabal (2003), as their program's example gives them.
SCHOOLING = ("illit", "prim", "med", "high", "post.high")
SECTORS = ("agriculture", "energy", "industry", "construction", "services.venta", "services.nonventa")
BASQUE_PREDICTORS = (
    *(f"school.{level}=1964:1969" for level in SCHOOLING),
    "invest=1964:1969",
    "gdpcap=1960:1969",
    *(f"sec.{sector}=1961,1963,1965,1967,1969" for sector in SECTORS),
    "popdens=1969",
)


def invented(units=12, before=10, after=4, effect=0.0, seed=SEED) -> Pool:
    """Paths with a common trend and their own ways; the treated unit is a mixture of the first three."""
    random = np.random.default_rng(seed)
    common = np.cumsum(random.normal(0, 1, (before + after, 2)), axis=0)
    paths = 50 + common @ random.normal(0, 2, (2, units)) + random.normal(0, 1, (before + after, units))
    y = paths[:, :3] @ np.array([0.5, 0.3, 0.2]) + random.normal(0, 0.1, before + after)
    y[before:] += effect
    names = tuple(f"town {place}" for place in range(units))
    return Pool("Colón", names, tuple(str(2000 + at) for at in range(before + after)), y, paths, before)


def of_file(name: str, **asked: Any) -> tuple[Read, Table, Asked]:
    """Return a published example as it was asked for, with its table."""
    table = Table(pl.read_csv(FOLDER / name, infer_schema=False))
    question = Asked(**asked)
    return pool_columns.read(table, question), table, question


def california() -> Pool:
    return of_file(
        "california.csv",
        unit="State",
        time="Year",
        outcome="PacksPerCapita",
        treated="California",
        first="1989",
    )[0].pool


def basque(**more: Any) -> tuple[Pool, Predictors]:
    told, table, asked = of_file(
        "basque.csv",
        unit="regionname",
        time="year",
        outcome="gdpcap",
        treated="Basque Country (Pais Vasco)",
        first="1970",
        **more,
    )
    return told.pool, pool_columns.predictors(table, asked, told, BASQUE_PREDICTORS, "1960:1969")
