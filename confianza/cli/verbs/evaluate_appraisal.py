"""`confianza evaluate appraisal`: what became of a problem, by the measure agreed before."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from confianza.cli import evaluate_options, evaluate_words, guard_said, options, output
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.session import session
from confianza.cli.verbs import evaluate_synthetic as of

if TYPE_CHECKING:
    from confianza.analysis.evaluation.appraisal import Appraisal, Counted, Measure
    from confianza.analysis.evaluation.columns import Table
    from confianza.analysis.evaluation.sight import Sight

PERCENT = 100

Before = Annotated[
    str, typer.Option("--before", metavar="FIRST:LAST", help=_("Time before: 2024-01:2024-12, or days."))
]
After = Annotated[
    str, typer.Option("--after", metavar="FIRST:LAST", help=_("Time after: 2025-01:2025-06, or days."))
]
Area = Annotated[str, typer.Option("--area", help=_("The area, where the table has several."))]
Compared = Annotated[
    str, typer.Option("--compared", help=_("Areas it is compared with, commas between them (default: none)."))
]
Agreed = Annotated[
    datetime | None,
    typer.Option("--agreed", formats=["%Y-%m-%d"], help=_("Day on which all this was agreed.")),
]
Complete = Annotated[
    datetime | None,
    typer.Option(
        "--complete-until", formats=["%Y-%m-%d"], help=_("Last day whose counts will not grow any more.")
    ),
]
LeftOut = Annotated[
    bool, typer.Option("--choice-left-out", help=_("The days it was chosen on are on neither side."))
]
Confidence = Annotated[
    float, typer.Option("--confidence", min=0.5, max=0.999, help=_("Confidence of interval and verdict."))
]


def appraisal(
    file: evaluate_options.Counts,
    before: Before,
    after: After,
    area: Area = "",
    compared: Compared = "",
    unit: evaluate_options.Unit = "area",
    time: evaluate_options.Time = "period",
    count: evaluate_options.Count = "count",
    exposure: evaluate_options.Exposure = "",
    agreed: Agreed = None,
    chosen_high: of.ChosenHigh = None,
    choice_left_out: LeftOut = False,
    complete_until: Complete = None,
    confidence: Confidence = 0.97,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.analysis.evaluation import appraisal as appraisals
        from confianza.analysis.evaluation import appraisal_rows, moments
        from confianza.analysis.evaluation.problems import EvaluationRefused

        table = evaluate_options.table(file)
        areas = _areas(table, unit, area, compared)
        days = moments.days_of_texts(table.texts(time), time, table.first_row)
        measure = appraisals.Measure(
            indicator=count,
            area=area or areas[0],
            before=appraisal_rows.days_of(before),
            after=appraisal_rows.days_of(after),
            comparison=tuple(_names(compared)),
            step=appraisal_rows.step_of(days),
            agreed_on=agreed.date() if agreed else None,
            chosen_for_being_high=chosen_high,
            choice_left_out=choice_left_out,
        )
        table.of_one_unit(unit, time, count, exposure)
        exposures = table.exposures(exposure) if exposure else None
        counted = appraisal_rows.counted(
            measure, areas, days, table.counts(count), exposures, first_row=table.first_row
        )
        until = complete_until.date() if complete_until else None
        found = appraisals.appraise(measure, counted, complete_until=until, confidence=confidence)
        if found.refusal:
            raise EvaluationRefused(found.refusal.code, **found.refusal.details)
        out.answer(_told(found, counted), _show)


def _areas(table: "Table", unit: str, area: str, compared: str) -> list[str]:
    """Return the area of every row; of a table without areas, all are of one. Raises WrongUsage."""
    if unit not in table.frame.columns and not (area or compared):
        return [_("the area")] * table.size
    areas = table.texts(unit)
    known = list(dict.fromkeys(areas))
    if not area and len(known) > 1:
        message = _("Say which area: --area NAME; there are: %(areas)s.")
        raise WrongUsage(message % {"areas": ", ".join(known[:12])})
    return areas


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _told(found: "Appraisal", counted: "Counted") -> dict[str, Any]:
    told: dict[str, Any] = {
        "verdict": found.verdict,
        "claim": evaluate_words.of_appraisal(found.said),
        "claim_code": found.said.code,
        "ratio": evaluate_words.ratio(found.ratio),
        "ci": None,
        "p": None,
        "confidence": found.confidence,
        "dispersion": evaluate_words.ratio(found.dispersion),
        "method": found.method,
        "counts": _counts(found),
        "power": _sight(found.sight),
        "power_says": evaluate_words.of_appraisal(found.seeing) if found.seeing else "",
        "cautions": [
            {"code": each.code, "says": evaluate_words.of_appraisal(each)} for each in found.cautions
        ],
        "measure": _measure(found.measure),
        "periods": {"before": list(counted.before), "after": list(counted.after)},
    }
    if found.low is not None and found.high is not None and found.p is not None:
        told["ci"] = evaluate_words.interval(found.low, found.high)
        told["p"] = evaluate_words.chance(found.p)
    if found.allowed and found.evidence:
        told["guard"] = guard_said.told(found.allowed, found.evidence)
    return told


def _counts(found: "Appraisal") -> dict[str, int | None]:
    totals = found.totals
    return {} if totals is None else dict(vars(totals))


def _sight(found: "Sight | None") -> dict[str, Any] | None:
    """Return what such counts can see; None where nothing was counted before."""
    if found is None:
        return None
    return {
        name: round(value, evaluate_words.DECIMALS) if isinstance(value, float) else value
        for name, value in vars(found).items()
    }


def _measure(found: "Measure") -> dict[str, Any]:
    return {
        "indicator": found.indicator,
        "area": found.area,
        "comparison": list(found.comparison),
        "before": [day.isoformat() for day in found.before],
        "after": [day.isoformat() for day in found.after],
        "step": found.step,
        "agreed_on": found.agreed_on.isoformat() if found.agreed_on else None,
    }


def _show(told: dict[str, Any]) -> None:
    lines = [told["claim"], told["power_says"], *(each["says"] for each in told["cautions"])]
    output.lines([line for line in lines if line])
    if told["ci"]:
        level = _("interval of %(percent)g %%") % {"percent": round(PERCENT * told["confidence"], 1)}
        output.lines([f"{_('Rate ratio')}: {evaluate_words.shown(told)} ({level})"])
    said = guard_said.lines(told["guard"])
    output.lines([line for line in said if line not in lines])
