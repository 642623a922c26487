"""What first and what next in a municipality: rules, reasons, what would change them, room to disagree."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from confianza.cli import language, options, output
from confianza.cli.failures import WrongUsage
from confianza.cli.language import _
from confianza.cli.session import session

if TYPE_CHECKING:
    from confianza.analysis.selection.sequencing import Advice, Overruled, Table

Violence = Annotated[
    str, typer.Option("--violence", help=_("low, medium, high, extreme; or homicides a year per 100,000."))
]
Trend = Annotated[str, typer.Option("--trend", help=_("falling, steady, rising."))]
Gangs = Annotated[str, typer.Option("--gangs", help=_("none, some, strong (police enter only in force)."))]
Trust = Annotated[
    str, typer.Option("--trust", help=_("low, medium, high; or the share who trust the police."))
]
Vetted = Annotated[
    str, typer.Option("--vetted", help=_("low, medium, high; or the share of officers vetted."))
]
Commitment = Annotated[str, typer.Option("--commitment", help=_("Of the mayor: absent, words, deeds."))]
Capacity = Annotated[str, typer.Option("--capacity", help=_("Of the police: low, medium, high."))]
Instead = Annotated[
    str, typer.Option("--instead", help=_("What the commander would begin with; needs --by and --reason."))
]
By = Annotated[str, typer.Option("--by", help=_("Who disagrees: their post, not their name."))]
Reason = Annotated[str, typer.Option("--reason", help=_("Why they disagree."))]
Rules = Annotated[
    Path | None,
    typer.Option("--rules", exists=True, dir_okay=False, help=_("A table of rules of one's own (TOML).")),
]
ShowTable = Annotated[bool, typer.Option("--table", help=_("Print the table of rules instead."))]


def sequence(
    violence: Violence = "unknown",
    trend: Trend = "unknown",
    gangs: Gangs = "unknown",
    trust: Trust = "unknown",
    vetted: Vetted = "unknown",
    commitment: Commitment = "unknown",
    capacity: Capacity = "unknown",
    instead: Instead = "",
    by: By = "",
    reason: Reason = "",
    rules: Rules = None,
    table: ShowTable = False,
    as_json: options.Json = False,
) -> None:
    with session(as_json=as_json) as out:
        from confianza.analysis.selection import sequencing

        known = _table(rules)
        if table:
            out.answer(_whole(known), _show_table)
            return
        said = {
            "violence": violence, "trend": trend, "gangs": gangs, "trust": trust, "vetted": vetted,
            "commitment": commitment, "capacity": capacity,
        }  # fmt: skip
        answers = sequencing.answers_of(known, said)
        advice = sequencing.sequence(known, answers)
        overruled = sequencing.overrule(known, answers, instead, by=by, reason=reason) if instead else None
        out.answer(_told(known, answers, advice, overruled), _show)


def _table(rules: Path | None) -> "Table":
    from confianza.analysis.selection import sequencing

    if rules is None:
        return sequencing.default()
    try:
        return sequencing.read(rules.read_text(encoding="utf-8"))
    except (sequencing.NotSequencing, UnicodeDecodeError) as error:
        message = _("%(file)s is no table of rules: %(detail)s")
        raise WrongUsage(message % {"file": rules.name, "detail": error}) from None


def _in_words(told: Any, name: str) -> str:
    """Return a text of the data file in the language of the terminal."""
    spanish: str = getattr(told, f"{name}_es")
    english: str = getattr(told, name)
    return spanish if language.chosen() == "es" else english


def _told(
    table: "Table", answers: dict[str, str], advice: "Advice", overruled: "Overruled | None"
) -> dict[str, Any]:
    return {
        "answers": answers,
        "begin": advice.begin or None,
        "sequence": [
            {"step": step.name, "title": _in_words(step, "title"), "go_on": _in_words(step, "go_on")}
            for step in advice.steps
        ],
        "rule": advice.rule and advice.rule.name,
        "reason": _in_words(advice.rule, "reason") if advice.rule else None,
        "beside": [{"name": each.name, "reason": _in_words(each, "reason")} for each in advice.beside],
        "would_change": [
            {"condition": each.condition, "value": each.value, "begin": each.begin or None}
            for each in advice.changes
        ],
        "depends": dict(advice.depends),
        "titles": {
            **{begin: _in_words(table.steps[steps[0]], "title") for begin, steps in table.sequences.items()},
            **{each.name: _in_words(each, "title").partition(" (")[0] for each in table.conditions},
        },
        "find_out": [
            {"condition": name, "title": _in_words(table.condition(name), "title")}
            for name in advice.find_out
        ],
        "overruled": overruled
        and {
            "begin": overruled.begin,
            "by": overruled.by,
            "reason": overruled.reason,
            "agrees_if": None if overruled.agrees_if is None else dict(overruled.agrees_if),
            "steps": list(table.sequences[overruled.begin]),
        },
        "rules_version": table.version,
    }


def _whole(table: "Table") -> dict[str, Any]:
    return {
        "version": table.version,
        "conditions": [
            {
                "name": each.name,
                "title": _in_words(each, "title"),
                "values": each.values,
                "from": each.thresholds,
                "most": each.most if each.most < float("inf") else None,
            }
            for each in table.conditions
        ],
        "sequences": dict(table.sequences),
        "rules": [
            {
                "name": each.name,
                "begin": each.begin,
                "when": dict(each.when),
                "reason": _in_words(each, "reason"),
                "author": each.author,
                "decided_on": each.decided_on,
            }
            for each in table.rules
        ],
        "beside": [
            {"name": each.name, "when": dict(each.when), "reason": _in_words(each, "reason")}
            for each in table.beside
        ],
    }


def _show(told: dict[str, Any]) -> None:
    titles = told["titles"]
    if told["begin"]:
        for place, step in enumerate(told["sequence"], 1):
            output.lines([_("%(place)s. %(title)s; go on: %(go_on)s.") % {"place": place, **step}])
        output.lines(["", *([told["reason"]] if told["reason"] else [])])
    else:
        output.lines([_("It depends on what is not known. Find out first:")])
        output.lines([f"· {each['title']}" for each in told["find_out"]])
        cases = _("Of the possible cases, %(number)s begin with: %(begin)s.")
        depends = told["depends"].items()
        output.lines([cases % {"number": each, "begin": titles[name]} for name, each in depends])
    output.lines([f"· {each['reason']}" for each in told["beside"]])
    _show_changes(told["would_change"], titles)
    if told["overruled"]:
        _show_disagreement(told["overruled"], titles)


def _show_changes(changes: list[dict[str, Any]], titles: dict[str, str]) -> None:
    changing = _("What would change the answer:") if changes else _("No single answer would change it.")
    output.lines(["", changing])
    message = _("if “%(condition)s” were %(value)s: begin with “%(begin)s”")
    for each in changes:
        begin = titles[each["begin"]] if each["begin"] else _("what the rest decides")
        said = {"condition": titles[each["condition"]], "value": each["value"], "begin": begin}
        output.lines(["· " + message % said])


def _show_disagreement(overruled: dict[str, Any], titles: dict[str, str]) -> None:
    message = _("%(by)s would begin with “%(begin)s” instead: %(reason)s.")
    said = {"begin": titles[overruled["begin"]], "reason": overruled["reason"].rstrip(".")}
    output.lines(["", message % (overruled | said)])
    if overruled["agrees_if"] is None:
        output.lines([_("The table never begins so.")])
        return
    others = ", ".join(f"{titles[name]} = {value}" for name, value in overruled["agrees_if"].items())
    if others:
        output.lines(
            [_("The table would agree if: %(others)s. See whether that is so.") % {"others": others}]
        )
    else:
        output.lines([_("The table agrees already.")])


def _show_table(told: dict[str, Any]) -> None:
    rows = [
        [
            place,
            "; ".join(f"{name} = {'/'.join(values)}" for name, values in rule["when"].items()) or _("else"),
            " → ".join(told["sequences"][rule["begin"]]),
            rule["reason"],
        ]
        for place, rule in enumerate(told["rules"], 1)
    ]
    output.table(["", _("when"), _("sequence"), _("reason")], rows, numbers=[0])
