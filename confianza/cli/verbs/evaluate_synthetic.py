"""`confianza evaluate synthetic`: what would have been, made of areas without the programme."""

from pathlib import Path
from typing import Annotated

import typer

from confianza.cli import options, plain_tables, synthetic_shown
from confianza.cli.language import _
from confianza.cli.session import session

File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        exists=True,
        dir_okay=False,
        readable=True,
        help=_("CSV or Parquet with a row for each unit and period."),
    ),
]
Unit = Annotated[str, typer.Option("--unit", help=_("Column of the unit (municipality, state)."))]
Time = Annotated[str, typer.Option("--time", help=_("Column of the period: years, months or days."))]
Outcome = Annotated[str, typer.Option("--outcome", help=_("Column of what is counted, or its rate."))]
Treated = Annotated[
    str, typer.Option("--treated", help=_("The unit with the programme, or a column of 0 and 1."))
]
Begins = Annotated[
    str, typer.Option("--from", metavar="PERIOD", help=_("The first period with the programme."))
]
Donors = Annotated[
    str, typer.Option("--donors", help=_("Units to compare with, with semicolons (default: all others)."))
]
LeftOut = Annotated[
    str, typer.Option("--leave-out", help=_("Units that are no comparison, with semicolons between them."))
]
Predictor = Annotated[
    list[str] | None,
    typer.Option("--predictor", help=_("Column and periods, as schooling=1964:1969; once for each.")),
]
FitOver = Annotated[
    str, typer.Option("--fit-over", help=_("With predictors: periods to fit, as 1960:1969 (default: all)."))
]
Speaks = Annotated[
    str,
    typer.Option(
        "--method",
        help=_(
            "The way that speaks, of those shown: outcome, changes, augmented, synthetic_did, later_half, "
            "plain_did."
        ),
    ),
]
Gaps = Annotated[bool, typer.Option("--gaps", help=_("Periods missing for all units are known."))]
SameArea = Annotated[
    bool | None,
    typer.Option(
        "--same-area/--other-area", help=_("The figures are of the very area of the programme, or not.")
    ),
]
ChosenHigh = Annotated[
    bool | None,
    typer.Option("--chosen-high/--not-chosen-high", help=_("It was chosen for its high numbers, or not.")),
]
DonorsAlike = Annotated[
    bool, typer.Option("--donors-as-high", help=_("The donors were as high on the same count."))
]
Registered = Annotated[
    bool, typer.Option("--registered", help=_("All of this was fixed before the data came, and kept to."))
]


def synthetic(
    file: File,
    unit: Unit,
    time: Time,
    outcome: Outcome,
    treated: Treated,
    begins: Begins = "",
    donors: Donors = "",
    left_out: LeftOut = "",
    predictor: Predictor = None,
    fit_over: FitOver = "",
    method: Speaks = "outcome",
    gaps: Gaps = False,
    same_area: SameArea = None,
    chosen_high: ChosenHigh = None,
    donors_as_high: DonorsAlike = False,
    registered: Registered = False,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.analysis.evaluation import guard, pool_columns, specifications
        from confianza.analysis.evaluation.columns import Table

        found = plain_tables.table(file)
        table = Table(found.frame, found.first_row)
        table.of_one_unit(unit, time, outcome, treated)
        units = {"donors": _names(donors), "left_out": _names(left_out)}
        asked = pool_columns.Asked(unit, time, outcome, treated, begins, gaps=gaps, **units)
        told = pool_columns.read(table, asked)
        by = pool_columns.predictors(table, asked, told, predictor, fit_over) if predictor else None
        study = specifications.compare(told.pool, by, speaks=method)
        evidence = specifications.evidence(
            study,
            periods_a_year=told.periods_a_year,
            same_area=same_area,
            selected_for_being_high=chosen_high,
            control_chosen_alike=donors_as_high,
            registered=registered,
        )
        allowed = guard.allowed(evidence, study.direction)
        out.answer(synthetic_shown.told(study, evidence, allowed), synthetic_shown.show)


def _names(text: str) -> tuple[str, ...]:
    """Return names with semicolons between them; names of places may hold commas."""
    return tuple(name.strip() for name in text.split(";") if name.strip())
