"""The options that the verbs about surveys share."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from confianza.cli import survey_words
from confianza.cli.language import _

if TYPE_CHECKING:
    from confianza.analysis.surveys.asking import Question
    from confianza.analysis.surveys.columns import Columns, Table


class Lonely(StrEnum):
    """What to do with a stratum of a single cluster."""

    refuse = "refuse"
    adjust = "adjust"
    average = "average"
    certainty = "certainty"


class Method(StrEnum):
    """The interval of a proportion."""

    logit = "logit"
    beta = "beta"
    mean = "mean"


class Replication(StrEnum):
    """Standard errors by samples of the sample."""

    none = "none"
    jackknife = "jackknife"
    bootstrap = "bootstrap"


Interviews = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        exists=True,
        dir_okay=False,
        readable=True,
        help=_("Interviews, one a row: CSV, Parquet, SPSS (.sav) or Stata (.dta)."),
    ),
]
Weights = Annotated[str, typer.Option("--weights", help=_("Column of how many people a row stands for."))]
Strata = Annotated[str, typer.Option("--strata", help=_("Column of the stratum."))]
Clusters = Annotated[
    str, typer.Option("--clusters", help=_("Columns of the clusters, first stage first, with commas."))
]
Fpc = Annotated[
    str,
    typer.Option("--fpc", help=_("Columns of how many clusters there are in the stratum, a stage each.")),
]
WhatLonely = Annotated[
    Lonely, typer.Option("--lonely", help=_("A stratum of one cluster: refuse, adjust, average, certainty."))
]
Missing = Annotated[str, typer.Option("--missing", help=_("Codes that stand for no answer, with commas."))]
Mean = Annotated[str, typer.Option("--mean", help=_("Mean of a column."))]
Total = Annotated[str, typer.Option("--total", help=_("Total of a column."))]
Proportion = Annotated[
    str,
    typer.Option("--proportion", help=_("Share who said yes in a column, or gave an answer: COLUMN=ANSWER.")),
]
Ratio = Annotated[str, typer.Option("--ratio", help=_("Total of one column over that of another: A/B."))]
Quantile = Annotated[str, typer.Option("--quantile", help=_("Quantile of a column; which one: --at."))]
At = Annotated[float, typer.Option("--at", help=_("Which part of people it leaves below (0.5: the median)."))]
HowShare = Annotated[Method, typer.Option("--interval", help=_("Interval of a proportion."))]
Association = Annotated[str, typer.Option("--association", help=_("Whether two questions go together: A/B."))]
By = Annotated[str, typer.Option("--by", help=_("For each class of a column (domains)."))]
Domains = Annotated[
    str,
    typer.Option(
        "--domains", help=_("Which of these classes, by code or label, also where nobody was asked: A,B.")
    ),
]
Rake = Annotated[
    list[str] | None,
    typer.Option("--rake", help=_("What is known of a column: sex:woman=5200,man=4800. Repeat it.")),
]
PostStratify = Annotated[str, typer.Option("--post-stratify", help=_("The same for a single column."))]
Calibrate = Annotated[
    str,
    typer.Option("--calibrate", help=_("Known totals of columns: 1=6194,age=212000,sex:woman=3150.")),
]
Replicates = Annotated[
    Replication, typer.Option("--replicates", help=_("Standard error by jackknife or bootstrap."))
]
Seed = Annotated[int, typer.Option("--seed", min=0, help=_("What the bootstrap starts from."))]
Earlier = Annotated[
    Path | None,
    typer.Argument(
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help=_("Interviews of both waves (with --wave), or of the first."),
    ),
]
Later = Annotated[
    Path | None,
    typer.Argument(metavar="LATER", exists=True, dir_okay=False, help=_("Interviews of the second.")),
]
Wave = Annotated[str, typer.Option("--wave", help=_("Column of the wave, in one file."))]
First = Annotated[str, typer.Option("--earlier", help=_("The first wave, or its figure."))]
Second = Annotated[str, typer.Option("--later", help=_("The second wave, or its figure."))]
Apart = Annotated[
    bool, typer.Option("--apart", help=_("The clusters of one wave are not those of the other."))
]
Modes = Annotated[str, typer.Option("--modes", help=_("How each was asked: face_to_face,telephone."))]
Scales = Annotated[str, typer.Option("--scales", help=_("Lowest and highest answer of each: 0-10,1-10."))]
Sizes = Annotated[str, typer.Option("--n", help=_("Of published figures: interviews of each, 400,400."))]
Spread = Annotated[float | None, typer.Option("--sd", help=_("Their standard deviation."))]
Effect = Annotated[float | None, typer.Option("--deff", help=_("Their design effect."))]


def columns(weights: str, strata: str, clusters: str, fpc: str, lonely: Lonely) -> "Columns":
    """Return the columns of the design."""
    from confianza.analysis.surveys.columns import Columns

    return Columns(
        weights, strata, survey_words.names(clusters), survey_words.names(fpc), lonely.value, frozenset()
    )


def question(
    table: "Table",
    *,
    mean: str,
    total: str,
    proportion: str,
    ratio: str,
    quantile: str = "",
    at: float = 0.5,
    method: Method = Method.logit,
) -> "Question":
    """Return the one thing that is asked. Raises SurveyRefused one_question."""
    from confianza.analysis.surveys.asking import Question
    from confianza.analysis.surveys.problems import SurveyRefused

    asked = {"mean": mean, "total": total, "proportion": proportion, "ratio": ratio, "quantile": quantile}
    wanted = [name for name, column in asked.items() if column]
    if len(wanted) != 1:
        raise SurveyRefused("one_question")
    columns = table.frame.columns
    if proportion:
        column, answer = survey_words.column_and_answer(proportion, columns)
        return Question("proportion", column, answer=answer, method=method.value)
    if ratio:
        above, below = survey_words.two_columns(ratio, columns)
        return Question("ratio", above, below=below)
    return Question(wanted[0], asked[wanted[0]], part=at)  # type: ignore[arg-type]
