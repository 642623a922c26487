"""The table by which tips are routed (routing.toml): rules, steps, and who is meant by each word."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, get_args

from confianza.web.tips.rules import tables

When = Literal["police_involved", "police_unsure", "school_officer_named", "school", "always"]
Narrowed = Literal["", "subject", "rest", "local"]

FILE = "routing.toml"
INTERNAL_AFFAIRS, OVERSIGHT, DESK = "internal_affairs", "oversight", "desk"
CRIMINAL_INFORMATION, SCHOOL_DESK, SCHOOL_OFFICERS = "criminal_information", "school_desk", "school_officers"
READING = frozenset({INTERNAL_AFFAIRS, OVERSIGHT, DESK, CRIMINAL_INFORMATION, SCHOOL_DESK, SCHOOL_OFFICERS})
# Kinds of unit that a tip which concerns police may come to: nobody in a chain of command.
OUTSIDE = frozenset({INTERNAL_AFFAIRS, OVERSIGHT, DESK})


@dataclass(frozen=True)
class Wanted:
    """Units of a kind, all of them or those that something narrows them to."""

    kind: str
    narrowed: Narrowed = ""


@dataclass(frozen=True)
class Step:
    """Who reads a tip if anybody of them is left; `company` reads it as well, never alone."""

    to: tuple[Wanted, ...]
    company: tuple[Wanted, ...] = ()
    whole: bool = False


@dataclass(frozen=True)
class Rule:
    """When it applies, and its steps, the first that leaves somebody is taken."""

    name: str
    when: When
    steps: tuple[Step, ...]
    reason: str


@dataclass(frozen=True)
class Table:
    """One version of the routing."""

    version: str
    rules: tuple[Rule, ...]
    served_within_months: int


@lru_cache(maxsize=1)
def default() -> Table:
    """Return the table that holds."""
    return read(tables.ours(FILE))


def read(text: str) -> Table:
    """Read a table from the text of a data file; raises NotATable."""
    told = tables.parsed(text, FILE)
    decided = tables.decided(told, FILE)
    rules = tables.rows(told, "rule", _rule, FILE)
    months = told.get("served_within_months")
    if not isinstance(months, int) or months < 0:
        raise tables.NotATable(f"{FILE}: served_within_months is a whole number of months, 0 or more.")
    if rules[-1].when != "always":
        raise tables.NotATable(f"{FILE}: the last rule applies always, or some tips would have no reader.")
    return Table(decided.version, rules, months)


def _rule(*, name: str, when: When, reason: str, step: tuple[dict[str, Any], ...]) -> Rule:
    if when not in get_args(When):
        raise ValueError(f"“{when}” is no condition; one of {', '.join(get_args(When))}")
    rule = Rule(name, when, tuple(map(_step, step)), reason)
    inside = {wanted.kind for one in rule.steps for wanted in (*one.to, *one.company)} - OUTSIDE
    if when in ("police_involved", "police_unsure") and inside:
        raise ValueError(f"what may concern police never goes to {', '.join(sorted(inside))}")
    return rule


def _step(told: dict[str, Any]) -> Step:
    unknown = set(told) - {"to", "with", "whole"}
    if unknown:
        raise ValueError(f"a step has to, with and whole, not {', '.join(sorted(unknown))}")
    return Step(
        to=tuple(map(_wanted, told["to"])),
        company=tuple(map(_wanted, told.get("with", ()))),
        whole=bool(told.get("whole", False)),
    )


def _wanted(told: str) -> Wanted:
    kind, _, narrowed = told.partition("@")
    if kind not in READING or narrowed not in get_args(Narrowed):
        raise ValueError(f"“{told}” is no kind of unit that reads tips")
    return Wanted(kind, narrowed)  # type: ignore[arg-type]
