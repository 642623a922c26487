"""Interviews that people bring: CSV, Parquet, SPSS (.sav) or Stata (.dta)."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from confianza.cli import plain_tables
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _

if TYPE_CHECKING:
    import polars as pl

    from confianza.analysis.surveys.columns import Table

STATISTICS = {".sav": "read_sav", ".zsav": "read_sav", ".dta": "read_dta"}


def table(file: Path, missing: str = "") -> "Table":
    """Return the interviews of a file; `missing` are codes, with commas, that stand for no answer.

    Raises PointsRefused or WrongUsage, with a sentence.
    """
    from confianza.analysis.surveys.columns import Table

    codes = frozenset(code.strip() for code in missing.split(",") if code.strip())
    if file.suffix.lower() in STATISTICS:
        frame, labels = _of_statistics(file)
        return Table(frame, codes, 1, labels)
    found = plain_tables.table(file)
    return Table(found.frame, codes, found.first_row)


def _of_statistics(file: Path) -> "tuple[pl.DataFrame, dict[str, dict[str, str]]]":
    """Return a file of a statistics program with its codes, and the labels of each column's codes."""
    import polars as pl
    import pyreadstat

    try:
        frame, told = getattr(pyreadstat, STATISTICS[file.suffix.lower()])(str(file))
    except (pyreadstat.ReadstatError, UnicodeDecodeError, ValueError) as error:
        message = _("%(file)s cannot be read as a file of SPSS or Stata (%(detail)s).")
        raise WrongUsage(message % {"file": file.name, "detail": str(error)[:120]}) from None
    columns = {name: frame[name].tolist() for name in frame.columns}
    labels = {name: _labels(codes) for name, codes in told.variable_value_labels.items()}
    return pl.DataFrame(columns, strict=False), labels


def _labels(codes: dict[Any, Any]) -> dict[str, str]:
    """Return labels by code as text; letters are Stata's codes for no answer."""
    numbers = {code: label for code, label in codes.items() if not isinstance(code, str)}
    return {f"{code:g}" if code % 1 else str(int(code)): str(label) for code, label in numbers.items()}
