"""Cells are read, or refused by row, column and value."""

import polars as pl
import pytest

from confianza.analysis.evaluation.columns import Table
from confianza.analysis.evaluation.problems import EvaluationRefused


def table(*cells):
    return Table(pl.DataFrame({"n": list(cells)}, schema={"n": pl.String}))


@pytest.mark.parametrize(
    ("cells", "how", "sentence"),
    [
        (("3", ""), "counts", "Row 3, column “n”: blank"),
        (("3", "DOG"), "counts", "Row 3, column “n”: “DOG” is no number"),
        (("3", "-4"), "counts", "Row 3, column “n”: -4"),
        (("3", "4.5"), "counts", "Row 3, column “n”: 4.5 is no whole number"),
        (("3", "inf"), "counts", "“inf” is no number"),
        (("3", "0"), "exposures", "Row 3, column “n”: 0. An exposure"),
        (("1", "2"), "flags", "Row 3, column “n”: 2"),
        ((), "counts", "no rows"),
    ],
)
def test_what_cannot_be_read_is_named(cells, how, sentence):
    with pytest.raises(EvaluationRefused) as refused:
        getattr(table(*cells), how)("n")
    assert sentence in str(refused.value)


def test_what_can_be_read():
    assert table("3", "4,0", "5.0").counts("n").tolist() == [3, 4, 5]
    assert table("", "2").numbers("n", blank=7.0).tolist() == [7, 2]
    assert table("1", "0").flags("n").tolist() == [True, False]
    assert table("3").exposures("").tolist() == [1]
    with pytest.raises(EvaluationRefused, match="no column “m”; there are: n"):
        table("3").counts("m")
    assert Table(pl.DataFrame({"n": [2001.0, None]})).texts("n") == ["2001", ""]
