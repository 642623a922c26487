"""Files of known answers that live outside the repository, and panels made for tests."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from confianza.analysis.evaluation import panels

FOLDER = Path(__file__).resolve().parents[5] / "shared" / "oracles" / "evaluation"
needed = pytest.mark.skipif(not FOLDER.is_dir(), reason="the files of known answers are not on this machine")


def series(column):
    table = pl.read_csv(FOLDER / "its.csv")
    return table[column].to_list(), table["t"].to_list()


def panel():
    table = pl.read_csv(FOLDER / "panel.csv")
    texts = {name: [str(cell) for cell in table[name]] for name in ("u", "t", "g")}
    return panels.of_rows(texts["u"], texts["t"], table["y"].to_list(), begins=texts["g"])


def of_counts(y, start):
    """A panel of rows of counts and the place at which each begins."""
    y = np.asarray(y, dtype=float)
    names, periods = tuple(map(str, range(len(y)))), tuple(map(str, range(y.shape[1])))
    return panels.Panel(names, periods, y, np.ones_like(y), np.asarray(start))
