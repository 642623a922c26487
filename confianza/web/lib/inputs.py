"""Fields as browsers draw them."""

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """A day, picked in the calendar of the browser."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)
