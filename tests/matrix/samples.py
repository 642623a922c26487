"""What is asked for at each address: an object of the first town where there is one, and what a form sends.

What is sent either changes nothing (a form not filled in) or is undone after each question.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from tests.matrix.world import SOURCE, Town, World

Arguments = Callable[[Town], list[Any]]


@dataclass(frozen=True)
class Sample:
    """How an address is asked: its arguments, those of an object that does not exist, and the form sent."""

    arguments: Arguments = lambda town: []
    made_up: tuple[Any, ...] = ()
    form: dict[str, Any] = field(default_factory=dict)
    query: str = ""

    @property
    def has_object(self) -> bool:
        return bool(self.made_up)


def _delivery(**form: Any) -> Sample:
    return Sample(lambda town: [town.delivery], ("00099-canonical_es",), form)


def _upload(**form: Any) -> Sample:
    return Sample(lambda town: [town.upload], (987654,), form)


SAMPLES: dict[str, Sample] = {
    "set_language": Sample(form={"language": "en"}),
    "accounts:login": Sample(form={"username": "nobody", "password": "wrong"}),
    "observatory:place": Sample(lambda town: [town.zone.stable_id], ("zone-9999-9",)),
    # What is counted, and a table's name, belong to no town.
    "observatory:offence": Sample(lambda town: ["homicide"]),
    "observatory:table_csv": Sample(lambda town: ["months"]),
    "records:delivery": _delivery(),
    "records:rejected_csv": _delivery(),
    "records:read_again": _delivery(),
    "records:upload": _upload(),
    "records:upload_state": _upload(),
    "records:choose_source": _upload(),
    "records:confirm": _upload(),
    "records:cancel": _upload(),
    "records:source": Sample(lambda town: [SOURCE]),
    "territory:area": Sample(lambda town: [town.zone.stable_id]),
}


def sample(address: str) -> Sample:
    """Return how an address is asked; one without arguments needs no sample of its own."""
    return SAMPLES.get(address, Sample())


def path(address: str, world: World) -> str:
    """Return the path of an address for the first town's object."""
    asked = sample(address)
    return reverse(address, args=asked.arguments(world.encinos)) + asked.query


def made_up_path(address: str) -> str:
    """Return the path of an address for an object that does not exist."""
    return reverse(address, args=sample(address).made_up)
