"""How an address is asked: with which arguments, and with what a form sends."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tests.matrix.world import World

Arguments = Callable[[Any], list[Any]]
NOBODYS_ID = UUID(int=7)
NOBODYS_NUMBER = (987654,)
NOBODYS_PAIR = ("0" * 20, "1" * 20)


@dataclass(frozen=True)
class Sample:
    """How an address is asked: its arguments, those of an object that does not exist, and the form sent.

    `changes` says that the form is filled in, so that whoever may take the step changes something.
    """

    arguments: Arguments = lambda town: []
    made_up: tuple[Any, ...] = ()
    form: dict[str, Any] = field(default_factory=dict)
    changes: bool = False
    of: Callable[[World], Any] = lambda world: world.encinos

    @property
    def has_object(self) -> bool:
        return bool(self.made_up)


def of_town(*names: str, **told: Any) -> Sample:
    """What is asked of something that the first town has; words stand as they are."""
    return Sample(
        lambda town: [getattr(town, name, name) for name in names],
        tuple(NOBODYS_NUMBER[0] if place == 0 else name for place, name in enumerate(names)), **told,
    )  # fmt: skip


def by_number(*names: str, **told: Any) -> Sample:
    """What is asked of something that the first town has, named by numbers alone."""
    return Sample(lambda town: [getattr(town, name) for name in names], NOBODYS_NUMBER * len(names), **told)
