"""What the forms of the room share: choices known only when asked."""

from typing import Any


def choose(field: Any, choices: Any) -> None:
    """Give a field its choices."""
    field.choices = choices
