"""Which municipalities first: ranks with their intervals, who is sure to be in the list, and what would
change it.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from confianza.cli import options, select_shown, select_words
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.session import session

if TYPE_CHECKING:
    from confianza.analysis.selection.choosing import Asked
    from confianza.analysis.selection.questions import Question
    from confianza.analysis.selection.reading import Sheet

Table = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help=_("One municipality a row: CSV, Parquet or a workbook (also A2SIT's input sheet)."),
    ),
]
SheetName = Annotated[
    str, typer.Option("--sheet", help=_("Sheet of a workbook (default: Data, else the first)."))
]
Name = Annotated[str, typer.Option("--name", help=_("Column of the name (default: the first of words)."))]
Code = Annotated[str, typer.Option("--code", help=_("Column of the code, where names repeat."))]
Counts = Annotated[
    str, typer.Option("--counts", help=_("Columns of yearly counts, oldest first, with commas; one will do."))
]
People = Annotated[
    str,
    typer.Option("--population", help=_("Column of people, or one a year: adds rates and their direction.")),
]
Indicators = Annotated[
    list[str] | None,
    typer.Option(
        "--indicator",
        help=_(
            "COLUMN[:low][:weight=2][:per=100000|se=COLUMN|n=COLUMN|cv=0.1]: which way, how noisy. Repeat it."
        ),
    ),
]
Weights = Annotated[
    list[str] | None,
    typer.Option(
        "--weight", help=_("CRITERION=2, also of count, rate, direction_of_count, direction_of_rate.")
    ),
]
Also = Annotated[
    str, typer.Option("--also", help=_("What these would change, with commas: COLUMN or COLUMN:low."))
]
Shares = Annotated[
    str,
    typer.Option(
        "--shares-of-people",
        help=_("Columns that are shares of all people: their number is found where it is not told."),
    ),
]
Top = Annotated[
    int | None,
    typer.Option("--top", min=1, help=_("How many are to be chosen (default: 10, at most half of them).")),
]
Normalise = Annotated[str, typer.Option("--normalise", help=_("minmax, z or rank."))]
Aggregate = Annotated[str, typer.Option("--aggregate", help=_("arithmetic or geometric."))]
Doubt = Annotated[
    str,
    typer.Option(
        "--doubt",
        help=_("Of the weights: none, around (those told) or any (default: around if told, else any)."),
    ),
]
ByGroup = Annotated[bool, typer.Option("--by-group", help=_("Every group of the sheet weighs the same."))]
Gaps = Annotated[str, typer.Option("--gaps", help=_("Blank cells: refuse, or any (what the others are)."))]
UnitsChecked = Annotated[
    bool, typer.Option("--units-checked", help=_("Shares beside large values are right as they are."))
]
Draws = Annotated[int, typer.Option("--draws", max=100_000, help=_("Worlds to draw."))]
Seed = Annotated[int, typer.Option("--seed", min=0, help=_("What the worlds start from."))]
FIRST = 10
CHOICES = {
    "--normalise": ("minmax", "z", "rank"),
    "--aggregate": ("arithmetic", "geometric"),
    "--doubt": ("none", "around", "any"),
    "--gaps": ("refuse", "any"),
}


def select(
    file: Table,
    sheet: SheetName = "",
    name: Name = "",
    code: Code = "",
    counts: Counts = "",
    population: People = "",
    indicator: Indicators = None,
    weight: Weights = None,
    also: Also = "",
    shares_of_people: Shares = "",
    top: Top = None,
    normalise: Normalise = "minmax",
    aggregate: Aggregate = "arithmetic",
    doubt: Doubt = "",
    by_group: ByGroup = False,
    gaps: Gaps = "refuse",
    units_checked: UnitsChecked = False,
    draws: Draws = 5000,
    seed: Seed = 1,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.analysis.selection import asking, choosing, questions, scores

        table = select_words.sheet(file, sheet)
        question = questions.Question(
            name=name,
            code=code,
            counts=select_words.names(counts),
            people=select_words.names(population),
            indicators=tuple(select_words.indicator(text, table.header) for text in indicator or ()),
            also=tuple(select_words.indicator(text, table.header) for text in select_words.names(also)),
            shares=select_words.names(shares_of_people),
            weights=select_words.weights(weight or ()),
            gaps=cast(Literal["refuse", "any"], _one_of("--gaps", gaps)),
            units_checked=units_checked,
        )
        how = scores.How(
            cast(scores.Normalise, _one_of("--normalise", normalise)),
            cast(scores.Aggregate, _one_of("--aggregate", aggregate)),
        )
        first = top or max(1, min(FIRST, len(table.rows) // 2))
        asked = _asked(table, question, how, first, doubt, by_group, draws, seed)
        understood = asking.understand(table, question)
        choice = choosing.choose(understood.criteria, asked, understood.others)
        out.answer(select_shown.told(understood, choice, asked), select_shown.show)


def _asked(
    table: "Sheet",
    question: "Question",
    how: object,
    top: int,
    doubt: str,
    by_group: bool,
    draws: int,
    seed: int,
) -> "Asked":
    from confianza.analysis.selection import acceptability, choosing, scores

    said = question.weights or by_group or any(each.weight for each in question.indicators)
    said = said or len(set(table.weights.values())) > 1
    chosen = _one_of("--doubt", doubt) if doubt else "around" if said else "any"
    return choosing.Asked(
        top=top,
        how=cast(scores.How, how),
        doubt=cast(acceptability.Doubt, chosen),
        by_group=by_group,
        draws=draws,
        seed=seed,
    )


def _one_of(option: str, value: str) -> str:
    if value in CHOICES[option]:
        return value
    message = _("%(option)s is %(choices)s; not “%(value)s”.")
    raise WrongUsage(message % {"option": option, "choices": ", ".join(CHOICES[option]), "value": value})
