"""What surveys say, as tables and sentences for people."""

from typing import TYPE_CHECKING, Any

from confianza.cli import output
from confianza.cli.language import _

if TYPE_CHECKING:
    from confianza.analysis.surveys.change import Change
    from confianza.analysis.surveys.estimates import Estimate

DECIMALS = 4


def told(found: "Estimate | None", is_share: bool) -> dict[str, Any]:
    """Return an estimate, and how it may be shown, as JSON tells it."""
    from confianza.analysis.surveys import publishing

    verdict = publishing.verdict(found, is_share=is_share)
    if found is None:
        return {
            "estimate": None,
            "se": None,
            "ci": None,
            "df": None,
            "deff": None,
            "n": 0,
            "verdict": verdict,
        }
    return {
        "estimate": found.estimate,
        "se": found.se,
        "ci": [found.low, found.high],
        "df": found.df,
        # Where weights add up to no more than the rows, nothing is left to draw without replacement from.
        "deff": found.deff_replace if found.deff is None else found.deff,
        "n": found.n,
        "deff_replace": found.deff_replace,
        "cv": found.cv,
        "clusters": found.clusters,
        "people": found.people,
        "verdict": verdict,
    }


def told_change(found: "Change") -> dict[str, Any]:
    """Return a change as JSON tells it."""
    return {
        "estimate": found.estimate,
        "se": found.se,
        "ci": [found.low, found.high],
        "df": found.df if found.df != float("inf") else None,
        "p": found.p,
        "stars": found.stars,
        "more_than_noise": found.is_more_than_noise,
    }


def rows(told: dict[str, Any]) -> None:
    """Print estimates, one a line."""
    each = told.get("domains") or told.get("answers") or [told]
    names = ("domain", "label", "answer", "estimate", "se", "low", "high", "df", "deff", "n", "verdict")
    names = (*names, "interviews", "exact", "detectable_change", "replicates")
    flat = [{**row, **_ends(row), **_unknown_error(row)} for row in each]
    shown = [name for name in names if any(row.get(name, "") != "" for row in flat)]
    words = ("domain", "label", "answer", "verdict")
    numbers = [place for place, name in enumerate(shown) if name not in words]
    cells = [[_cell(row.get(name)) for name in shown] for row in flat]
    output.table([_heading(name) for name in shown], cells, numbers=numbers)
    if unasked := [row.get("label") or row["domain"] for row in flat if row.get("verdict") == "no_data"]:
        sentence = _("Nobody was asked in: %(names)s. There are no data of it, which is not zero.")
        output.lines([sentence % {"names": ", ".join(unasked)}])


def change(told: dict[str, Any]) -> None:
    """Print a change in sentences."""
    waves = _("From %(earlier)s (%(n)s interviews) to %(later)s (%(m)s interviews).")
    if "earlier" in told:
        one, other = told["earlier"], told["later"]
        counted = {"n": one["n"], "m": other["n"], "earlier": _span(one), "later": _span(other)}
        output.lines([waves % counted])
    low, high = told["ci"]
    sentence = _("Change: %(change)s (between %(low)s and %(high)s), p = %(p)s %(stars)s")
    values = {"change": told["estimate"], "low": low, "high": high, "p": told["p"]}
    output.lines(
        [sentence % ({key: _cell(value) for key, value in values.items()} | {"stars": told["stars"]})]
    )
    verdicts = {
        True: _("It is more than noise. Why it changed, the figures do not say."),
        False: _("It may be noise."),
    }
    output.lines([verdicts[told["more_than_noise"]]])
    if "detectable_change" in told:
        smallest = _("The smallest change such surveys would tell: %(change)s.")
        output.lines([smallest % {"change": _cell(told["detectable_change"])}])
    if "other_mode" in told.get("cautions", ()):
        output.lines([_("It was asked in another way (mode): part of the change may be the way of asking.")])


def _span(one: dict[str, Any]) -> str:
    """Write an estimate with its interval."""
    low, high = one["ci"]
    return f"{_cell(one['estimate'])} [{_cell(low)}, {_cell(high)}]"


def association(told: dict[str, Any]) -> None:
    """Print a table of shares and its test."""
    head = ["", *told["columns"]]
    rows = [[name, *map(_cell, row)] for name, row in zip(told["rows"], told["shares"], strict=True)]
    output.table(head, rows, numbers=range(1, len(head)))
    sentence = _("F(%(ndf)s, %(ddf)s) = %(f)s, p = %(p)s; %(n)s answered both.")
    output.lines([sentence % {key: _cell(told[key]) for key in ("ndf", "ddf", "f", "p", "n")}])


def draw(told: dict[str, Any]) -> None:
    """Print who was drawn."""
    rows = [(each["place"], each["name"], _cell(each["chance"])) for each in told["drawn"]]
    output.table([_("place"), _("name"), _("chance")], rows, numbers=[0, 2])
    if told["replacements"]:
        output.lines(
            [_("In their place, in this order: %(names)s") % {"names": ", ".join(told["replacements"])}]
        )
    output.lines([_("Fingerprint to publish before: %(hash)s") % {"hash": told["fingerprint"]}])


def _ends(row: dict[str, Any]) -> dict[str, Any]:
    return dict(zip(("low", "high"), row.get("ci") or (None, None), strict=True)) if "ci" in row else {}


def _unknown_error(row: dict[str, Any]) -> dict[str, Any]:
    """Blank the error of an estimate from a single cluster: what it would be elsewhere nobody saw."""
    return dict.fromkeys(("se", "low", "high", "deff"), None) if row.get("clusters") == 1 else {}


def _heading(name: str) -> str:
    return {
        "domain": _("domain"),
        "label": _("label"),
        "answer": _("answer"),
        "estimate": _("estimate"),
        "se": _("standard error"),
        "low": _("from"),
        "high": _("to"),
        "df": _("df"),
        "deff": _("design effect"),
        "n": _("interviews"),
        "verdict": _("verdict"),
        "interviews": _("interviews"),
        "exact": _("exact"),
        "detectable_change": _("detectable change"),
        "replicates": _("replicates"),
    }[name]


def _cell(value: Any) -> str:
    verdicts = {
        "shown": _("can be published"),
        "with_caution": _("with caution"),
        "too_uncertain": _("too uncertain to publish"),
        "too_few": _("too few to publish"),
        "no_data": _("no data"),
    }
    if value is None:
        return "—"
    if isinstance(value, str):
        return verdicts.get(value, value)
    return (
        str(value)
        if isinstance(value, int)
        else f"{value:,.{DECIMALS}g}"
        if abs(value) < 1
        else f"{value:,.{DECIMALS}f}"
    )
