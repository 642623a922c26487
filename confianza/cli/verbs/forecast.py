"""Where next month's or next week's crime will be, beside the guesses that any forecast must beat."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from confianza.cli import options, output, plain_tables, workspace_facts
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.workspace_facts import Wanted

if TYPE_CHECKING:
    import polars as pl

    from confianza.analysis.hotspots.forecasts.answering import Answer, Asked, Forecast
    from confianza.analysis.hotspots.forecasts.comparing import Scored

DECIMALS = 4
# Of the period still to come, cells are told until this share of the area.
TOLD_AHEAD = 0.05
PERCENT = 100

Day = Annotated[str, typer.Option("--date", help=_("Column of the day."))]
Offence = Annotated[
    str,
    typer.Option(
        "--offence", help=_("An offence, an ICCS code or an indicator; or a column: each of its groups.")
    ),
]
TrainUntil = Annotated[
    str | None, typer.Option("--train-until", metavar="DATE", help=_("Last day to learn from."))
]
TestUntil = Annotated[
    str | None, typer.Option("--test-until", metavar="DATE", help=_("Last day to score on."))
]
Step = Annotated[str, typer.Option("--step", help=_("month or week."))]
Cell = Annotated[float, typer.Option("--cell", help=_("Width of a cell in metres."))]
Layer = Annotated[
    list[str] | None,
    typer.Option("--layer", metavar="NAME=FILE", help=_("Places that may draw crime: a risk-terrain model.")),
]
Origin = Annotated[
    str, typer.Option("--origin", help=_("Column that tells a patrol's find from a citizen's report."))
]
WithFinds = Annotated[
    bool, typer.Option("--with-patrol-finds", help=_("Put what patrols found in the same map."))
]


def forecast(
    file: options.Table = None,
    x: options.X = "x",
    y: options.Y = "y",
    date: Day = "date",
    offence: Offence = "",
    offence_column: options.OffenceColumn = "",
    train_until: TrainUntil = None,
    test_until: TestUntil = None,
    step: Step = "month",
    cell: Cell = 200.0,
    layer: Layer = None,
    origin: Origin = "",
    with_patrol_finds: WithFinds = False,
    area: options.Area = "",
    source: options.Source = "",
    crs: options.Crs = "",
    skip_unreadable: options.SkipUnreadable = False,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    wanted = Wanted(offence, area, source, until=test_until)
    with workspace_facts.reading(file, wanted, workspace, as_json=as_json) as out:
        from confianza.analysis.hotspots.forecasts import answering

        asked = answering.Asked(
            x=x,
            y=y,
            day=date,
            offence=offence,
            offence_column=offence_column,
            origin=origin,
            with_finds=with_patrol_finds,
            crs=crs or None,
            train_until=options.day(train_until),
            test_until=options.day(test_until),
            step=_step(step),
            cell=cell,
        )
        table, asked, of = _asked(file, wanted, asked)
        layers = dict(_layer(each, {x: asked.x, y: asked.y}) for each in layer or ())
        answer = answering.of_table(
            table.frame, asked, layers=layers, first_row=table.first_row, skip_unreadable=skip_unreadable
        )
        out.answer(_told(answer, table.notes) | of, _show)


def _asked(
    file: Path | None, wanted: Wanted, asked: "Asked"
) -> "tuple[plain_tables.PlainTable, Asked, dict[str, Any]]":
    """Return the cases of the file, or all facts of the workspace until the last day to score on."""
    if file is not None:
        return plain_tables.table(file, (asked.x, asked.y, asked.day)), asked, {}
    facts = workspace_facts.of_workspace(wanted, history=True)
    placed = facts.placed
    columns = {"x": workspace_facts.X, "y": workspace_facts.Y, "day": workspace_facts.DATE}
    until = asked.test_until or facts.until
    return (
        placed,
        replace(asked, **columns, offence="", crs=workspace_facts.CRS, test_until=until),
        {"of": facts.told},
    )


def _step(written: str) -> Literal["month", "week"]:
    if written == "month" or written == "week":
        return written
    raise WrongUsage(_("--step is month or week."))


def _layer(written: str, called: dict[str, str]) -> "tuple[str, pl.DataFrame]":
    """Return the name and the places of a layer, its columns `called` as those of the cases."""
    name, given, path = written.partition("=")
    if not (given and name and Path(path).is_file()):
        raise WrongUsage(_("%(text)s is no layer; write it as NAME=FILE.csv.") % {"text": written})
    return name, plain_tables.read(Path(path)).rename(called, strict=False)


def _told(answer: "Answer", notes: Any) -> dict[str, Any]:
    whole = answer.whole
    told = answer.whole.comparison
    history = answer.periods.history
    return _forecast(whole) | {
        "offence": whole.offence,
        "cases": {"learnt": whole.learnt, "scored": told.cases, "outside_region": told.outside},
        "periods": [answer.periods.name(place) for place in range(history, history + told.scored)],
        "region": {
            "cells": answer.study.cells,
            "cell_metres": answer.grid.size,
            "km2": round(told.km2, DECIMALS),
        },
        "crs": answer.crs,
        "next": _next(answer, whole),
        "groups": [
            {"offence": each.offence, "learnt": each.learnt} | _forecast(each) for each in answer.groups
        ],
        "notes": [f"{note.code}: {sentence(note)}" for note in (*notes, *answer.notes)],
    }


def _forecast(one: "Forecast") -> dict[str, Any]:
    return {
        "methods": [_method(each) for each in one.comparison.methods],
        "chosen": one.comparison.choice.chosen,
        "why": sentence(one.why),
    }


def _method(each: "Scored") -> dict[str, Any]:
    ratio = each.seen / each.expected if each.expected else None
    return {
        "method": each.method,
        "baseline": each.baseline,
        "scores": [_rounded(vars(score)) for score in each.scores],
        "calibration": _rounded({"expected": each.expected, "seen": each.seen, "seen_per_expected": ratio}),
        "bits_per_case": round(each.bits, DECIMALS),
    }


def _next(answer: "Answer", one: "Forecast") -> dict[str, Any]:
    from confianza.analysis.hotspots.forecasts import answering

    last = len(answer.periods.edges) - 2
    cells = answering.next_map(answer, one, TOLD_AHEAD)
    until = answer.periods.edges[-1] - 1
    return {
        "from": answer.periods.name(last),
        "until": str(until),
        "method": one.comparison.choice.chosen,
        "area_share": TOLD_AHEAD,
        "cells": [_rounded(each) for each in cells],
    }


def _rounded(values: dict[str, Any]) -> dict[str, Any]:
    """Round numbers for reading; what is not known (no case) is null."""
    from math import isfinite

    def plain(name: str, value: Any) -> Any:
        if not isinstance(value, float):
            return value
        decimals = 6 if name in ("longitude", "latitude") else DECIMALS
        return round(value, decimals) if isfinite(value) else None

    return {name: plain(name, value) for name, value in values.items()}


def sentence(problem: Any) -> str:
    """Say a finding in the language of the terminal."""
    from confianza.analysis.hotspots.findings import KINDS

    details = {name: names().get(value, value) for name, value in problem.details.items()}
    return _(KINDS[problem.code].sentence) % details


def names() -> dict[Any, str]:
    """What the methods are called."""
    return {
        "last_period": _("last period"),
        "long_run_mean": _("long-run mean"),
        "density": _("density"),
        "risk_terrain": _("risk terrain"),
        "self_exciting": _("self-exciting process"),
    }


def _show(told: dict[str, Any]) -> None:
    workspace_facts.show(told)
    _table(told)
    for group in told["groups"]:
        output.lines(["", group["offence"]])
        _table(group)
    output.lines(["", *(note.partition(": ")[2] for note in told["notes"])])


def _table(told: dict[str, Any]) -> None:
    shares = [score["area_share"] for score in told["methods"][0]["scores"]]
    headings = (_("Method"), *(_("PAI at %(share)g %%") % {"share": PERCENT * share} for share in shares))
    rows = [(names()[each["method"]], *(_pai(score) for score in each["scores"])) for each in told["methods"]]
    output.table(headings, rows, numbers=range(1, 1 + len(shares)))
    output.lines([told["why"]])


def _pai(score: dict[str, Any]) -> str:
    if score["pai"] is None:
        return ""
    return f"{score['pai']:.1f} ({score['ci_low']:.1f} – {score['ci_high']:.1f})"
