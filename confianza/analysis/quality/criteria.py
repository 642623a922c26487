"""The criteria of the Bogotá Protocol, read from the versioned data file `bogota.toml` beside this module."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

AnsweredBy = Literal["data", "person"]
Sense = Literal["at_least", "at_most"]

FILE = "bogota.toml"


@dataclass(frozen=True)
class Criterion:
    """One criterion: what is measured and its limit. `verified`: somebody compared it with the protocol.

    `limits` holds a limit for each variable where there are several; `variables` what must be told at all.
    """

    id: str
    number: int
    name_es: str
    name_en: str
    measure: str
    answered_by: AnsweredBy
    source: str
    verified: bool
    limit: float | None = None
    sense: Sense = "at_most"
    limits: Mapping[str, float] = field(default_factory=dict)
    variables: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        return self.name_es if language == "es" else self.name_en

    def is_met(self, value: float, limit: float | None = None) -> bool:
        """Say whether a value keeps the limit (that of the criterion if none is given)."""
        bound = self.limit if limit is None else limit
        if bound is None:
            raise ValueError(f"The criterion {self.id} has no limit.")
        return value >= bound if self.sense == "at_least" else value <= bound


@dataclass(frozen=True)
class Protocol:
    """The criteria in their order, and the version of the file they were read from."""

    version: str
    name: str
    criteria: tuple[Criterion, ...]

    def get(self, criterion: str) -> Criterion:
        """Return one criterion; raises KeyError."""
        for each in self.criteria:
            if each.id == criterion:
                return each
        raise KeyError(criterion)


@cache
def protocol() -> Protocol:
    """Return the shipped protocol."""
    return read((files("confianza.analysis.quality") / FILE).read_text(encoding="utf-8"))


def read(text: str) -> Protocol:
    """Read a protocol; raises ValueError where numbers repeat or a limit has no source."""
    told = tomllib.loads(text)
    found = tuple(_criterion(each) for each in told["criteria"])
    numbers = [each.number for each in found]
    if sorted(numbers) != list(range(1, len(found) + 1)) or len({each.id for each in found}) != len(found):
        raise ValueError("The criteria must be numbered from 1 and have one name each.")
    if not all(each.source for each in found):
        raise ValueError("Every criterion says where it comes from.")
    return Protocol(told["version"], told["protocol"], tuple(sorted(found, key=lambda each: each.number)))


def _criterion(told: Mapping[str, Any]) -> Criterion:
    return Criterion(**{**told, "variables": tuple(told.get("variables", ()))})
