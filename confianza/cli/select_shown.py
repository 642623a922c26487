"""A choice of municipalities, as JSON and as tables and sentences for people."""

from typing import TYPE_CHECKING, Any

from confianza.cli import output
from confianza.cli.language import _

if TYPE_CHECKING:
    import numpy as np

    from confianza.analysis.indicators.direction import Direction
    from confianza.analysis.selection.asking import Understood
    from confianza.analysis.selection.choosing import Asked, Choice
    from confianza.analysis.selection.criteria import Criterion
    from confianza.analysis.selection.questions import Note
    from confianza.analysis.selection.sensitivity import Changed

DECIMALS = 4
PERCENT = 100
# Of what one criterion more or less would change, people read the three that change most.
MOST_TOLD = 3


def told(understood: "Understood", choice: "Choice", asked: "Asked") -> dict[str, Any]:
    """Return a choice as JSON tells it, municipalities by their rank."""
    names = understood.names
    order = sorted(range(len(names)), key=lambda place: (-choice.scores[place], place))
    return {
        "top": asked.top,
        "first": [names[place] for place in choice.first],
        "certain": [names[place] for place in choice.certain],
        "possible": [names[place] for place in choice.possible],
        "municipalities": [_municipality(place, understood, choice) for place in order],
        "criteria": [
            _criterion(each, weight) for each, weight in zip(understood.criteria, choice.weights, strict=True)
        ],
        "method": {
            "normalise": asked.how.normalise,
            "aggregate": asked.how.aggregate,
            "weights": asked.doubt,
            "draws": asked.draws,
            "seed": asked.seed,
            "rank_interval": [5, 95],
            "certain_from": 0.95,
        },
        "one_more": [_changed(each, names) for each in choice.one_more],
        "one_less": [_changed(each, names) for each in choice.one_less],
        "regression_to_the_mean": {
            name: {key: _round(value) for key, value in vars(each).items()}
            for name, each in choice.returned.items()
        },
        "notes": [{"code": note.code, "sentence": sentence(note)} for note in understood.notes],
    }


def _municipality(place: int, understood: "Understood", choice: "Choice") -> dict[str, Any]:
    accepted = choice.accepted
    row: dict[str, Any] = {
        "name": understood.names[place],
        "rank": int(choice.ranks[place]),
        "score": _round(float(choice.scores[place])),
        "rank_low": int(accepted.low[place]),
        "rank_high": int(accepted.high[place]),
        "p_top": _round(float(accepted.among_top[place])),
        "p_first": _round(float(accepted.first[place])),
        "certain": place in choice.certain,
        "values": {each.name: _value(each, place) for each in understood.criteria},
    }
    if accepted.first[place] > 0:
        names = [each.name for each in understood.criteria]
        row["central_weights"] = dict(
            zip(names, map(_round, accepted.central_weights[place].tolist()), strict=True)
        )
    return row | {name: _direction(found[place]) for name, found in understood.directions.items()}


def _value(criterion: "Criterion", place: int) -> dict[str, Any] | float | None:
    """The figure as told; where its noise is known, also drawn towards the others, with its spread."""
    value = _number(criterion.values, place)
    if criterion.noise is None:
        return value
    return {
        "observed": value,
        "smoothed": _number(criterion.noise.centre, place),
        "sd": _number(criterion.noise.spread, place),
    }


def _direction(found: "Direction | None") -> dict[str, Any] | None:
    return {name: _round(value) for name, value in vars(found).items()} if found else None


def _criterion(criterion: "Criterion", weight: float) -> dict[str, Any]:
    return {
        "name": criterion.name,
        "high_first": criterion.high,
        "weight": _round(float(weight)),
        "group": criterion.group,
        "noise": criterion.noise is not None,
    }


def _changed(each: "Changed", names: list[str]) -> dict[str, Any]:
    return {
        "criterion": each.criterion,
        "enter": [names[place] for place in each.enter],
        "leave": [names[place] for place in each.leave],
        "alike": _round(each.alike),
    }


def _number(values: "np.ndarray[Any, Any]", place: int) -> float | None:
    from math import isfinite

    value = float(values[place])
    return float(f"{value:.6g}") if isfinite(value) else None


def _round(value: Any) -> Any:
    return round(value, DECIMALS) if isinstance(value, float) else value


def sentence(note: "Note") -> str:
    """Say a note in the language of the terminal."""
    from confianza.analysis.selection.questions import NOTES

    return _(NOTES[note.code]) % note.details


# --- for people ----------------------------------------------------------------------------------------


def show(told: dict[str, Any]) -> None:
    """Print the list, how sure it is, what would change it, and what would come of it by itself."""
    rows = told["municipalities"]
    last = max(told["top"], sum(each["rank"] <= told["top"] for each in rows))
    headings = (
        _("rank"),
        _("municipality"),
        _("from"),
        _("to"),
        _("among the first %(top)s") % told,
        _("score"),
    )
    directed = [name for name in ("direction_of_count", "direction_of_rate") if name in rows[0]]
    cells = [[*_row(each), *(_said(each[name]) for name in directed)] for each in rows[:last]]
    output.table([*headings, *map(_heading, directed)], cells, numbers=(0, 2, 3, 4, 5))
    output.lines(["", *_sure(told), *_returned(told), *_changes(told)])
    output.lines(["", *(each["sentence"] for each in told["notes"])])


def _row(each: dict[str, Any]) -> list[str]:
    return [
        str(each["rank"]),
        each["name"],
        str(each["rank_low"]),
        str(each["rank_high"]),
        f"{PERCENT * each['p_top']:.0f} %",
        f"{each['score']:.3f}",
    ]


def _heading(name: str) -> str:
    return {"direction_of_count": _("count, a year"), "direction_of_rate": _("rate, a year")}[name]


def _said(found: dict[str, Any] | None) -> str:
    """A direction in a cell: by how much a year, and with which probability it rises."""
    if found is None:
        return _("no direction")
    words = {
        "rising": _("rising"),
        "falling": _("falling"),
        "no_clear_direction": _("no clear direction"),
    }
    told = {
        "change": f"{PERCENT * (found['ratio'] - 1):+.1f} %",
        "verdict": words[found["verdict"]],
        "percent": f"{PERCENT * found['probability_rising']:.0f}",
    }
    return _("%(change)s, %(verdict)s (rises: %(percent)s of 100)") % told


def _sure(told: dict[str, Any]) -> list[str]:
    certain = [name for name in told["certain"] if name in told["first"]]
    if certain:
        message = _("Sure to be among the first %(top)s (in 95 worlds of 100): %(names)s.")
        said = [message % {"top": told["top"], "names": ", ".join(certain)}]
    else:
        said = [_("Nobody is sure to be among the first %(top)s: no one is in 95 worlds of 100.") % told]
    if told["possible"]:
        message = _("%(number)s could be in or out (in at least 5 worlds of 100, and fewer than 95).")
        said.append(message % {"number": len(told["possible"])})
    return said


def _returned(told: dict[str, Any]) -> list[str]:
    """What would come down by itself; for what would not, those first were not chosen."""
    message = _(
        "If nothing at all were done there, “%(name)s” of those %(top)s would change by %(mean)s next year "
        "by "
        "itself (%(low)s to %(high)s): part of what made them high was chance. No programme may claim that "
        "part."
    )
    return [
        message
        % {
            "name": name,
            "top": told["top"],
            **{key: f"{PERCENT * each[key]:+.1f} %" for key in ("mean", "low", "high")},
        }
        for name, each in told["regression_to_the_mean"].items()
        if each["mean"] < 0
    ]


def _changes(told: dict[str, Any]) -> list[str]:
    more, less = (
        sorted((each for each in told[name] if each["enter"]), key=lambda each: -len(each["enter"]))[
            :MOST_TOLD
        ]
        for name in ("one_more", "one_less")
    )
    added = _("With “%(criterion)s” as well, %(enter)s would come in for %(leave)s.")
    taken = _("Without “%(criterion)s”, %(enter)s would come in for %(leave)s.")
    return [
        message
        % {
            "criterion": each["criterion"],
            "enter": _few(each["enter"]),
            "leave": _few(each["leave"]),
        }
        for message, found in ((added, more), (taken, less))
        for each in found
    ]


def _few(names: list[str]) -> str:
    """Name the first few; of the rest, how many there are."""
    if len(names) <= MOST_TOLD:
        return ", ".join(names)
    return _("%(names)s and %(more)s more") % {
        "names": ", ".join(names[:MOST_TOLD]),
        "more": len(names) - MOST_TOLD,
    }
