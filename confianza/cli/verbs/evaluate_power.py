"""`confianza evaluate power` and `returning`: what can be seen at all, and what comes by itself."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from confianza.cli import evaluate_options, options, output
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.session import session

if TYPE_CHECKING:
    from confianza.analysis.evaluation.power import Plan

PERCENT = 100

Series = Annotated[
    Path | None,
    typer.Argument(
        metavar="FILE", exists=True, dir_okay=False, help=_("The series so far, one count a row.")
    ),
]
Base = Annotated[float | None, typer.Option("--base", help=_("Cases expected in a period without it."))]
Before = Annotated[int, typer.Option("--before", min=1, help=_("Periods before."))]
After = Annotated[int, typer.Option("--after", min=1, help=_("Periods after."))]
Dispersion = Annotated[
    float, typer.Option("--dispersion", help=_("How many times as spread as chance periods are."))
]
Compared = Annotated[
    float, typer.Option("--compared", min=0, help=_("Cases of a period in the areas compared with."))
]
Hoped = Annotated[
    float | None, typer.Option("--hoped", help=_("The fall hoped for, in per cent: its power."))
]
Power = Annotated[float, typer.Option("--power", help=_("How often a fall shall be found."))]
Season = Annotated[int, typer.Option("--season", min=0, help=_("Periods of a year in the series (0: none)."))]
Top = Annotated[int, typer.Option("--top", min=1, help=_("How many of the highest are chosen."))]
ByRate = Annotated[bool, typer.Option("--by-rate", help=_("Chosen by rate and not by count."))]


def power(
    file: Series = None,
    base: Base = None,
    before: Before = 1,
    after: After = 1,
    dispersion: Dispersion = 1.0,
    compared: Compared = 0.0,
    hoped: Hoped = None,
    wanted: Power = 0.8,
    count: evaluate_options.Count = "count",
    season: Season = 0,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.analysis.evaluation.power import Plan

        if (file is None) == (base is None):
            raise WrongUsage(_("Name the series so far, or the cases of a period: --base 120."))
        if file is not None:
            out.answer(_of_series(file, count, after, season, compared, wanted), _show)
            return
        plan = Plan(base or 0.0, before, after, dispersion, compared)
        out.answer(_of_plan(plan, wanted, hoped), _show)


def _of_plan(plan: "Plan", wanted: float, hoped: float | None) -> dict[str, Any]:
    from confianza.analysis.evaluation import power as of

    told: dict[str, Any] = {
        "smallest_fall": _percent(of.smallest_fall(plan, power=wanted)),
        "smallest_rise": _percent(of.smallest_rise(plan, power=wanted)),
        "power": wanted,
    }
    if hoped is not None:
        if not 0 < hoped < PERCENT:
            raise WrongUsage(_("--hoped is a fall in per cent, between 0 and 100."))
        told["hoped_power"] = of.of_ratio(plan, 1 - hoped / PERCENT)
    return told


def _of_series(
    file: Path, count: str, after: int, season: int, compared: float, wanted: float
) -> dict[str, Any]:
    from confianza.analysis.evaluation import power as of

    table = evaluate_options.table(file)
    table.of_one_unit(count)
    counts = table.counts(count)
    found = of.of_series(counts, after, season=season, compared=compared, power=wanted)
    return {
        "smallest_fall": _percent(found.by_counts),
        "smallest_fall_by_series": _percent(found.by_series),
        "per_period": found.per_period,
        "dispersion": found.dispersion,
        "power": wanted,
    }


def _percent(share: float | None) -> float | None:
    return None if share is None else round(share * PERCENT, 2)


def _show(told: dict[str, Any]) -> None:
    none = _(
        "Not even the end of all cases would be found: take a wider area, longer periods, or more of them."
    )
    sentence = _("The smallest fall that is found %(power)g %% of the time: %(fall)s %%.")
    values = {"power": told["power"] * PERCENT, "fall": told["smallest_fall"]}
    output.lines([none if told["smallest_fall"] is None else sentence % values])
    if told.get("smallest_fall_by_series") is not None:
        by_series = _("By an interrupted series, whose trend may go on: %(fall)s %%.")
        output.lines([by_series % {"fall": told["smallest_fall_by_series"]}])
    if "hoped_power" in told:
        exact = _("The fall hoped for would be found %(power).0f %% of the time.")
        output.lines([exact % {"power": told["hoped_power"] * PERCENT}])


def returning(
    file: evaluate_options.Counts,
    top: Top,
    count: evaluate_options.Count = "count",
    unit: evaluate_options.Unit = "",
    exposure: evaluate_options.Exposure = "",
    by_rate: ByRate = False,
    dispersion: Dispersion = 1.0,
    seed: evaluate_options.Seed = 1,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.analysis.evaluation import returning as of

        table = evaluate_options.table(file)
        table.of_one_unit(unit, count, exposure)
        names = table.once(unit) if unit else [str(row + table.first_row) for row in range(table.size)]
        found = of.of_highest(
            table.counts(count).tolist(),
            top,
            exposures=table.exposures(exposure).tolist() if exposure else None,
            by_rate=by_rate,
            dispersion=dispersion,
            seed=seed,
        )
        sentence = _(
            "The %(top)s areas chosen for being highest will change by %(change)+.1f %% next period by "
            "themselves, with no programme at all (nine times of ten between %(low)+.1f %% and "
            "%(high)+.1f %%)."
        )
        change = {"change": found.change, "low": found.low, "high": found.high}
        told = {
            **change,
            "chosen": [names[at] for at in found.chosen],
            "claim": sentence % ({"top": top} | {name: value * PERCENT for name, value in change.items()}),
        }
        out.answer(told, lambda each: output.lines([each["claim"]]))
