"""`confianza evaluate rings`: from points and places to counts inside, around and farther out."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from confianza.cli import evaluate_options, options, output, plain_tables
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.session import session
from confianza.cli.verbs import evaluate_displacement
from confianza.cli.verbs.evaluate_counts import Dispersion

# So much of a time without any event at its end is not chance, but an end of the table.
SHORTFALL = 0.1
Span = tuple[np.datetime64, np.datetime64]
Points = Annotated[
    Path,
    typer.Argument(metavar="POINTS", exists=True, dir_okay=False, help=_("CSV or Parquet, one event a row.")),
]
Places = Annotated[
    Path,
    typer.Argument(
        metavar="PLACES",
        exists=True,
        dir_okay=False,
        help=_("CSV of circles: part (treated, comparison, outlying), x, y, radius in metres, name."),
    ),
]
Width = Annotated[float, typer.Option("--width", help=_("Width of the rings around them, in metres."))]
BeforeDays = Annotated[
    str, typer.Option("--before", metavar="DAY,DAY", help=_("From the first day until before the second."))
]
AfterDays = Annotated[str, typer.Option("--after", metavar="DAY,DAY", help=_("The same, after it began."))]
Day = Annotated[str, typer.Option("--date", help=_("Column of the day."))]


def rings(
    points: Points,
    places: Places,
    width: Width,
    before: BeforeDays,
    after: AfterDays,
    x: options.X = "x",
    y: options.Y = "y",
    day: Day = "date",
    crs: options.Crs = "",
    offence: options.Offence = "",
    offence_column: options.OffenceColumn = "",
    dispersion: Dispersion = None,
    skip_unreadable: options.SkipUnreadable = False,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.analysis.evaluation import displacement
        from confianza.analysis.evaluation import rings as of
        from confianza.analysis.evaluation.displacement import Kind

        spans = _span(before, "--before"), _span(after, "--after")
        _apart(*spans)
        read = plain_tables.points(
            plain_tables.table(points),
            x=x,
            y=y,
            date=day,
            crs=crs,
            skip_unreadable=skip_unreadable,
            chosen=plain_tables.Chosen(offence, offence_column),
        )
        circles = of.of_table(evaluate_options.table(places), read.crs)
        days = read.times().astype("datetime64[D]")
        counted = of.count(np.column_stack([read.x, read.y]), days, circles, width, *spans)
        lengths = [float((last - first).astype(int)) for first, last in spans]
        found = displacement.compare(
            [Kind(counted.parts)],
            outlying=counted.outlying,
            periods=(lengths[0] / lengths[0], lengths[1] / lengths[0]),
            dispersion=dispersion,
        )
        told = evaluate_displacement.told(found) | {
            "counts": {part: list(pair) for part, pair in counted.parts.items()},
            "in_both_rings": counted.in_both,
            "outside": counted.outside,
            "of_other_days": counted.other_days,
            "notes": [*plain_tables.notes(read), *_reaches(days, *spans)],
        }
        out.answer(told, _show)


def _span(text: str, option: str) -> Span:
    """Return two days, the first before the second. Raises WrongUsage."""
    message = _(
        "%(option)s takes two days, such as 2023-01-01,2024-01-01: from the first until before the second."
    )
    try:
        first, last = (date.fromisoformat(part.strip()) for part in text.split(","))
    except ValueError:
        raise WrongUsage(message % {"option": option}) from None
    if first >= last:
        raise WrongUsage(message % {"option": option})
    return np.datetime64(first), np.datetime64(last)


def _apart(before: Span, after: Span) -> None:
    """Raise EvaluationRefused sides_overlap, where a day would be on both sides or after comes first."""
    from confianza.analysis.evaluation.problems import EvaluationRefused

    if after[0] < before[1]:
        told = {"first": str(after[0]), "last": str(before[1] - np.timedelta64(1, "D"))}
        raise EvaluationRefused("sides_overlap", **told)


def _reaches(days: "np.ndarray[Any, Any]", *spans: Span) -> list[str]:
    """Say where the events of a table begin and end, if long before or after the times asked for do."""
    first, last = days.min(), days.max()
    if all(
        first - span[0] <= SHORTFALL * (span[1] - span[0])
        and span[1] - last <= SHORTFALL * (span[1] - span[0])
        for span in spans
    ):
        return []
    message = _("The table has events from %(first)s to %(last)s alone: see that both times were recorded.")
    return [message % {"first": first, "last": last}]


def _show(told: dict[str, Any]) -> None:
    evaluate_displacement.show(told)
    named = {
        "treated": _("inside"),
        "comparison": _("inside the comparison"),
        "around_treated": _("around"),
        "around_comparison": _("around the comparison"),
    }
    rows = [(name, *(f"{count:.0f}" for count in told["counts"][part])) for part, name in named.items()]
    output.table(["", _("before"), _("after")], rows, numbers=(1, 2))
    left = _("%(both)s events lie in rings of both kinds and speak for neither; %(outside)s lie in none.")
    output.lines([left % {"both": told["in_both_rings"], "outside": told["outside"]}, *told["notes"]])
