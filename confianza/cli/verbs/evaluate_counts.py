"""`confianza evaluate rate-ratio`: two counts, or two short series of them."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from confianza.cli import evaluate_words, options, output
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.session import session

if TYPE_CHECKING:
    from confianza.analysis.evaluation.counts import Comparison, Ratio

Before = Annotated[
    str, typer.Option("--before", help=_("Count before; several periods with commas between them."))
]
After = Annotated[str, typer.Option("--after", help=_("Count after; several periods with commas."))]
ExposureBefore = Annotated[
    str, typer.Option("--exposure-before", help=_("Months or population before; one for each period."))
]
ExposureAfter = Annotated[
    str, typer.Option("--exposure-after", help=_("Months or population after; one for each period."))
]
Dispersion = Annotated[
    float | None,
    typer.Option("--dispersion", help=_("How many times as spread as chance periods are (1: independent).")),
]
RelativeBefore = Annotated[
    float | None,
    typer.Option("--relative-before", help=_("Without counts: the level before, such as 100.")),
]
RelativeAfter = Annotated[
    float | None,
    typer.Option("--relative-after", help=_("Without counts: the level after, such as 72 for −28 %.")),
]
OfBefore = Annotated[
    str,
    typer.Option("--of-before", help=_("What the count before is of, such as “town” or “5 municipalities”.")),
]
OfAfter = Annotated[
    str, typer.Option("--of-after", help=_("What the count after is of; refused where it differs."))
]
Confidence = Annotated[
    float, typer.Option("--confidence", min=0.5, max=0.999, help=_("Confidence of the interval."))
]


def rate_ratio(
    before: Before = "",
    after: After = "",
    exposure_before: ExposureBefore = "",
    exposure_after: ExposureAfter = "",
    dispersion: Dispersion = None,
    relative_before: RelativeBefore = None,
    relative_after: RelativeAfter = None,
    of_before: OfBefore = "",
    of_after: OfAfter = "",
    confidence: Confidence = 0.95,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.analysis.evaluation.counts import check_subjects

        check_subjects(of_before, of_after)
        if relative_before is not None or relative_after is not None:
            if before or after or relative_before is None or relative_after is None:
                raise _neither()
            out.answer(_of_levels(relative_before, relative_after, confidence), _show)
            return
        periods = (evaluate_words.counts(before, "--before"), evaluate_words.counts(after, "--after"))
        exposures = _exposures(exposure_before, exposure_after, periods)
        out.answer(_told(_compared(periods, exposures, dispersion, confidence)), _show)


def _neither() -> WrongUsage:
    return WrongUsage(
        _("Give two counts (--before, --after), or two levels (--relative-before, --relative-after).")
    )


def _exposures(
    before: str, after: str, periods: tuple[list[float], list[float]]
) -> tuple[list[float], list[float]]:
    """Return an exposure for every period: of one that is told, its share. Raises WrongUsage."""
    if not (periods[0] and periods[1]):
        raise _neither()
    found = []
    for text, counts, option in (
        (before, periods[0], "--exposure-before"),
        (after, periods[1], "--exposure-after"),
    ):
        told = evaluate_words.counts(text, option) or [1.0] * len(counts)
        if len(told) != len(counts):
            message = _("%(option)s takes one number for each period.")
            raise WrongUsage(message % {"option": option})
        found.append(told)
    return found[0], found[1]


def _compared(
    periods: tuple[list[float], list[float]],
    exposures: tuple[list[float], list[float]],
    dispersion: float | None,
    confidence: float,
) -> "Comparison":
    from confianza.analysis.evaluation import counts

    if dispersion is None and max(map(len, periods)) > 1:
        return counts.compare_periods(
            *periods, exposures_before=exposures[0], exposures_after=exposures[1], confidence=confidence
        )
    return counts.compare(
        sum(periods[0]),
        sum(periods[1]),
        exposure_before=sum(exposures[0]),
        exposure_after=sum(exposures[1]),
        dispersion=dispersion,
        confidence=confidence,
    )


def _told(found: "Comparison") -> dict[str, Any]:
    from confianza.analysis.evaluation import claims

    claim = claims.of_comparison(found)
    return _ratio(found.told) | {
        "claim": evaluate_words.claim(claim),
        "claim_code": claim.code,
        "percent": _percent(found.told.ratio),
        "percent_ci": [_percent(found.told.low), _percent(found.told.high)],
        "e_test": evaluate_words.chance(found.e_test),
        "mid_p": evaluate_words.chance(found.mid_p),
        "mid_p_ci": evaluate_words.interval(*found.mid_interval),
        "dispersion": round(found.told.dispersion, evaluate_words.DECIMALS),
        "method": found.told.method,
        "if_bunched": [{"dispersion": each.dispersion} | _ratio(each) for each in found.bunched],
    }


def _ratio(found: "Ratio") -> dict[str, Any]:
    return {
        "ratio": evaluate_words.ratio(found.ratio),
        "ci": evaluate_words.interval(found.low, found.high),
        "p": evaluate_words.chance(found.p),
    }


def _percent(ratio: float | None) -> float | None:
    told = evaluate_words.ratio(ratio)
    return None if told is None else round((told - 1) * 100, 4)


def _of_levels(before: float, after: float, confidence: float) -> dict[str, Any]:
    from confianza.analysis.evaluation import claims, counts

    found = counts.compare_relative(before, after, confidence=confidence)
    claim = claims.of_relative(found)
    return {
        "ratio": evaluate_words.ratio(found.ratio),
        "ci": None,
        "p": None,
        "claim": evaluate_words.claim(claim),
        "claim_code": claim.code,
        "had_there_been": [
            {"before": count, "ci": evaluate_words.interval(low, high)} for count, low, high in found.imagined
        ],
    }


def _show(told: dict[str, Any]) -> None:
    output.lines([told["claim"]])
    if told["ci"] is None:
        sentence = _(
            "Had there been %(before)s cases before, the ratio would lie between %(low)s and %(high)s."
        )
        rows = [
            {"before": row["before"], "low": row["ci"][0], "high": row["ci"][1]}
            for row in told["had_there_been"]
        ]
        output.lines([sentence % row for row in rows])
        return
    names = {
        "exact": _("exact, given the total"),
        "quasi_poisson": _("with the dispersion told"),
        "between_periods": _("as periods differ among themselves"),
    }
    output.lines([f"{_('Rate ratio')}: {evaluate_words.shown(told)} ({names[told['method']]})"])
    bunched = _("If cases are %(dispersion)g times as bunched")
    output.lines([f"{bunched % each}: {evaluate_words.shown(each)}" for each in told["if_bunched"]])
