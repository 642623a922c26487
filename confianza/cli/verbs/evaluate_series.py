"""`confianza evaluate series`: one series, interrupted by the beginning of a programme."""

from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import typer

from confianza.cli import evaluate_options, evaluate_words, options, output
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.session import session

if TYPE_CHECKING:
    from confianza.analysis.evaluation.series import Effect, Interrupted, Specification

From = Annotated[str, typer.Option("--from", metavar="PERIOD", help=_("First period with the programme."))]
Season = Annotated[
    int, typer.Option("--season", help=_("Periods of a year, 0 for no season (default: 12 for months)."))
]
Harmonics = Annotated[
    int, typer.Option("--harmonics", min=1, max=6, help=_("Pairs of waves the season is made of."))
]
LevelOnly = Annotated[bool, typer.Option("--level-only", help=_("The slope goes on; the level may change."))]


def series(
    file: evaluate_options.Counts,
    begins: From,
    count: evaluate_options.Count = "count",
    time: evaluate_options.Time = "period",
    exposure: evaluate_options.Exposure = "",
    season: Season = -1,
    harmonics: Harmonics = 1,
    level_only: LevelOnly = False,
    confidence: evaluate_options.Confidence = 0.95,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.analysis.evaluation import moments
        from confianza.analysis.evaluation import series as of

        table = evaluate_options.table(file)
        table.of_one_unit(count, time, exposure)
        texts = table.texts(time)
        times = moments.of_texts(texts, time, table.first_row)
        order = np.argsort(times, kind="stable")
        start = moments.one(begins, texts)
        found = of.interrupt(
            table.counts(count)[order].tolist(),
            times[order].tolist(),
            start,
            exposures=table.exposures(exposure)[order].tolist(),
            names=[texts[at] for at in order],
            season=_season(season, times[order], start),
            harmonics=harmonics,
            slope=not level_only,
            confidence=confidence,
        )
        out.answer(_told(found, [texts[at] for at in order]), _show)


def _season(asked: int, times: "np.ndarray[Any, Any]", start: float) -> int:
    """Return the season asked for; of months without one asked for, 12 where there are two years before."""
    from confianza.analysis.evaluation import moments
    from confianza.analysis.evaluation.series import FEWEST_SEASONS

    if asked >= 0:
        if asked == 1:
            raise WrongUsage(_("A season has two periods or more; 0 stands for none."))
        return asked
    enough = (times < start - 1e-9).sum() >= FEWEST_SEASONS * moments.MONTHS
    return moments.MONTHS if moments.are_monthly(times) and enough else 0


def _told(found: "Interrupted", periods: list[str]) -> dict[str, Any]:
    from confianza.analysis.evaluation import difference_claims

    claim = difference_claims.of_series(found)
    return {
        "effect": _effect(found.told.effect),
        "told": found.told.name,
        "claim": evaluate_words.claim(claim),
        "claim_code": claim.code,
        "before": found.before,
        "after": found.after,
        "specifications": [_specification(each) for each in found.specifications],
        "residual_correlation": found.correlation,
        "notes": [{"code": code, "says": _note(code)} for code in found.notes],
        "periods": [
            {"period": period, "fitted": fitted, "without": without}
            for period, fitted, without in zip(periods, found.fitted, found.counterfactual, strict=True)
        ],
    }


def _effect(effect: "Effect") -> dict[str, Any]:
    return {
        "ratio": evaluate_words.ratio(effect.ratio),
        "ci": evaluate_words.interval(effect.low, effect.high),
        "p": evaluate_words.chance(effect.p),
        "fewer": effect.fewer,
    }


def _specification(each: "Specification") -> dict[str, Any]:
    terms = {
        term.name: {"estimate": term.estimate, "se": term.se, "ci": [term.low, term.high], "p": term.p}
        for term in each.terms
    }
    return {
        "name": each.name,
        "effect": _effect(each.effect),
        "terms": terms,
        "dispersion": each.dispersion,
        "deviance": each.deviance,
        "alpha": each.alpha,
        "log_likelihood": each.log_likelihood,
    }


def _note(code: str) -> str:
    return {
        "hangs_together": _("Neighbouring periods hang together: the interval is made wider for it."),
        "negative_binomial_fell_back": _(
            "The counts vary no more than chance: there is no negative binomial to fit, Poisson stands."
        ),
        "few_for_negative_binomial": _("Too few periods before for a negative binomial (24)."),
    }[code]


NAMES = ("poisson", "quasi_poisson", "quasi_hanging", "hac", "negative_binomial")


def _show(told: dict[str, Any]) -> None:
    output.lines([told["claim"]])
    named = {
        "poisson": _("Poisson, cases independent"),
        "quasi_poisson": _("Poisson, dispersion seen"),
        "quasi_hanging": _("the same, neighbours alike"),
        "hac": _("Newey and West (too narrow)"),
        "negative_binomial": _("negative binomial"),
    }
    rows = [
        (
            named[each["name"]] + (" ←" if each["name"] == told["told"] else ""),
            *evaluate_words.cells(each["effect"]),
        )
        for each in told["specifications"]
    ]
    output.table([_("specification"), _("ratio"), _("interval"), "p"], rows, numbers=(1, 2, 3))
    output.lines([note["says"] for note in told["notes"]])
