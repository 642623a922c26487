"""What may be said of series, panels, rings and lots: a difference is told, with what speaks against it.

The words of effects are the guard's (`analysis.evaluation.guard`); here nothing is called an effect.
"""

from typing import Literal

from confianza.analysis.evaluation.claims import Claim, percent
from confianza.analysis.evaluation.differences import Differences
from confianza.analysis.evaluation.displacement import Displacement, Judged
from confianza.analysis.evaluation.exposure import Exposure, Spill
from confianza.analysis.evaluation.series import Interrupted
from confianza.analysis.evaluation.wedges import Wedge

# Below this p two ways are taken to have parted already before; above, a placebo speaks against a difference.
PARTED, PLACEBO = 0.1, 0.1
ALPHA = 0.05

SENTENCES: dict[str, str] = {
    "series_within_chance": "After the beginning: %(percent)s %% against the way the series went before, "
    "and anything between %(low)s %% and %(high)s %% fits. It cannot be told from what the series does by "
    "itself.",
    "series_changed": "After the beginning: %(percent)s %% against the way the series went before (between "
    "%(low)s %% and %(high)s %%), more than the series does by itself. A single series has nothing to "
    "compare with: whatever else began then is in it. It is a change, not an effect.",
    "panel_within_chance": "Where the programme ran: %(percent)s %% against what areas without it let "
    "expect, and anything between %(low)s %% and %(high)s %% fits. It cannot be told from how areas differ "
    "by themselves.",
    "panel_differs": "Where the programme ran: %(percent)s %% against what areas without it let expect "
    "(between %(low)s %% and %(high)s %%), more than areas differ by themselves. Before it began they went "
    "together (p = %(before)s).",
    "panel_apart_before": "Where the programme ran: %(percent)s %% against what areas without it let "
    "expect (between %(low)s %% and %(high)s %%). But the areas had parted before it began (p = "
    "%(before)s): the difference is not to be taken for an effect.",
    "panel_before_unknown": "Where the programme ran: %(percent)s %% against what areas without it let "
    "expect (between %(low)s %% and %(high)s %%). Whether they went together before, so few periods do not "
    "say: bring earlier ones.",
    "panel_placebo": "Where the programme ran: %(percent)s %% against what areas without it let expect. "
    "But of the areas without it and this one, a share of %(placebo)s departs as far (with so few it could "
    "not be less than %(smallest)s): it cannot be told from how areas differ by themselves.",
    "wedge_within_chance": "With the programme: %(percent)s %%, and anything between %(low)s %% and "
    "%(high)s %% fits the lot that was drawn. It cannot be told from chance.",
    "wedge_differs": "With the programme: %(percent)s %% (between %(low)s %% and %(high)s %%). Only %(p)s "
    "of the orders that the lot could have drawn would show as much.",
    "here_fewer": "Inside: %(cases)s cases against the comparison (between %(low)s and %(high)s): fewer "
    "than chance would have it.",
    "here_more": "Inside: %(cases)s cases against the comparison (between %(low)s and %(high)s): more than "
    "chance would have it.",
    "here_within_bunching": "Inside: %(cases)s cases against the comparison (between %(low)s and %(high)s "
    "if cases were independent). If they are four times as bunched, that cannot be told from chance.",
    "here_within_chance": "Inside: %(cases)s cases against the comparison (between %(low)s and %(high)s): "
    "it cannot be told from chance.",
    "around_more": "Around: %(cases)s cases (between %(low)s and %(high)s): more than chance would have "
    "it. Crime was displaced, or rose for another reason.",
    "around_fewer": "Around: %(cases)s cases (between %(low)s and %(high)s): fewer there too. The benefit "
    "spread, or crime fell for another reason.",
    "around_within_bunching": "Around: %(cases)s cases (between %(low)s and %(high)s if cases were "
    "independent). If they are four times as bunched, neither displacement nor a spread of benefits can be "
    "told from chance.",
    "around_within_chance": "Around: %(cases)s cases (between %(low)s and %(high)s). Neither displacement "
    "nor a spread of benefits can be told from chance; that is not proof that there was none.",
    "nobody_around": "Nobody counted around: whether crime moved next door, or fell there too, is not known.",
    "total_fewer": "Inside and around together: %(cases)s cases (between %(low)s and %(high)s): fewer than "
    "chance would have it. It is a change, not yet an effect.",
    "total_more": "Inside and around together: %(cases)s cases (between %(low)s and %(high)s): more than "
    "chance would have it.",
    "total_within_bunching": "Inside and around together: %(cases)s cases (between %(low)s and %(high)s if "
    "cases were independent). If they are four times as bunched, that cannot be told from chance.",
    "total_within_chance": "Inside and around together: %(cases)s cases (between %(low)s and %(high)s): it "
    "cannot be told from chance.",
    "ward_more": "%(ward)s: more than the comparison lets expect, all wards named judged together.",
    "ward_fewer": "%(ward)s: fewer than the comparison lets expect, all wards named judged together.",
    "ward_within_chance": "%(ward)s: no clear change against the comparison.",
    "spill_direct": "Where it is: %(cases)s cases an area against areas far away (between %(low)s and "
    "%(high)s), p = %(p)s by drawing the lot again.",
    "spill_near": "Near it: %(cases)s cases an area against areas far away (between %(low)s and %(high)s), "
    "p = %(p)s by drawing the lot again.",
    "spill_together": "All areas together: %(cases)s cases (between %(low)s and %(high)s), p = %(p)s.",
    "spill_displaced": "More than the lot would have it near the programme: crime was displaced.",
    "spill_diffused": "Fewer than the lot would have it near the programme: the benefit spread.",
    "spill_neither": "Neither displacement nor a spread of benefits can be told from chance; that is not "
    "proof that there was none.",
}  # fmt: skip


def of_series(found: Interrupted) -> Claim:
    """Return what may be said of an interrupted series."""
    effect = found.told.effect
    code = "series_within_chance" if effect.low <= 1 <= effect.high else "series_changed"
    return Claim(code, _ratios(effect.ratio, effect.low, effect.high))


def of_panel(found: Differences) -> Claim:
    """Return what may be said of areas with and without the programme."""
    effect, before = found.effect, found.before
    details = _ratios(effect.ratio, effect.low, effect.high)
    details |= {"before": _chance(before.p) if before else "", "placebo": _chance(found.placebo_p or 1.0)}
    details |= {"smallest": _chance(found.smallest_p or 1.0)}
    if effect.low <= 1 <= effect.high:
        return Claim("panel_within_chance", details)
    if found.placebo_p is not None and found.placebo_p > PLACEBO:
        return Claim("panel_placebo", details)
    if before is None:
        return Claim("panel_before_unknown", details)
    return Claim("panel_apart_before" if before.p < PARTED else "panel_differs", details)


def of_wedge(found: Wedge) -> Claim:
    """Return what may be said of a stepped wedge."""
    code = "wedge_differs" if found.p <= ALPHA else "wedge_within_chance"
    return Claim(code, _ratios(found.ratio, found.low, found.high) | {"p": _chance(found.p)})


def of_displacement(found: Displacement) -> tuple[Claim, ...]:
    """Return what may be said of inside, around, both together, and of each ward named."""
    told = [_judged("here", found.local)]
    told.append(_judged("around", found.around) if found.around else Claim("nobody_around"))
    if found.around:
        told.append(_judged("total", found.total))
    for ward in found.wards:
        rose = ward.difference.difference.estimate > 0
        code = ("ward_more" if rose else "ward_fewer") if ward.stands_out else "ward_within_chance"
        told.append(Claim(code, {"ward": ward.name}))
    return tuple(told)


def of_exposure(found: Exposure) -> tuple[Claim, ...]:
    """Return what may be said of areas with the programme, near it, and of all together."""
    if found.near.p > ALPHA:
        last = "spill_neither"
    else:
        last = "spill_displaced" if found.near.estimate > 0 else "spill_diffused"
    return (
        _spill("spill_direct", found.direct),
        _spill("spill_near", found.near),
        Claim(last),
        _spill("spill_together", found.all_together),
    )


def _judged(part: Literal["here", "around", "total"], found: Judged) -> Claim:
    difference = found.difference
    numbers = {"cases": difference.estimate, "low": difference.low, "high": difference.high}
    return Claim(f"{part}_{found.verdict}", {name: _cases(value) for name, value in numbers.items()})


def _spill(code: str, found: Spill) -> Claim:
    numbers = {"cases": found.estimate, "low": found.low, "high": found.high}
    return Claim(code, {name: _cases(value) for name, value in numbers.items()} | {"p": _chance(found.p)})


def _ratios(ratio: float, low: float, high: float) -> dict[str, str]:
    return {"percent": percent(ratio), "low": percent(low), "high": percent(high)}


def _cases(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−").removesuffix(".0")


def _chance(p: float) -> str:
    return f"{p:.3f}" if p >= 0.001 else "0.001"
