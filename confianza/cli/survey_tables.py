"""Interviews that people bring: CSV, Parquet, SPSS (.sav) or Stata (.dta)."""

from pathlib import Path
from typing import TYPE_CHECKING

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
        return Table(_of_statistics(file), codes, 1)
    found = plain_tables.table(file)
    return Table(found.frame, codes, found.first_row)


def _of_statistics(file: Path) -> "pl.DataFrame":
    """Return a file of a statistics program with its codes, not their labels."""
    import polars as pl
    import pyreadstat

    try:
        frame, _told = getattr(pyreadstat, STATISTICS[file.suffix.lower()])(str(file))
    except (pyreadstat.ReadstatError, UnicodeDecodeError, ValueError) as error:
        message = _("%(file)s cannot be read as a file of SPSS or Stata (%(detail)s).")
        raise WrongUsage(message % {"file": file.name, "detail": str(error)[:120]}) from None
    return pl.DataFrame({name: frame[name].tolist() for name in frame.columns}, strict=False)
