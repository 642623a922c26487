"""What was noticed while values were read: which rows, in which column, with which value."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from confianza.analysis.vocabulary.problems import KINDS

# Told once for the delivery, not marked on claims: a code written in the institution's way is no damage.
UNMARKED = frozenset({"code_rewritten"})


class Finding(NamedTuple):
    """One kind of problem in one column: `rows` are positions (UInt32) and `values` the texts found there."""

    code: str
    column: str
    rows: pl.Series
    values: pl.Series


@dataclass
class Findings:
    """The findings of one stack of tables, in the order in which they were made."""

    _found: list[Finding] = field(default_factory=list)

    def add(self, code: str, column: str, rows: pl.Series, values: pl.Series) -> None:
        """Note a problem; nothing is noted where no row has it."""
        if len(rows):
            self._found.append(Finding(code, column, rows, values.cast(pl.String)))

    def of(self, severity: str) -> list[Finding]:
        """Return the findings of a severity of problems.py."""
        return [finding for finding in self._found if KINDS[finding.code].severity == severity]


def flags(findings: list[Finding], height: int) -> pl.Series:
    """Return per row the sorted codes noticed in it, joined by ";"; null where there are none."""
    findings = [finding for finding in findings if finding.code not in UNMARKED]
    if not findings:
        return pl.Series("flags", [None], dtype=pl.Categorical).new_from_index(0, height)
    codes = sorted({finding.code for finding in findings})
    mask: npt.NDArray[np.uint64] = np.zeros(height, dtype=np.uint64)
    for finding in findings:
        mask[finding.rows.to_numpy()] |= np.uint64(1 << codes.index(finding.code))
    distinct, inverse = np.unique(mask, return_inverse=True)
    names = [
        ";".join(code for at, code in enumerate(codes) if int(one) >> at & 1) or None for one in distinct
    ]
    return pl.Series("flags", names, dtype=pl.Categorical).gather(inverse)
