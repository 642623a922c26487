"""`confianza evaluate alike`: areas to compare with, proposed before what comes after is known."""

from typing import Annotated, Any

import numpy as np
import typer

from confianza.cli import evaluate_options, options, output
from confianza.cli.language import _
from confianza.cli.session import session

Of = Annotated[str, typer.Option("--of", help=_("The area that will have the programme."))]
Until = Annotated[
    str,
    typer.Option("--until", metavar="PERIOD", help=_("First period with it: only what lies before is read.")),
]
Most = Annotated[int, typer.Option("--most", min=1, help=_("How many areas to propose."))]


def alike(
    file: evaluate_options.Counts,
    of: Of,
    unit: evaluate_options.Unit = "area",
    time: evaluate_options.Time = "period",
    count: evaluate_options.Count = "count",
    exposure: evaluate_options.Exposure = "",
    until: Until = "",
    most: Most = 12,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.analysis.evaluation import areas_alike, panels
        from confianza.analysis.evaluation.problems import EvaluationRefused

        table = evaluate_options.table(file)
        table.of_one_unit(unit, time, count, exposure)
        names, periods, y, people = panels.whole(
            table.texts(unit),
            table.texts(time),
            table.counts(count),
            table.exposures(exposure),
            table.first_row,
        )
        if of not in names:
            raise EvaluationRefused("no_area", area=of, areas=", ".join(names[:12]))
        before = panels.place_of(until, periods) if until else len(periods)
        found = areas_alike.propose(y[:, :before], people[:, :before], names.index(of))
        proposed = [
            {
                "area": names[each.area],
                "parting": round(each.parting, 3) if np.isfinite(each.parting) else None,
                "level": round(each.level, 3),
                "alike": each.is_alike,
            }
            for each in found[:most]
        ]
        out.answer({"of": of, "periods_before": before, "proposed": proposed}, _show)


def _show(told: dict[str, Any]) -> None:
    rows = [
        (each["area"], each["parting"], each["level"], _("yes") if each["alike"] else _("no"))
        for each in told["proposed"]
    ]
    heads = [
        _("area"),
        _("parts from it (1: as by chance)"),
        _("its rate over that of the area"),
        _("went the same way"),
    ]
    output.table(heads, rows, numbers=(1, 2))
    output.lines([_("Choose before the data after it arrive, and write down why.")])
