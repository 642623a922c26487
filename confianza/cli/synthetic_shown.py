"""Synthetic controls as JSON, and as tables and sentences for people."""

from math import isfinite
from typing import TYPE_CHECKING, Any

from confianza.cli import guard_said, output
from confianza.cli.language import _

if TYPE_CHECKING:
    from confianza.analysis.evaluation.guard import Allowed, Evidence
    from confianza.analysis.evaluation.placebos import InSpace
    from confianza.analysis.evaluation.predictors import Searched
    from confianza.analysis.evaluation.specifications import Result, Study
    from confianza.analysis.evaluation.synthetic import Fit

DECIMALS = 6
PERCENT = 100
# People read the donors that bear so much of the weight.
WORTH_READING = 0.01


def told(study: "Study", evidence: "Evidence", allowed: "Allowed") -> dict[str, Any]:
    """Return a study as JSON tells it: the way that speaks on top, all ways under `specifications`."""
    from confianza.analysis.evaluation import synthetic

    pool, main = study.pool, study.main
    answer = {
        "treated": pool.treated,
        "donors": len(pool.donors),
        "periods": {
            "before": pool.before,
            "after": pool.after,
            "first": pool.periods[0],
            "begins": pool.periods[pool.before],
            "last": pool.periods[-1],
        },
        **_result(main),
        "claim": guard_said.told(allowed, evidence),
        "specifications": [_result(each) for each in study.results],
        "agree": study.agree,
        "leave_one_out": {name: _round(fit.estimate) for name, fit in study.without_one.items()},
        "backdated": _backdated(study.backdated),
        "weights_that_fit_alike": _range(synthetic.ambiguity(main.fit)) if main.name == "outcome" else None,
        "gaps": dict(zip(pool.periods, map(_round, main.fit.gap.tolist()), strict=True)),
        "not_answered": study.refused,
    }
    return answer | ({"predictors": _searched(study.searched)} if study.searched else {})


def _result(found: "Result") -> dict[str, Any]:
    space, fit = found.space, found.fit
    alone = space.units < 2
    return {
        "method": found.name,
        "estimate": _round(fit.estimate),
        "ci": _range(space.interval()),
        "p": None if alone else _round(space.p),
        "rank": None if alone else space.rank,
        "units": space.units,
        "smallest_p": None if alone else _round(space.smallest_p),
        "trimmed": None if alone else {"rank": space.trimmed.rank, "units": space.trimmed.units},
        "gap_last_period": _round(fit.last),
        "rmspe_before": _round(fit.rmspe),
        "rmspe_share_of_level": _round(fit.relative_rmspe),
        "mspe_ratio": _round(fit.mspe_ratio),
        "fit_is_good": found.followed,
        "weights": _weights(fit),
        "settings": {name: _round(value) for name, value in fit.settings},
        "in_time": [{"begins": each.first, "estimate": _round(each.estimate)} for each in found.time],
    }


def _weights(fit: "Fit") -> dict[str, float | None]:
    return {name: _round(weight) for name, weight in fit.largest}


def _backdated(found: "InSpace | None") -> dict[str, Any] | None:
    if found is None:
        return None
    begins = found.fit.pool.periods[found.fit.pool.before]
    return {"begins": begins, "estimate": _round(found.fit.estimate), "p": _round(found.p)}


def _searched(found: "Searched") -> dict[str, Any]:
    answers = [
        {
            "start": each.start,
            "loss": each.loss,
            "estimate": _round(each.fit.estimate),
            "weights": _weights(each.fit),
            "importance": [_round(share) for share in each.importance.tolist()],
        }
        for each in found.answers
    ]
    return {"answers": answers, "floor": found.floor, "best_is_global": found.is_global}


def show(told: dict[str, Any]) -> None:
    """Print a study for people."""
    headline = _(
        "%(treated)s beside %(donors)s donors: %(before)s periods before %(begins)s, %(after)s from then on."
    )
    output.lines([headline % {**told, **told["periods"]}, ""])
    heads = (_("Way"), _("Mean gap after"), _("95 % interval"), _("Misfit before"), _("Rank"), _("p"))
    output.table(heads, [_row(each) for each in told["specifications"]], numbers=(1, 2, 3, 4, 5))
    output.lines([""])
    heavy = [
        (name, f"{weight:.3f}") for name, weight in told["weights"].items() if abs(weight) >= WORTH_READING
    ]
    output.table((_("Donor"), _("Weight")), heavy, numbers=(1,))
    output.lines(["", *_remarks(told), "", *guard_said.lines(told["claim"])])


def _row(each: dict[str, Any]) -> tuple[str, ...]:
    rank = "—" if each["rank"] is None else f"{each['rank']} / {each['units']}"
    share = each["rmspe_share_of_level"]
    return (
        _name(each["method"]),
        _number(each["estimate"]),
        "\u00a0… ".join(map(_number, each["ci"])) if each["ci"] else "—",
        "—" if share is None else f"{share * PERCENT:.1f} %",
        rank,
        "—" if each["p"] is None else f"{each['p']:.3f}",
    )


def _remarks(told: dict[str, Any]) -> list[str]:
    """Return what to know beside the numbers."""
    found = []
    if told["leave_one_out"]:
        ends = sorted(told["leave_one_out"].values())
        text = _("Without any single donor, the mean gap lies between %(low)s and %(high)s.")
        found.append(text % {"low": _number(ends[0]), "high": _number(ends[-1])})
    if told["backdated"]:
        text = _(
            "Had it begun in %(begins)s, when nothing had been done, the gap would be %(gap)s (p %(p)s)."
        )
        back = told["backdated"]
        found.append(
            text % {"begins": back["begins"], "gap": _number(back["estimate"]), "p": f"{back['p']:.3f}"}
        )
    if told["smallest_p"] is not None:
        text = _("With %(units)s units p cannot be below %(least)s, whatever the programme did.")
        found.append(text % {"units": told["units"], "least": f"{told['smallest_p']:.3f}"})
    return found + _warnings(told)


def _warnings(told: dict[str, Any]) -> list[str]:
    found = []
    ends = told["weights_that_fit_alike"]
    if ends and ends[1] - ends[0] > abs(told["estimate"] or 0) / PERCENT:
        text = _("Other weights fit the time before as well, with mean gaps from %(low)s to %(high)s.")
        found.append(text % {"low": _number(ends[0]), "high": _number(ends[1])})
    if not told["agree"]:
        found.append(_("The ways do not agree: which one is believed decides what comes out."))
    answers = told.get("predictors", {}).get("answers", ())
    if len(answers) > 1:
        gaps = [each["estimate"] for each in answers]
        text = _("The search over predictors has %(count)s answers, with gaps from %(low)s to %(high)s.")
        ends = {"low": _number(min(gaps)), "high": _number(max(gaps))}
        found.append(text % {"count": len(answers), **ends})
    return found


def _name(method: str) -> str:
    return {
        "outcome": _("outcome alone"),
        "changes": _("its changes alone"),
        "augmented": _("ridge-augmented"),
        "synthetic_did": _("synthetic DiD"),
        "later_half": _("later half only"),
        "plain_did": _("plain DiD"),
        "predictors": _("predictors, one start"),
        "predictors_best": _("predictors, best"),
    }[method]


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:,.3g}" if abs(value) < PERCENT else f"{value:,.1f}"


def _range(ends: tuple[float, float] | None) -> list[float | None] | None:
    return None if ends is None else [_round(end) for end in ends]


def _round(value: float) -> float | None:
    return round(value, DECIMALS) if isfinite(value) else None
