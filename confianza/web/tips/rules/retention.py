"""How long a closed tip is kept (retention.toml). Pure, without register or clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from confianza.web.tips.rules import kinds, tables
from confianza.web.tips.rules.answers import POLICE, SCHOOL, Answers

FILE = "retention.toml"
DEFAULT = "default"
UNFOUNDED = "unfounded"


@dataclass(frozen=True)
class Kept:
    """For how many days tips of one category are kept after closing, `unfounded` ones for fewer."""

    name: str
    days: int
    unfounded: int
    reason: str

    def __post_init__(self) -> None:
        if not 0 < self.unfounded <= self.days:
            raise ValueError(f"“{self.name}” keeps unfounded tips for longer than others, or not at all")


@lru_cache(maxsize=1)
def default() -> Mapping[str, Kept]:
    """Return the times by category."""
    return read(tables.ours(FILE))


def read(text: str) -> Mapping[str, Kept]:
    """Read times from the text of a data file; raises NotATable."""
    told = tables.parsed(text, FILE)
    tables.decided(told, FILE)
    times = {kept.name: kept for kept in tables.rows(told, "kept", Kept, FILE)}
    if missing := {DEFAULT, *(kind.retention for kind in kinds.default().values())} - set(times):
        raise tables.NotATable(f"{FILE} does not say how long “{min(missing)}” is kept.")
    return times


def category(answers: Answers) -> str:
    """Return the category by which a tip is kept: the questionnaire's, else that of what it is about."""
    if answers.questionnaire in (POLICE, SCHOOL):
        return answers.questionnaire
    return POLICE if answers.police == "yes" else kinds.of(answers.kind).retention


def kept_for(answers: Answers, outcome: str) -> timedelta:
    """Return how long a tip is kept after it was closed with an outcome."""
    kept = default()[category(answers)]
    return timedelta(days=kept.unfounded if outcome == UNFOUNDED else kept.days)


def delete_on(answers: Answers, outcome: str, closed_on: date) -> date:
    """Return the day on which a tip closed on `closed_on` is destroyed, if nobody holds it back."""
    return closed_on + kept_for(answers, outcome)
