"""Which forms come with the program, and the text of each."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
SPANISH = "es"


class NoSuchReadyForm(LookupError):
    """No form of this name comes with the program."""


@dataclass(frozen=True)
class ReadyForm:
    """A form that comes with the program. `name` is also the name it has on telephones; `owner` and `roles`
    are as in Form. `titles`, and `purposes` (what it is for), by language.
    """

    name: str
    titles: Mapping[str, str]
    purposes: Mapping[str, str]
    owner: str
    roles: tuple[str, ...]
    is_confidential: bool

    def title(self, language: str) -> str:
        """Return the title in a language, in Spanish where it has none."""
        return self.titles.get(language[:2], self.titles[SPANISH])

    def purpose(self, language: str) -> str:
        """Return what it is for in a language, in Spanish where it has none."""
        return self.purposes.get(language[:2], self.purposes[SPANISH])

    @property
    def text(self) -> str:
        """The spreadsheet as text: tables that pyxform reads, under a few lines on where it comes from."""
        return (HERE / "forms" / f"{self.name}.md").read_text(encoding="utf-8")


@cache
def ready_forms() -> tuple[ReadyForm, ...]:
    """Return every form that comes with the program, in the order in which people should meet them."""
    told = tomllib.loads((HERE / "catalogue.toml").read_text(encoding="utf-8"))
    return tuple(
        ReadyForm(
            name=name,
            titles=each["titles"],
            purposes=each["purposes"],
            owner=each["owner"],
            roles=tuple(each.get("roles", ())),
            is_confidential=each.get("is_confidential", False),
        )
        for name, each in told.items()
    )


def named(name: str) -> ReadyForm:
    """Return the form of a name. Raises NoSuchReadyForm."""
    for ready in ready_forms():
        if ready.name == name:
            return ready
    raise NoSuchReadyForm(name)
