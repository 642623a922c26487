"""What the forms of the room share: days as browsers pick them, and choices known only when asked."""

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


def choose(field: Any, choices: Any) -> None:
    """Give a field its choices."""
    field.choices = choices
