"""What is said to whoever tells something, in the languages in which it exists (languages.toml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from confianza.web.tips.rules import tables

FOLDER = "data"
FIRST = "es"


@dataclass(frozen=True)
class Language:
    """A language: `complete` where every text exists in writing, else it is offered where it was recorded."""

    code: str
    name: str
    complete: bool


@dataclass(frozen=True)
class Text:
    """A text by language; `voice` is the name of its recording, "" if it has none."""

    written: Mapping[str, str]
    voice: str = ""

    def told_in(self, language: str) -> str:
        """Return the text in a language, in Spanish where it does not exist in that one."""
        return self.written.get(language) or self.written.get(FIRST, "")


def data(name: str) -> str:
    """Return the text of one of our data files."""
    return files(__package__).joinpath(FOLDER, name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def languages() -> tuple[Language, ...]:
    """Return the languages, the first one first."""
    told = tables.parsed(data("languages.toml"), "languages.toml")
    return tables.rows(told, "language", Language, "languages.toml")


def text_of(told: Mapping[str, Any] | None, voice: str = "", *, where: str = "") -> Text:
    """Return a text from its table; raises ValueError where a language that must be complete lacks it."""
    written = {code: str(words) for code, words in (told or {}).items()}
    known = {language.code: language for language in languages()}
    if strange := set(written) - set(known):
        raise ValueError(f"{where} is told in “{min(strange)}”, which is no language of languages.toml")
    missing = [code for code, language in known.items() if language.complete and not written.get(code)]
    if told is not None and missing:
        raise ValueError(f"{where} is not told in {', '.join(missing)}")
    return Text(written, voice)
