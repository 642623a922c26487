"""Does a model have an estimate for this table, and does the table tell its parameters apart?"""

from typing import Literal

import numpy as np

from confianza.analysis.undercount import poisson
from confianza.analysis.undercount.hierarchy import Model
from confianza.analysis.undercount.histories import Histories

Status = Literal["exists", "no_estimate", "not_identifiable"]

# A linear programme of whole numbers comes back as zero but for rounding.
POSITIVE = 1e-9


def status(histories: Histories, model: Model) -> Status:
    """Say whether the extended maximum likelihood estimate exists and is the only one.

    It exists where some table of positive expected counts has the margins that were seen (Fienberg and
    Rinaldo 2012, as a linear programme in Chan, Silverman and Vincent 2021, section 2.6), after the terms
    without anybody are taken as minus infinity. It is the only one where the design has full rank.
    """
    told = [term for term in model if histories.margins[term] > 0 or term == 0]
    gone = [term for term in model if term not in told]
    kept = [h for h in range(1, len(histories.counts)) if not any(h & term == term for term in gone)]
    design = poisson.design(len(histories.counts), told)[np.array(kept) - 1]
    if np.linalg.matrix_rank(design) < len(told):
        return "not_identifiable"
    return "exists" if _has_positive_solution(design, design.T @ histories.counts[kept]) else "no_estimate"


def _has_positive_solution(design: np.ndarray, wanted: np.ndarray) -> bool:
    """Say whether expected counts, all above zero, can have these margins: maximise the smallest of them."""
    from scipy.optimize import linprog

    cells, terms = design.shape
    found = linprog(
        c=[*np.zeros(cells), -1.0],
        A_ub=np.hstack([-np.eye(cells), np.ones((cells, 1))]),
        b_ub=np.zeros(cells),
        A_eq=np.hstack([design.T, np.zeros((terms, 1))]),
        b_eq=wanted,
        bounds=[(0, None)] * (cells + 1),
        method="highs",
    )
    return bool(found.status == 0 and -found.fun > POSITIVE)
