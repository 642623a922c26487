"""What a tip may be about: who reads it by subject, its offence class, how long it is kept (kinds.toml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from confianza.web.tips.rules import tables
from confianza.web.tips.rules.answers import POLICE, SCHOOL, Answers

FILE = "kinds.toml"
OTHER = "other"
SUBJECTS = frozenset({"gangs", "organised_crime", "life", "drugs", "special"})
# What stays outside the seal tells as little as it can: five words for all that is told.
GROUPS = frozenset({"violence", "crime", "police", "school", "other"})


@dataclass(frozen=True)
class Kind:
    """A kind of tip: `group` stays in clear, `subject` is "" where no unit of the centre reads it."""

    name: str
    group: str
    subject: str
    iccs: str
    retention: str

    def __post_init__(self) -> None:
        if self.group not in GROUPS:
            raise ValueError(f"“{self.group}” is no group; one of {', '.join(sorted(GROUPS))}")
        if self.subject and self.subject not in SUBJECTS:
            raise ValueError(f"“{self.subject}” is no subject; one of {', '.join(sorted(SUBJECTS))}")


@lru_cache(maxsize=1)
def default() -> Mapping[str, Kind]:
    """Return the kinds by name, in the order in which they are offered."""
    return read(tables.ours(FILE))


def read(text: str) -> Mapping[str, Kind]:
    """Read kinds from the text of a data file; raises NotATable."""
    told = tables.parsed(text, FILE)
    tables.decided(told, FILE)
    kinds = {kind.name: kind for kind in tables.rows(told, "kind", Kind, FILE)}
    if OTHER not in kinds:
        raise tables.NotATable(f"{FILE} has no kind “{OTHER}”, where all that nobody foresaw goes.")
    return kinds


def of(name: str) -> Kind:
    """Return a kind by its name; the kind of what nobody foresaw where there is none of that name."""
    return default().get(name, default()[OTHER])


def group_of(answers: Answers) -> str:
    """Return the only word about what was told that stays outside the seal.

    That police take part is told by the questionnaire alone, never by an answer.
    """
    if answers.questionnaire in (POLICE, SCHOOL):
        return answers.questionnaire
    group = of(answers.kind).group
    return group if group not in (POLICE, SCHOOL) else OTHER
