"""Two texts or two versions of a plan side by side: what went out, what came in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

Turn = Literal["same", "out", "in"]
_PIECES = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")


@dataclass(frozen=True)
class Change:
    """One difference: `part` of the plan (a field, a step, an objective or a promise and its number), what
    kind of change, and the words as (turn, text).
    """

    part: str
    number: str
    turn: Literal["changed", "added", "removed"]
    words: tuple[tuple[Turn, str], ...]


def words(before: str, after: str) -> tuple[tuple[Turn, str], ...]:
    """Return two texts as one, each run of words the same, gone, or new; what is the same is spaced as it is
    in the later one.
    """
    a, b = _PIECES.findall(before), _PIECES.findall(after)
    bare = ([piece.strip() for piece in pieces] for pieces in (a, b))
    told: list[tuple[Turn, str]] = []
    for kind, i, j, k, m in SequenceMatcher(None, *bare, autojunk=False).get_opcodes():
        if kind == "equal":
            told.append(("same", "".join(b[k:m])))
            continue
        told += [(turn, "".join(run)) for turn, run in _turns(a[i:j], b[k:m]) if run]
    return tuple(told)


def versions(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return what changed between two contents of a plan, from its title to its promises; none: nothing."""
    fields = ("title", "summary", "body", "begins_on", "ends_on")
    found = [_change(name, "", str(before.get(name, "")), str(after.get(name, ""))) for name in fields]
    for part, key in (("chapters", "step"), ("objectives", "number")):
        found += _rows(part, _by(before, part, key), _by(after, part, key))
    found += _rows("promises", _promises(before), _promises(after))
    return [each for each in found if each]


def _turns(gone: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Turn, Sequence[str]]]:
    yield "out", gone
    yield "in", new


def _rows(part: str, before: Mapping[str, str], after: Mapping[str, str]) -> list[Change | None]:
    keys = list(dict.fromkeys((*before, *after)))
    return [_change(part, key, before.get(key, ""), after.get(key, "")) for key in keys]


def _change(part: str, number: str, before: str, after: str) -> Change | None:
    if before == after:
        return None
    turn: Literal["changed", "added", "removed"] = (
        "changed" if before and after else "added" if after else "removed"
    )
    return Change(part, number, turn, words(before, after))


def _by(content: Mapping[str, Any], part: str, key: str) -> dict[str, str]:
    return {str(row[key]): _said(row) for row in content.get(part, ())}


def _promises(content: Mapping[str, Any]) -> dict[str, str]:
    rows = [row for objective in content.get("objectives", ()) for row in objective.get("promises", ())]
    return {str(row["number"]): _said(row) for row in rows}


def _said(row: Mapping[str, Any]) -> str:
    told = [str(value) for name, value in row.items() if name not in ("step", "number", "promises")]
    return " · ".join(each for each in told if each not in ("", "None"))
