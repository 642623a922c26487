"""The rules by which cases are consolidated: data that people decided, with author, reason and date."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from confianza.analysis.vocabulary.folding import fold

Prefer = Literal["", "day_of_the_fact", "narrowest", "gravest"]
Disagree = Literal["never", "different", "days", "minutes", "apart", "metres"]

OTHER_KIND = "other"
FILE = "case_rules.toml"


class NotRules(ValueError):
    """The text is no set of rules; the message is one sentence that says where and why."""


@dataclass(frozen=True)
class Kind:
    """A `source` (profile), from an office in whose folded name `office` is found, is of this kind."""

    source: str
    is_a: str
    office: str = ""


@dataclass(frozen=True)
class FieldRule:
    """Which claim is believed about a field: by `prefer`, then by the `order` of kinds of institution.

    Values of `says_nothing` are believed only where nothing else is told. Values are told apart by
    `disagree`, beyond `tolerance` (days, minutes, years of age, metres).
    """

    name: str
    columns: tuple[str, ...]
    order: tuple[str, ...]
    author: str
    reason: str
    decided_on: str
    prefer: Prefer = ""
    says_nothing: tuple[str, ...] = ()
    disagree: Disagree = "different"
    tolerance: float = 0.0


@dataclass(frozen=True)
class Condition:
    """A claim whose `column` is `value`, or begins with it."""

    column: str
    value: str
    begins: bool = False


@dataclass(frozen=True)
class SeriesRule:
    """Which cases a published series counts: any source says one of `when`, and none says one of `unless`."""

    name: str
    title_es: str
    title_en: str
    when: tuple[Condition, ...]
    unless: tuple[Condition, ...]
    author: str
    reason: str
    decided_on: str


@dataclass(frozen=True)
class CaseRules:
    """All the rules of one version."""

    version: str
    kinds: tuple[Kind, ...]
    fields: tuple[FieldRule, ...]
    series: tuple[SeriesRule, ...]

    def kind_of(self, source: str, office: str) -> str:
        """Return the kind of institution of an office that delivers in a layout; "other" if no rule says."""
        named = fold(office)
        fitting = (kind for kind in self.kinds if kind.source == source and re.search(kind.office, named))
        return next((kind.is_a for kind in fitting), OTHER_KIND)

    def field(self, name: str) -> FieldRule:
        """Return the rule of a field; raises KeyError."""
        return {rule.name: rule for rule in self.fields}[name]


@lru_cache(maxsize=1)
def default() -> CaseRules:
    """Return the rules that hold where a workspace has none of its own."""
    return read(files(__package__).joinpath(FILE).read_text(encoding="utf-8"))


def read(text: str) -> CaseRules:
    """Read rules from the text of a data file; raises NotRules."""
    try:
        told = tomllib.loads(text)
        return CaseRules(
            version=str(told["version"]),
            kinds=tuple(Kind(one["source"], one["is"], one.get("office", "")) for one in told["kind"]),
            fields=tuple(FieldRule(**_frozen(one)) for one in told["field"]),
            series=tuple(_series(one) for one in told["series"]),
        )
    except tomllib.TOMLDecodeError as damage:
        raise NotRules(f"{FILE} is no TOML: {damage}.") from damage
    except (KeyError, TypeError) as missing:
        raise NotRules(f"{FILE} lacks something or holds a word nobody knows: {missing}.") from missing


def _series(told: Mapping[str, Any]) -> SeriesRule:
    conditions = {name: _conditions(told[name]) for name in ("when", "unless")}
    return SeriesRule(**(dict(told) | conditions))


def _conditions(told: Sequence[Mapping[str, str]]) -> tuple[Condition, ...]:
    return tuple(
        Condition(one["column"], one["begins"] if "begins" in one else one["is"], "begins" in one)
        for one in told
    )


def _frozen(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
