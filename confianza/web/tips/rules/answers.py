"""What somebody told: the answers that decide where a tip goes, and everything else as it was said."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Involved = Literal["yes", "no", "unsure", ""]
Said = str | tuple[str, ...]

SETS, MAPPINGS = ("stations", "badges", "units"), ("said", "chosen")
INVOLVED: tuple[Involved, ...] = ("yes", "no", "unsure", "")
GENERAL, POLICE, SCHOOL = "general", "police", "school"


@dataclass(frozen=True)
class Answers:
    """The answers of one tip, normalised.

    `police`: whether police take part in what is told, "" if nobody answered; `police_again`: the same, asked
    a second time because the words name police. `stations`: stable ids of the police stations named;
    `badges`: badge numbers, folded; `units`: ids of units of ours named as taking part;
    `local_station`: the station whose ground the tip is about, or None. `said`: every answer in words, and
    `chosen` every other, by the name of its question. `passphrase`: for a reward; never among what is said.
    """

    questionnaire: str = GENERAL
    version: str = ""
    language: str = "es"
    kind: str = "other"
    danger: Involved = ""
    police: Involved = ""
    police_again: Involved = ""
    stations: frozenset[str] = frozenset()
    badges: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    local_station: str | None = None
    said: Mapping[str, Said] = field(default_factory=dict, repr=False)
    chosen: Mapping[str, Said] = field(default_factory=dict, repr=False)
    passphrase: str = field(default="", repr=False)

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that was said, in words."""
        return tuple(
            word for one in self.said.values() for word in ((one,) if isinstance(one, str) else one) if word
        )

    def told_again(self, involved: Involved) -> "Answers":
        """Return the answers with what was said when police were asked about a second time."""
        return replace(self, police_again=involved)


def plain(answers: Answers) -> dict[str, Any]:
    """Return answers as JSON can hold them."""
    sets = {name: sorted(getattr(answers, name)) for name in SETS}
    return vars(answers) | sets | {name: _listed(getattr(answers, name)) for name in MAPPINGS}


def of_plain(told: Mapping[str, Any]) -> Answers:
    """Return answers from what `plain` made of them. Raises TypeError where a word is unknown."""
    sets = {name: frozenset(told.get(name, ())) for name in SETS}
    return Answers(**(dict(told) | sets | {name: _frozen(told.get(name, {})) for name in MAPPINGS}))


def _listed(said: Mapping[str, Said]) -> dict[str, Any]:
    return {name: list(one) if isinstance(one, tuple) else one for name, one in said.items()}


def _frozen(said: Mapping[str, Any]) -> dict[str, Said]:
    return {name: tuple(one) if isinstance(one, list) else one for name, one in said.items()}
