"""Names of people, sealed: with the key that stands outside the register, and bound to their row.

A list moved to another meeting does not open. What is destroyed with its row cannot be read from a backup
made afterwards.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from confianza.store import vault
from confianza.web.lib import sealing

PURPOSE = "community"


@dataclass(frozen=True)
class Person:
    """Somebody who came or who belongs: a name, and how to call them again ("" unknown)."""

    name: str
    contact: str = ""


def sealed(people: Sequence[Person], *, about: str) -> bytes:
    """Seal people for the row that `about` names ("meeting 12"); how many they are does not show."""
    told = json.dumps([[each.name, each.contact] for each in people], ensure_ascii=False)
    return sealing.seal(_key(), sealing.pad(told.encode()), about=f"{PURPOSE} {about}")


def opened(blob: bytes | memoryview, *, about: str) -> tuple[Person, ...]:
    """Return the people of a list. Raises CannotOpen."""
    told = json.loads(sealing.unpad(sealing.unseal(_key(), bytes(blob), about=f"{PURPOSE} {about}")))
    return tuple(Person(name, contact) for name, contact in told)


def read(text: str) -> tuple[Person, ...]:
    """Return the people of a text, one a line: name, then after a comma how to reach them."""
    lines = (line.strip() for line in text.splitlines())
    parts = (line.partition(",") for line in lines if line)
    return tuple(Person(name.strip(), contact.strip()) for name, _, contact in parts if name.strip())


def written(people: Sequence[Person]) -> str:
    """Return people as text that `read` reads."""
    return "\n".join(f"{each.name}, {each.contact}" if each.contact else each.name for each in people)


def _key() -> bytes:
    return sealing.derive(vault.ensure_key(settings.WORKSPACE.keys), PURPOSE)
