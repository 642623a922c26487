"""`confianza evaluate panel` and `wedge`: several areas, some of which had the programme."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from confianza.cli import evaluate_options, evaluate_words, options, output
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.session import session

if TYPE_CHECKING:
    from confianza.analysis.evaluation.differences import Differences, Effect
    from confianza.analysis.evaluation.panels import Panel
    from confianza.analysis.evaluation.two_way import TwoWay


def panel(
    file: evaluate_options.Counts,
    unit: evaluate_options.Unit = "area",
    time: evaluate_options.Time = "period",
    count: evaluate_options.Count = "count",
    start: evaluate_options.Start = "",
    treated: evaluate_options.Treated = "",
    exposure: evaluate_options.Exposure = "",
    confidence: evaluate_options.Confidence = 0.95,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.analysis.evaluation import differences, two_way

        read = _panel(file, (unit, time, count, exposure), start, treated)
        found = differences.compare(read, confidence=confidence)
        out.answer(_told(found, two_way.poisson(read), read.is_staggered), _show)


def wedge(
    file: evaluate_options.Counts,
    unit: evaluate_options.Unit = "area",
    time: evaluate_options.Time = "period",
    count: evaluate_options.Count = "count",
    start: evaluate_options.Start = "",
    treated: evaluate_options.Treated = "",
    exposure: evaluate_options.Exposure = "",
    seed: evaluate_options.Seed = 1,
    confidence: evaluate_options.Confidence = 0.95,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.analysis.evaluation import difference_claims, wedges

        read = _panel(file, (unit, time, count, exposure), start, treated, by_lot=True)
        found = wedges.compare(read, confidence=confidence, seed=seed)
        claim = difference_claims.of_wedge(found)
        told = {
            "ratio": evaluate_words.ratio(found.ratio),
            "ci": evaluate_words.interval(found.low, found.high),
            "p": evaluate_words.chance(found.p),
            "claim": evaluate_words.claim(claim),
            "claim_code": claim.code,
            "orders": found.orders,
            "possible_orders": found.possible,
        }
        out.answer(told, lambda each: output.lines([each["claim"]]))


def _panel(
    file: Path, columns: tuple[str, str, str, str], start: str, treated: str, *, by_lot: bool = False
) -> "Panel":
    from confianza.analysis.evaluation import panels

    if bool(start) == bool(treated):
        raise WrongUsage(_("Say when the programme began: --start COLUMN, or --treated COLUMN."))
    unit, time, count, exposure = columns
    table = evaluate_options.table(file)
    table.of_one_unit(*columns, start, treated)
    return panels.of_rows(
        table.texts(unit),
        table.texts(time),
        table.counts(count),
        begins=table.texts(start) if start else None,
        under_way=table.numbers(treated) if treated else None,
        exposures=table.exposures(exposure),
        first_row=table.first_row,
        by_lot=by_lot,
    )


def _told(found: "Differences", both: "TwoWay", staggered: bool) -> dict[str, Any]:
    from confianza.analysis.evaluation import difference_claims

    claim = difference_claims.of_panel(found)
    return {
        "effect": _effect(found.effect),
        "claim": evaluate_words.claim(claim),
        "claim_code": claim.code,
        "method": "imputation",
        "before": _effect(found.before) if found.before else None,
        "path": [{"after": each.after, "areas": each.areas} | _effect(each.effect) for each in found.path],
        "placebo_p": found.placebo_p,
        "smallest_placebo_p": found.smallest_p,
        "treated": found.treated,
        "without": found.without,
        "two_way_fixed_effects": {"estimate": both.estimate, "se": both.se, "valid": both.is_valid},
        "staggered": staggered,
    }


def _effect(found: "Effect") -> dict[str, Any]:
    return {
        "ratio": evaluate_words.ratio(found.ratio),
        "ci": evaluate_words.interval(found.low, found.high),
        "p": evaluate_words.chance(found.p),
        "counted": found.counted,
        "expected": found.expected,
        "fewer": found.fewer,
        "dispersion": found.dispersion,
        "df": found.freedom,
    }


def _show(told: dict[str, Any]) -> None:
    output.lines([told["claim"]])
    rows = [
        (
            each["after"],
            each["areas"],
            f"{each['counted']:.0f}",
            f"{each['expected']:.1f}",
            *evaluate_words.cells(each),
        )
        for each in told["path"]
    ]
    heads = [_("after the start"), _("areas"), _("counted"), _("expected"), _("ratio"), _("interval"), "p"]
    output.table(heads, rows, numbers=range(len(heads)))
    if told["placebo_p"] is not None:
        sentence = _("Placebo p of one treated area: %(p).3f (it could not be below %(smallest).3f).")
        output.lines([sentence % {"p": told["placebo_p"], "smallest": told["smallest_placebo_p"]}])
    if told["staggered"]:
        output.lines(
            [
                _(
                    "Areas began at different times: two-way fixed effects would compare them with each "
                    "other, and are not told."
                )
            ]
        )
