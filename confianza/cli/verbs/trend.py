"""How many cases, month by month: noise, season, change and how sure it is; and when in the week."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from confianza.cli import options, output, plain_tables, workspace_facts
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.workspace_facts import Wanted

if TYPE_CHECKING:
    from confianza.analysis.hotspots.aoristic import Spread
    from confianza.analysis.hotspots.fans import Band
    from confianza.analysis.hotspots.moments_of_cases import Asked
    from confianza.analysis.hotspots.trends import Trend

DECIMALS = 4
PERCENT = 100

Day = Annotated[str, typer.Option("--date", help=_("Column of the day."))]
Start = Annotated[str, typer.Option("--start", help=_("Column of the moment after which it happened."))]
End = Annotated[str, typer.Option("--end", help=_("Column of the moment before which it happened."))]
Zone = Annotated[
    str,
    typer.Option(
        "--zone", help=_("Moments are UTC: tell them on the clock of this zone, America/Guatemala.")
    ),
]
Elapsed = Annotated[
    bool, typer.Option("--elapsed", help=_("Where clocks change in a span, count the hours that passed."))
]
Weight = Annotated[str, typer.Option("--weight", help=_("Column of what each case weighs (harm)."))]
Step = Annotated[str, typer.Option("--step", help=_("month, week or day."))]
First = Annotated[str | None, typer.Option("--from", metavar="DATE", help=_("Day on which the file begins."))]
Until = Annotated[
    str | None, typer.Option("--until", "--to", metavar="DATE", help=_("Day until which the file tells."))
]


def trend(
    file: options.Table = None,
    date: Day = "date",
    start: Start = "",
    end: End = "",
    zone: Zone = "",
    elapsed: Elapsed = False,
    offence: options.Offence = "",
    offence_column: options.OffenceColumn = "",
    area: options.Area = "",
    source: options.Source = "",
    weight: Weight = "",
    step: Step = "month",
    first: First = None,
    until: Until = None,
    skip_unreadable: options.SkipUnreadable = False,
    workspace: options.Workspace = None,
    as_json: options.Json = False,
) -> None:
    wanted = Wanted(offence, area, source, first, until)
    with workspace_facts.reading(file, wanted, workspace, as_json=as_json) as out:
        from confianza.analysis.hotspots import moments_of_cases

        asked = moments_of_cases.Asked(
            day=date,
            start=start,
            end=end,
            zone=zone,
            clock="elapsed" if elapsed else "wall",
            offence=offence,
            offence_column=offence_column,
            weight=weight,
            step=_step(step),
            first=options.day(first),
            until=options.day(until),
        )
        table, asked, of = _asked(file, wanted, asked)
        told = moments_of_cases.of_table(
            table.frame, asked, first_row=table.first_row, skip_unreadable=skip_unreadable
        )
        notes = (*table.notes, *told.notes)
        answer = _trend(told.trend) | {"wheel": _wheel(told.week)}
        out.answer(answer | of | {"notes": [f"{note.code}: {sentence(note)}" for note in notes]}, _show)


def _asked(
    file: Path | None, wanted: Wanted, asked: "Asked"
) -> "tuple[plain_tables.PlainTable, Asked, dict[str, Any]]":
    """Return the cases of the file, or the facts of the workspace: all told where no first day is wanted."""
    if file is not None:
        columns = tuple(name for name in (asked.day, asked.start, asked.end) if name)
        return plain_tables.table(file, columns), asked, {}
    facts = workspace_facts.of_workspace(wanted, history=True)
    start, end = (workspace_facts.START, workspace_facts.END) if facts.tells_hours else ("", "")
    return (
        facts.by_day,
        replace(
            asked,
            day=workspace_facts.DATE,
            start=start,
            end=end,
            weight=workspace_facts.WEIGHT,
            offence="",
            first=facts.first,
            until=facts.until,
        ),
        {"of": facts.told},
    )


def _step(written: str) -> Literal["month", "week", "day"]:
    if written == "month" or written == "week" or written == "day":
        return written
    raise WrongUsage(_("--step is month, week or day."))


def _trend(told: "Trend") -> dict[str, Any]:
    series = told.series
    parts = told.decomposition
    rows = [
        {"period": str(start), "count": count}
        | (_band(band) if band else {"expected": None})
        | ({"trend": round(float(parts.trend[at]), DECIMALS)} if parts else {})
        for at, (start, count, band) in enumerate(
            zip(series.starts, series.counts.tolist(), told.fan.past, strict=True)
        )
    ]
    return {
        "step": series.step,
        "series": rows,
        "fan": [
            {"period": str(start)} | _band(band)
            for start, band in zip(told.ahead, told.fan.ahead, strict=True)
        ],
        "season": _season(told),
        "change": _change(told),
        "direction": {name: _round(value) for name, value in vars(told.direction).items()}
        if told.direction
        else None,
        "breaks": [
            {"period": str(series.starts[each.at])}
            | {name: _round(value) for name, value in vars(each).items() if name != "at"}
            for each in told.breaks
        ],
    }


def _band(band: "Band") -> dict[str, Any]:
    from confianza.analysis.hotspots.fans import LEVELS

    ends = {}
    for level, low, high in zip(LEVELS, band.low, band.high, strict=True):
        ends |= {f"low_{level * PERCENT:.0f}": low, f"high_{level * PERCENT:.0f}": high}
    return {"expected": round(band.expected, DECIMALS)} | ends


def _season(told: "Trend") -> dict[str, Any] | None:
    if told.season is None:
        return None
    strength = told.decomposition.strength if told.decomposition else None
    return {
        "first_phase": str(told.series.starts[0]),
        "factors": [round(float(each), DECIMALS) for each in told.season.factors],
        "p": _round(told.season.p),
        "clear": told.season.clear,
        "strength": _round(strength),
    }


def _change(told: "Trend") -> dict[str, Any] | None:
    if told.change is None:
        return None
    sure = told.change
    return {"periods": told.compared} | {
        name: _round(value)
        for name, value in {
            **vars(sure.change),
            "e_test": sure.e_test,
            "probability_up": sure.probability_up,
            "dispersion": sure.dispersion,
        }.items()
    }


def _wheel(week: "Spread | None") -> dict[str, Any] | None:
    if week is None:
        return None
    from confianza.analysis.hotspots import wheel

    run = wheel.busiest(week.weights)
    return {
        "weekdays": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
        "hours": [[round(float(cell), DECIMALS) for cell in day] for day in week.weights],
        "by_weekday": [round(float(each), DECIMALS) for each in wheel.by_weekday(week.weights)],
        "by_hour": [round(float(each), DECIMALS) for each in wheel.by_hour(week.weights)],
        "busiest": {name: _round(value) for name, value in vars(run).items()} if run else None,
        "cases": {name: value for name, value in vars(week).items() if name != "weights"},
    }


def _round(value: Any) -> Any:
    from math import isfinite

    if not isinstance(value, float):
        return value
    return round(value, DECIMALS) if isfinite(value) else None


def sentence(problem: Any) -> str:
    """Say a finding in the language of the terminal."""
    from confianza.analysis.hotspots.findings import KINDS

    details = {name: _steps().get(value, value) for name, value in problem.details.items()}
    return _(KINDS[problem.code].sentence) % details


def _steps() -> dict[Any, str]:
    return {"month": _("month"), "week": _("week"), "day": _("day"), "season": _("a season")}


def _show(told: dict[str, Any]) -> None:
    workspace_facts.show(told)
    output.lines([_said(told["change"]), ""])
    headings = (_("Period"), _("Count"), _("Expected"), _("95 % of noise"))
    rows = [_row(each) for each in (*told["series"], *told["fan"])]
    output.table(headings, rows, numbers=(1, 2, 3))
    if told["wheel"] and told["wheel"]["busiest"]:
        output.lines(["", _busiest(told["wheel"]["busiest"])])
    output.lines(["", *(note.partition(": ")[2] for note in told["notes"])])


def _row(each: dict[str, Any]) -> tuple[str, ...]:
    count = f"{each['count']:,.10g}" if "count" in each else ""
    if each["expected"] is None:
        return (each["period"], count, "", "")
    return (
        each["period"],
        count,
        f"{each['expected']:,.1f}",
        f"{each['low_95']:,.0f} – {each['high_95']:,.0f}",
    )


def _said(change: dict[str, Any] | None) -> str:
    if change is None:
        return _("Too few periods to say whether anything changed.")
    message = _(
        "%(now)s in the last %(periods)s periods against %(before)s in as many before: the probability that "
        "the rate rose is %(percent)s %%."
    )
    told = {
        "now": f"{change['now']:,.10g}",
        "before": f"{change['before']:,.10g}",
        "periods": change["periods"],
    }
    return message % (told | {"percent": _percent(change["probability_up"])})


def _percent(probability: float) -> str:
    """Say a probability in whole percents, never as 0 or 100."""
    percent = round(PERCENT * probability)
    if 0 < percent < PERCENT:
        return str(percent)
    return _("over 99") if percent else _("under 1")


def _busiest(run: dict[str, Any]) -> str:
    days = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
    message = _(
        "The busiest %(hours)s hours begin on %(day)s at %(hour)s:00 and hold %(percent)s %% of all cases."
    )
    told = {"hours": run["hours"], "day": days[run["weekday"]], "hour": run["hour"]}
    return message % (told | {"percent": round(PERCENT * run["share"])})
