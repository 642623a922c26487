"""Which detail an offence may be published in: data that people decided, with author, reason and date."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from confianza.analysis.territory.areas import LEVELS

Mapped = Literal["never", "snapped"]
Period = Literal["month", "quarter", "year"]

FILE = "rules.toml"
OWN_FILE = "decisions/disclosure.toml"
DEFAULT = "default"
# From the finest to the coarsest, and from what tells least to what tells most.
PERIODS: tuple[Period, ...] = ("month", "quarter", "year")
MAPPED: tuple[Mapped, ...] = ("never", "snapped")


class NotRules(ValueError):
    """The text is no set of rules; the message is one sentence that says where and why."""


@dataclass(frozen=True)
class Rule:
    """How finely figures of some offences may be told, and from how many on.

    `area` and `jurisdiction`: the smallest level of either geography; `period`: the shortest; `threshold`:
    the smallest count that is shown; `mapped`: "never", or "snapped" (at snap points).
    """

    name: str
    area: str
    jurisdiction: str
    period: Period
    threshold: int
    mapped: Mapped
    author: str
    reason: str
    decided_on: str
    iccs: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()

    def speaks_of(self, word: str) -> bool:
        """Say whether an ICCS code, an indicator's id or a subject falls under this rule."""
        code = word.removeprefix("iccs")
        if code.isdigit():
            return any(code.startswith(prefix) for prefix in self.iccs)
        return word in self.indicators or word in self.subjects

    def allows(self, *, level: str, period: str) -> bool:
        """Say whether a figure of an area of this level, and of this period, may be told at all.

        A level that no geography knows is not.
        """
        return (_fine(level, self.area) or _fine(level, self.jurisdiction)) and (
            period in PERIODS and PERIODS.index(period) >= PERIODS.index(self.period)
        )


def _fine(level: str, smallest: str) -> bool:
    return any(
        level in levels and smallest in levels and levels.index(level) <= levels.index(smallest)
        for levels in LEVELS.values()
    )


@lru_cache(maxsize=1)
def default() -> tuple[Rule, ...]:
    """Return the rules that hold where a workspace has none of its own."""
    return read(files(__package__).joinpath(FILE).read_text(encoding="utf-8"))


def of(words: Iterable[str] | str, rules: Sequence[Rule] | None = None) -> Rule:
    """Return the rule for what an indicator counts: ICCS codes, indicator ids, subjects.

    Where several speak of it, the strictest of each holds, under the names of all; where none does, the
    default. A class so wide that it mixes others in (02 holds 02041) falls under the rule of none of them.
    """
    told = (words,) if isinstance(words, str) else tuple(words)
    known = default() if rules is None else tuple(rules)
    base = next(rule for rule in known if rule.name == DEFAULT)
    speaking = [rule for rule in known if rule is not base and any(map(rule.speaks_of, told))]
    return strictest(speaking) if speaking else base


def strictest(rules: Sequence[Rule]) -> Rule:
    """Return one rule that asks of everything the most that any of some rules asks."""
    if len(rules) == 1:
        return rules[0]
    return Rule(
        name="+".join(rule.name for rule in rules),
        area=min((rule.area for rule in rules), key=_rank),
        jurisdiction=min((rule.jurisdiction for rule in rules), key=_rank),
        period=max((rule.period for rule in rules), key=PERIODS.index),
        threshold=max(rule.threshold for rule in rules),
        mapped=min((rule.mapped for rule in rules), key=MAPPED.index),
        author=", ".join(dict.fromkeys(rule.author for rule in rules)),
        reason=" ".join(dict.fromkeys(rule.reason for rule in rules)),
        decided_on=max(rule.decided_on for rule in rules),
    )


def _rank(level: str) -> int:
    return next(levels.index(level) for levels in LEVELS.values() if level in levels)


def read(text: str, *, file: str = FILE) -> tuple[Rule, ...]:
    """Read rules from the text of a data file. Raises NotRules, with one sentence that says where and why."""
    try:
        told = tomllib.loads(text)
        rules = tuple(_rule(one, number, file) for number, one in enumerate(told.get("rule", []), 1))
    except tomllib.TOMLDecodeError as damage:
        raise NotRules(f"{file} is no TOML: {damage}.") from damage
    names = [rule.name for rule in rules]
    if alike := [name for name in names if names.count(name) > 1]:
        raise NotRules(f"{file} has two rules called “{alike[0]}”; give one another name.")
    return rules


def own(text: str) -> tuple[Rule, ...]:
    """Read the rules of a workspace and put them in the place of those of the same name.

    A new name is a rule more. One that is looser than what it replaces must say why in words of its own.
    Raises NotRules.
    """
    theirs = {rule.name: rule for rule in read(text, file=OWN_FILE)}
    for rule in default():
        if (
            rule.name in theirs
            and _looser(theirs[rule.name], rule)
            and theirs[rule.name].reason == rule.reason
        ):
            raise NotRules(
                f"{OWN_FILE}, rule “{rule.name}”, is looser than ours but gives no reason of its own."
            )
    kept = [theirs.pop(rule.name, rule) for rule in default()]
    return (*kept, *theirs.values())


def _looser(one: Rule, other: Rule) -> bool:
    both = strictest((one, other))
    asked = ("area", "jurisdiction", "period", "threshold", "mapped")
    covers = set(other.iccs) <= set(one.iccs) and set(other.indicators) <= set(one.indicators)
    return not covers or any(getattr(both, name) != getattr(one, name) for name in asked)


def _rule(told: Mapping[str, Any], number: int, file: str) -> Rule:
    where = f"{file}, rule {number}"
    frozen: Any = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
    try:
        rule = Rule(**frozen)
    except TypeError as wrong:
        raise NotRules(f"{where}, lacks something or holds a word nobody knows: {wrong}.") from wrong
    levels = {level for levels in LEVELS.values() for level in levels}
    if rule.area not in levels or rule.jurisdiction not in levels:
        raise NotRules(f"{where}: a level is one of {', '.join(sorted(levels))}.")
    if rule.period not in PERIODS or rule.mapped not in MAPPED:
        raise NotRules(f"{where}: period is one of {', '.join(PERIODS)}, mapped one of {', '.join(MAPPED)}.")
    if not isinstance(rule.threshold, int) or rule.threshold < 2 or not rule.reason.strip():
        raise NotRules(f"{where}: threshold is 2 or more, and a reason must be given.")
    return rule
