"""Data files of this room that people decide: read once, with sentences for what is wrong in them."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, TypeVar

Made = TypeVar("Made")


class NotATable(ValueError):
    """The text is no such table; the message is one sentence that says where and why."""


@dataclass(frozen=True)
class Decided:
    """Who decided a table, when and why, and which version it is."""

    version: str
    author: str
    decided_on: str
    reason: str


def ours(name: str) -> str:
    """Return the text of a data file that stands beside these rules."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def parsed(text: str, file: str) -> dict[str, Any]:
    """Return the table of a text; raises NotATable."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as damage:
        raise NotATable(f"{file} is no TOML: {damage}.") from damage


def decided(told: Mapping[str, Any], file: str) -> Decided:
    """Return who decided; raises NotATable where that is not told."""
    missing = [name for name in ("version", "author", "decided_on", "reason") if not told.get(name)]
    if missing:
        raise NotATable(f"{file} does not tell its {' and its '.join(missing)}; add it at the top.")
    return Decided(*(str(told[name]) for name in ("version", "author", "decided_on", "reason")))


def rows(told: Mapping[str, Any], name: str, make: Callable[..., Made], file: str) -> tuple[Made, ...]:
    """Return what `make` makes of every table called `name`; raises NotATable, naming the bad one."""
    made = []
    for number, row in enumerate(told.get(name, ()), 1):
        try:
            made.append(make(**{key: _frozen(value) for key, value in row.items()}))
        except (TypeError, ValueError, KeyError) as wrong:
            raise NotATable(f"{file}, {name} {number}: {wrong}.") from wrong
    if not made:
        raise NotATable(f"{file} has no {name}; it needs one at least.")
    return tuple(made)


def _frozen(value: Any) -> Any:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(_frozen(one) for one in value)
    return value
