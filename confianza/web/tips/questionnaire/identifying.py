"""What people write that says who they are (identifying.toml)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from confianza.web.tips.questionnaire.problems import SENTENCES, Caution
from confianza.web.tips.questionnaire.texts import data
from confianza.web.tips.rules import tables

FILE = "identifying.toml"


@dataclass(frozen=True)
class Pattern:
    """Words that say something of whoever wrote them: over the text without accents, or `raw`."""

    code: str
    pattern: str
    raw: bool = False

    def __post_init__(self) -> None:
        re.compile(self.pattern)
        if self.code not in SENTENCES:
            raise ValueError(f"“{self.code}” has no sentence")


@lru_cache(maxsize=1)
def patterns() -> tuple[Pattern, ...]:
    """Return what is looked for."""
    return read(data(FILE))


def read(text: str) -> tuple[Pattern, ...]:
    """Read patterns from the text of a data file; raises NotATable."""
    told = tables.parsed(text, FILE)
    tables.decided(told, FILE)
    try:
        return tables.rows(told, "identifying", Pattern, FILE)
    except re.error as wrong:
        raise tables.NotATable(f"{FILE} holds a pattern that is none: {wrong}.") from wrong


def cautions(question: str, text: str) -> tuple[Caution, ...]:
    """Return what a text may give away of whoever wrote it, each kind once, with the words as written."""
    found = {one.code: one for one in reversed(list(_found(question, text)))}
    return tuple(reversed(found.values()))


def _found(question: str, text: str) -> Iterator[Caution]:
    plain = _without_accents(text)
    for one in patterns():
        pattern = one.pattern if one.raw else rf"\b(?:{one.pattern})"
        if hit := re.search(pattern, text if one.raw else plain):
            yield Caution(question, one.code, text[hit.start() : hit.end()].strip())


# Letter for letter, so that places in the plain text are places in what was written.
_PLAIN = str.maketrans("áéíóúüñàèìòùâêîôûäëïö", "aeiouunaeiouaeiouaeio")


def _without_accents(text: str) -> str:
    lowered = "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
    return re.sub(r"[^\w]|_", " ", lowered.translate(_PLAIN))
