"""Do two questions go together? Pearson's test of a table, corrected for the design.

Rao and Scott (1984), Annals of Statistics 12; the second-order correction compared with F, as in R's
svychisq(statistic = "F").
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from confianza.analysis.surveys import estimates
from confianza.analysis.surveys.design import Design, Reals
from confianza.analysis.surveys.problems import SurveyRefused


@dataclass(frozen=True)
class Association:
    """`f` on `ndf` and `ddf` degrees of freedom has probability `p` where the two do not go together.
    `table` (rows, columns) are shares of people; `n` answered both.
    """

    f: float
    ndf: float
    ddf: float
    p: float
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    table: Reals
    n: int


def of_table(design: Design, one: ArrayLike, other: ArrayLike) -> Association:
    """Return whether two questions go together. Labels "" and nan are no answer.

    Raises SurveyRefused one_class where all who answered said the same to one of them.
    """
    rows, columns = estimates.by(one), estimates.by(other)
    if len(rows) < 2 or len(columns) < 2:
        raise SurveyRefused("one_class")
    both = np.any(list(rows.values()), axis=0) & np.any(list(columns.values()), axis=0)
    cells = [
        estimates.mean(design, (row & column).astype(float), domain=both)
        for row in rows.values()
        for column in columns.values()
    ]
    found, n = np.array([each.estimate for each in cells]), int(both.sum())
    variance = estimates.covariance(design, cells)
    f, ndf = _corrected(found, variance, len(rows), len(columns), n)
    df = design.df_of(both)
    return Association(
        f,
        ndf,
        ndf * df,
        _tail(f, ndf, ndf * df),
        tuple(rows),
        tuple(columns),
        found.reshape(len(rows), -1),
        n,
    )


def _corrected(found: Reals, variance: Reals, rows: int, columns: int, n: int) -> tuple[float, float]:
    """Return the corrected F and its numerator's degrees of freedom."""
    table = found.reshape(rows, columns)
    chance = np.outer(table.sum(axis=1), table.sum(axis=0))
    pearson = n * ((table - chance) ** 2 / chance).sum()
    contrasts = _interactions(rows, columns)
    inverse = np.diag(np.where(found > 0, 1 / np.where(found > 0, found, 1), 0))
    simple = contrasts.T @ (inverse / n) @ contrasts
    ours = contrasts.T @ inverse @ variance @ inverse @ contrasts
    effects = np.linalg.solve(simple, ours)
    trace = np.trace(effects)
    return float(pearson / trace), float(trace**2 / np.trace(effects @ effects))


def _interactions(rows: int, columns: int) -> Reals:
    """Return what a table can say beyond its margins: contrasts of cells, orthogonal to both margins."""
    row, column = np.divmod(np.arange(rows * columns), columns)
    of_rows, of_columns = np.eye(rows)[row][:, 1:], np.eye(columns)[column][:, 1:]
    margins = np.column_stack([np.ones(rows * columns), of_rows, of_columns])
    products = np.column_stack([left * right for left in of_rows.T for right in of_columns.T])
    left_over: Reals = products - margins @ np.linalg.lstsq(margins, products, rcond=None)[0]
    return left_over


def _tail(f: float, ndf: float, ddf: float) -> float:
    from scipy.special import fdtrc

    return float(fdtrc(ndf, ddf, f))
