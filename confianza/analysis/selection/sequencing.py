"""In which order approaches begin in a municipality: a table of rules that people own and may overrule.

The table is data (`sequencing.toml`): conditions and their values, approaches and when to go on from one to
the next, and rules of which the first that fits decides where to begin. What is not known is tried with
every value: where all lead to the same beginning, it does not matter; where they do not, the answer is to
find out.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from itertools import combinations, product
from typing import Any

from confianza.analysis.selection.problems import SelectionRefused

FILE = "sequencing.toml"
UNKNOWN = "unknown"
Answers = Mapping[str, str]


class NotSequencing(ValueError):
    """The text is no table of sequences; the message is one sentence that says where and why."""


@dataclass(frozen=True)
class Condition:
    """What is asked of a municipality. `values`: from the lowest on; `thresholds`: where each begins, and
    `most`: where the last ends (1 of a share, so that 20 is not taken for 20 %).
    """

    name: str
    values: tuple[str, ...]
    title: str
    title_es: str
    thresholds: tuple[float, ...] = ()
    most: float = float("inf")


@dataclass(frozen=True)
class Step:
    """An approach, and when to go on to the next."""

    name: str
    title: str
    title_es: str
    go_on: str
    go_on_es: str


@dataclass(frozen=True)
class Rule:
    """Where to begin (the name of a sequence) when every condition has one of these values."""

    name: str
    begin: str
    when: Mapping[str, tuple[str, ...]]
    reason: str
    reason_es: str
    author: str
    decided_on: str


@dataclass(frozen=True)
class Beside:
    """What goes with the beginning, whatever it is, when every condition has one of these values."""

    name: str
    when: Mapping[str, tuple[str, ...]]
    reason: str
    reason_es: str


@dataclass(frozen=True)
class Table:
    """All the rules of one version."""

    version: str
    conditions: tuple[Condition, ...]
    steps: Mapping[str, Step]
    sequences: Mapping[str, tuple[str, ...]]
    rules: tuple[Rule, ...]
    beside: tuple[Beside, ...]

    def condition(self, name: str) -> Condition:
        """Return a condition by its name; raises KeyError."""
        return {each.name: each for each in self.conditions}[name]

    def rule(self, answers: Answers) -> Rule:
        """Return the first rule that fits; every answer must be known."""
        return next(rule for rule in self.rules if _fits(rule.when, answers))


@dataclass(frozen=True)
class Change:
    """Another answer to one condition would begin otherwise."""

    condition: str
    value: str
    begin: str


@dataclass(frozen=True)
class Overruled:
    """What a commander would begin with instead, why, and the fewest other answers with which the table would
    agree (None: it never begins so).
    """

    begin: str
    by: str
    reason: str
    agrees_if: tuple[tuple[str, str], ...] | None


@dataclass(frozen=True)
class Advice:
    """What the table answers; `rule` and `steps` are those of the beginning.

    `begin` is empty where it depends on what is not known: then `depends` says in how many cases each
    beginning is the answer, and `find_out` names the conditions to be asked.
    """

    begin: str
    rule: Rule | None
    steps: tuple[Step, ...]
    beside: tuple[Beside, ...]
    changes: tuple[Change, ...]
    depends: Mapping[str, int] = field(default_factory=dict)
    find_out: tuple[str, ...] = ()
    overruled: Overruled | None = None


@lru_cache(maxsize=1)
def default() -> Table:
    """Return the table that holds where nobody brings one of their own."""
    return read(files(__package__).joinpath(FILE).read_text(encoding="utf-8"))


def read(text: str) -> Table:
    """Read a table from the text of a data file. Raises NotSequencing."""
    try:
        told = tomllib.loads(text)
        table = Table(
            version=str(told["version"]),
            conditions=tuple(_condition(one) for one in told["condition"]),
            steps={one["name"]: Step(**one) for one in told["step"]},
            sequences={name: tuple(steps) for name, steps in told["sequence"].items()},
            rules=tuple(Rule(**(one | {"when": _when(one)})) for one in told["rule"]),
            beside=tuple(Beside(**(one | {"when": _when(one)})) for one in told["beside"]),
        )
    except tomllib.TOMLDecodeError as damage:
        raise NotSequencing(f"It is no TOML: {damage}.") from damage
    except (KeyError, TypeError, AttributeError) as missing:
        raise NotSequencing(f"It lacks something or holds a word nobody knows: {missing}.") from missing
    _check(table)
    return table


def answers_of(table: Table, told: Mapping[str, str]) -> dict[str, str]:
    """Return answers by condition; thresholds of the table turn numbers into words ("85" is "extreme").

    Raises SelectionRefused: select_sequence_missing, select_sequence_value.
    """
    missing = [each.name for each in table.conditions if not str(told.get(each.name) or "").strip()]
    if missing:
        raise SelectionRefused("select_sequence_missing", conditions=", ".join(missing))
    return {each.name: _answer(each, str(told[each.name]).strip()) for each in table.conditions}


def sequence(table: Table, answers: Answers) -> Advice:
    """Return where to begin and what follows, with reasons and with what would change the answer."""
    known = {name: value for name, value in answers.items() if value != UNKNOWN}
    beside = tuple(each for each in table.beside if _fits(each.when, known))
    begins = _begins(table, known)
    if len(begins) > 1:
        return Advice("", None, (), beside, (), begins, tuple(_deciding(table, known)))
    completed = next(_completions(table, known))
    rule = table.rule(completed)
    begin = rule.begin
    # Several rules may lead to one beginning: its reason is told only where it is the same for all.
    rules = {table.rule(each).name for each in _completions(table, known)}
    steps = tuple(table.steps[name] for name in table.sequences[begin])
    return Advice(
        begin, rule if len(rules) == 1 else None, steps, beside, tuple(_changes(table, known, begin))
    )


def overrule(table: Table, answers: Answers, begin: str, *, by: str, reason: str) -> Overruled:
    """Return a disagreement for the record, with the fewest other answers that would make the table agree.

    Raises SelectionRefused: select_sequence_value, select_sequence_missing (nobody, or no reason).
    """
    if begin not in table.sequences:
        told = {"value": begin, "condition": "--instead", "values": ", ".join(table.sequences)}
        raise SelectionRefused("select_sequence_value", **told)
    if not by.strip() or not reason.strip():
        raise SelectionRefused("select_sequence_missing", conditions="--by, --reason")
    return Overruled(begin, by.strip(), reason.strip(), _nearest(table, answers, begin))


def _begins(table: Table, known: Answers) -> dict[str, int]:
    """Return in how many of the possible cases each beginning is the answer."""
    found: dict[str, int] = {}
    for case in _completions(table, known):
        begin = table.rule(case).begin
        found[begin] = found.get(begin, 0) + 1
    return found


def _completions(table: Table, known: Answers) -> Iterator[dict[str, str]]:
    choices = [(known[each.name],) if each.name in known else each.values for each in table.conditions]
    for values in product(*choices):
        yield {each.name: value for each, value in zip(table.conditions, values, strict=True)}


def _deciding(table: Table, known: Answers) -> Iterator[str]:
    """Yield the unknown conditions whose value changes the answer in some case."""
    for each in table.conditions:
        if each.name in known:
            continue
        for case in _completions(table, known):
            if len({table.rule(case | {each.name: value}).begin for value in each.values}) > 1:
                yield each.name
                break


def _changes(table: Table, known: Answers, begin: str) -> Iterator[Change]:
    """Yield every other answer to one known condition that would begin otherwise, whatever is not known."""
    for each in table.conditions:
        for value in each.values:
            if each.name in known and value != known[each.name]:
                others = _begins(table, {**known, each.name: value})
                if begin not in others:
                    yield Change(each.name, value, next(iter(others)) if len(others) == 1 else "")


def _nearest(table: Table, answers: Answers, begin: str) -> tuple[tuple[str, str], ...] | None:
    """Return the fewest answers that would have to be others for the table to begin so: () if it does, None
    if it never would.
    """
    known = {name: value for name, value in answers.items() if value != UNKNOWN}
    names = [each.name for each in table.conditions]
    for number in range(len(names) + 1):
        for chosen in combinations(names, number):
            for values in product(*(table.condition(name).values for name in chosen)):
                others = dict(zip(chosen, values, strict=True))
                if set(_begins(table, {**known, **others})) == {begin}:
                    return tuple((name, value) for name, value in others.items() if known.get(name) != value)
    return None


def _answer(condition: Condition, said: str) -> str:
    if said in condition.values or said == UNKNOWN:
        return said
    number, ends = _number(said), (*condition.thresholds[:1], condition.most)
    if number is None or not condition.thresholds or not ends[0] <= number <= ends[-1]:
        shares = [f"{ends[0]:g} … {ends[-1]:g}"] if condition.thresholds and ends[-1] < float("inf") else []
        told = {"value": said, "condition": condition.name}
        raise SelectionRefused(
            "select_sequence_value", **told, values=", ".join((*condition.values, UNKNOWN, *shares))
        )
    reached = sum(number >= least for least in condition.thresholds)
    return condition.values[reached - 1]


def _number(said: str) -> float | None:
    try:
        number = float(said)
    except ValueError:
        return None
    return number if number == number and abs(number) != float("inf") else None


def _fits(when: Mapping[str, Sequence[str]], answers: Answers) -> bool:
    return all(answers.get(name) in values for name, values in when.items())


def _when(told: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in told["when"].items()}


def _condition(told: Mapping[str, Any]) -> Condition:
    values, thresholds = tuple(told["values"]), tuple(map(float, told.get("from", ())))
    most = float(told.get("most", "inf"))
    return Condition(told["name"], values, told["title"], told["title_es"], thresholds, most)


def _check(table: Table) -> None:
    """Refuse a table with words it does not know, a rule never reached, or a case that no rule answers."""
    _check_words(table)
    reached = set()
    for case in _completions(table, {}):
        fitting = next((rule.name for rule in table.rules if _fits(rule.when, case)), None)
        if fitting is None:
            said = ", ".join(f"{name} = {value}" for name, value in case.items())
            raise NotSequencing(f"No rule answers {said}.")
        reached.add(fitting)
    for rule in table.rules:
        if rule.name not in reached:
            raise NotSequencing(f"The rule {rule.name} is never reached: those before it answer its cases.")


def _check_words(table: Table) -> None:
    known = {each.name: set(each.values) for each in table.conditions}
    asked = {each.name: each.when for each in table.rules} | {each.name: each.when for each in table.beside}
    for named, when in asked.items():
        for name, values in when.items():
            if not set(values) <= known.get(name, set()):
                said = ", ".join(values)
                raise NotSequencing(f"The rule {named} asks for {name} = {said}, which is nowhere.")
    for rule in table.rules:
        if rule.begin not in table.sequences:
            raise NotSequencing(f"The rule {rule.name} begins with {rule.begin}, which is no sequence.")
    for name, steps in table.sequences.items():
        if not set(steps) <= set(table.steps):
            raise NotSequencing(f"The sequence {name} has a step that is nowhere.")
