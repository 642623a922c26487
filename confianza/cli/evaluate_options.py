"""The options that the verbs about evaluation share."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from confianza.cli import plain_tables
from confianza.cli.language import _

if TYPE_CHECKING:
    from confianza.analysis.evaluation.columns import Table

Counts = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", exists=True, dir_okay=False, readable=True, help=_("CSV or Parquet, one count a row.")
    ),
]
Count = Annotated[str, typer.Option("--count", help=_("Column of the counts."))]
Time = Annotated[str, typer.Option("--time", help=_("Column of the period: 2019, 2019-05 or 2019-05-31."))]
Unit = Annotated[str, typer.Option("--unit", help=_("Column of the area."))]
Exposure = Annotated[str, typer.Option("--exposure", help=_("Column of the population, or of days counted."))]
Start = Annotated[
    str, typer.Option("--start", help=_("Column of the first period with the programme; 0 or blank: never."))
]
Treated = Annotated[
    str, typer.Option("--treated", help=_("Column with 1 in the periods with the programme."))
]
Seed = Annotated[int, typer.Option("--seed", min=0, help=_("What the draws start from."))]
Periods = Annotated[
    str, typer.Option("--periods", help=_("Lengths of the time before and after, such as 24,12."))
]
Confidence = Annotated[
    float, typer.Option("--confidence", min=0.5, max=0.999, help=_("Confidence of the interval."))
]


def table(file: Path) -> "Table":
    """Return a plain table. Raises PointsRefused, with a sentence."""
    from confianza.analysis.evaluation.columns import Table

    found = plain_tables.table(file)
    return Table(found.frame, found.first_row)
