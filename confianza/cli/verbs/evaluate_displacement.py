"""`confianza evaluate displacement` and `spillover`: inside, around, and farther out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import typer

from confianza.cli import evaluate_options, evaluate_words, options, output
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.session import session
from confianza.cli.verbs.evaluate_counts import Dispersion

if TYPE_CHECKING:
    from confianza.analysis.evaluation.displacement import Displacement, Judged, Kind
    from confianza.analysis.evaluation.exposure import Exposure, Spill
    from confianza.analysis.hotspots.displacement import BeforeAfter

File = Annotated[
    Path | None,
    typer.Argument(
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help=_("CSV with the columns part, before, after, and if wanted name, kind, weight."),
    ),
]
Inside = Annotated[str, typer.Option("--treated", help=_("Counts before and after where it is, as 207,110."))]
Comparison = Annotated[str, typer.Option("--comparison", help=_("Counts of the comparison, as 308,318."))]
Around = Annotated[str, typer.Option("--around-treated", help=_("Counts around it, as 178,157."))]
AroundComparison = Annotated[
    str, typer.Option("--around-comparison", help=_("Counts around the comparison, as 150,140."))
]
Wards = Annotated[
    list[str] | None, typer.Option("--ward", help=_("A ward farther out: NAME=12,20. Repeat it."))
]
Sizes = Annotated[
    str,
    typer.Option(
        "--areas", help=_("Sizes of comparison, treated, around the comparison, around the treated: 1,1,1,1.")
    ),
]
Before = Annotated[str, typer.Option("--before", help=_("Column of the count before."))]
After = Annotated[str, typer.Option("--after", help=_("Column of the count after."))]
HasIt = Annotated[str, typer.Option("--treated", help=_("Column with 1 where the programme is."))]
Strata = Annotated[str, typer.Option("--strata", help=_("Column of the groups in which the lot was drawn."))]
X = Annotated[str, typer.Option("--x", help=_("Column of metres to the east."))]
Y = Annotated[str, typer.Option("--y", help=_("Column of metres to the north."))]
Near = Annotated[float, typer.Option("--near", min=0, help=_("Up to so many metres is near."))]
Draws = Annotated[
    int, typer.Option("--draws", min=199, max=100_000, help=_("How often the lot is drawn again."))
]
PARTS = ("comparison", "treated", "around_comparison", "around_treated")


def displacement(
    file: File = None,
    treated: Inside = "",
    comparison: Comparison = "",
    around_treated: Around = "",
    around_comparison: AroundComparison = "",
    ward: Wards = None,
    periods: evaluate_options.Periods = "1,1",
    areas: Sizes = "1,1,1,1",
    dispersion: Dispersion = None,
    confidence: evaluate_options.Confidence = 0.95,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.analysis.evaluation import displacement as of
        from confianza.analysis.evaluation.displacement import Kind

        spans, sizes = options.numbers(periods, "--periods"), options.numbers(areas, "--areas")
        if len(spans) != 2 or len(sizes) != len(PARTS):
            raise WrongUsage(_("--periods takes two numbers, and --areas four."))
        if file is not None:
            kinds, wards = _of_table(file)
        else:
            texts = zip(PARTS, (comparison, treated, around_comparison, around_treated), strict=True)
            kinds = [Kind({part: _pair(text) for part, text in texts if text})]
            wards = dict(_ward(each) for each in ward or [])
        found = of.compare(
            kinds,
            outlying=wards,
            periods=(spans[0], spans[1]),
            areas=dict(zip(PARTS, sizes, strict=True)),
            dispersion=dispersion,
            confidence=confidence,
        )
        out.answer(told(found), show)


def _pair(text: str) -> "BeforeAfter":
    numbers = options.numbers(text, "--treated")
    if len(numbers) != 2:
        raise WrongUsage(
            _("A place takes two counts, before and after, such as 207,110; not “%(text)s”.") % {"text": text}
        )
    return numbers[0], numbers[1]


def _ward(text: str) -> "tuple[str, BeforeAfter]":
    name, sign, told = text.rpartition("=")
    if not sign or not name.strip():
        raise WrongUsage(_("Write a ward as NAME=12,20; not “%(text)s”.") % {"text": text})
    return name.strip(), _pair(told)


def _of_table(file: Path) -> "tuple[list[Kind], dict[str, BeforeAfter]]":
    from confianza.analysis.evaluation import displacement_tables

    return displacement_tables.of_table(evaluate_options.table(file))


def told(found: "Displacement") -> dict[str, Any]:
    """Return a comparison of parts as JSON tells it."""
    from confianza.analysis.evaluation import difference_claims

    claims = difference_claims.of_displacement(found)
    return {
        "local": _judged(found.local),
        "around": _judged(found.around) if found.around else None,
        "total": _judged(found.total),
        "local_ratio": _ratio(found.local_ratio),
        "around_ratio": _ratio(found.around_ratio),
        "moved_share": found.moved_share,
        "wards": [
            {
                "ward": each.name,
                "difference": _judged(each.difference),
                "ratio": _ratio(each.ratio),
                "stands_out": each.stands_out,
            }
            for each in found.wards
        ],
        "claim": " ".join(evaluate_words.claim(each) for each in claims),
        "claim_codes": [each.code for each in claims],
    }


def _judged(found: "Judged") -> dict[str, Any]:
    each = found.difference
    return {
        "estimate": each.estimate,
        "se": each.se,
        "z": each.z,
        "p": evaluate_words.chance(each.p),
        "ci": [each.low, each.high],
        "verdict": found.verdict,
    }


def _ratio(found: Any) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "ratio": evaluate_words.ratio(found.ratio),
        "ci": evaluate_words.interval(found.low, found.high),
        "p": evaluate_words.chance(found.p),
    }


def show(told: dict[str, Any]) -> None:
    """Print a comparison of parts."""
    output.lines([told["claim"]])
    named = {"local": _("inside"), "around": _("around"), "total": _("inside and around")}
    rows = [
        (
            name,
            f"{each['estimate']:+.1f}",
            f"{each['se']:.1f}",
            f"{each['z']:.2f}",
            f"{each['ci'][0]:.1f} – {each['ci'][1]:.1f}",
        )
        for part, name in named.items()
        if (each := told[part])
    ]
    heads = ["", _("difference"), _("standard error"), "z", _("interval")]
    output.table(heads, rows, numbers=(1, 2, 3, 4))
    if told["moved_share"] is not None:
        sentence = _(
            "Cases more around for each case fewer inside: %(share).2f (a ratio of two differences: "
            "read it with both intervals)."
        )
        output.lines([sentence % {"share": told["moved_share"]}])


def spillover(
    file: evaluate_options.Counts,
    near: Near,
    before: Before = "before",
    after: After = "after",
    treated: HasIt = "treated",
    x: X = "x",
    y: Y = "y",
    strata: Strata = "",
    periods: evaluate_options.Periods = "1,1",
    draws: Draws = 4000,
    seed: evaluate_options.Seed = 1,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.analysis.evaluation import exposure
        from confianza.analysis.evaluation.problems import EvaluationRefused

        table = evaluate_options.table(file)
        spans = options.numbers(periods, "--periods")
        if len(spans) != 2 or min(spans) <= 0:
            raise EvaluationRefused("bad_sizes")
        change = table.counts(after) / spans[1] - table.counts(before) / spans[0]
        place = np.column_stack([table.numbers(x), table.numbers(y)])
        found = exposure.compare(
            change,
            table.flags(treated),
            exposure.within(place, near),
            strata=np.array(table.texts(strata)) if strata else None,
            draws=draws,
            seed=seed,
        )
        out.answer(_spilled(found), lambda told: output.lines([told["claim"]]))


def _spilled(found: "Exposure") -> dict[str, Any]:
    from confianza.analysis.evaluation import difference_claims

    claims = difference_claims.of_exposure(found)
    return {
        "direct": _spill(found.direct),
        "near": _spill(found.near),
        "all_together": _spill(found.all_together),
        "far": found.far,
        "draws": found.draws,
        "claim": " ".join(evaluate_words.claim(each) for each in claims),
        "claim_codes": [each.code for each in claims],
    }


def _spill(found: "Spill") -> dict[str, Any]:
    return {
        "estimate": found.estimate,
        "ci": [found.low, found.high],
        "p": evaluate_words.chance(found.p),
        "total": found.total,
        "areas": found.areas,
    }
