"""Months and days as fields, and forms whose months run forward."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

# Months of which somebody may have counted something; beyond them lies the end of what a date can say.
MONTH = re.compile(r"((?:19|20)\d{2})-(\d{2})")


class MonthInput(forms.TextInput):
    """The browser's month picker; where there is none, a text written 2026-03."""

    input_type = "month"

    def __init__(self) -> None:
        super().__init__(attrs={"placeholder": "2026-03", "pattern": r"\d{4}-\d{2}"})


class MonthField(forms.Field):
    """A month, as its first day."""

    widget = MonthInput
    default_error_messages = {"invalid": _("Write a month as year-month, for example 2026-03.")}

    def to_python(self, value: Any) -> date | None:
        if not value:
            return None
        told = MONTH.fullmatch(str(value).strip())
        try:
            return date(int(told[1]), int(told[2]), 1)  # type: ignore[index]
        except (TypeError, ValueError):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%Y-%m}" if isinstance(value, date) else value


class DateInput(forms.DateInput):
    """The browser's own date picker, whose value is always written year-month-day."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MonthsForm(forms.Form):
    """A form with `from` and `to`, months that run forward."""

    def clean(self) -> dict[str, Any]:
        """Months run forward."""
        told = super().clean() or self.cleaned_data
        first, last = told.get("from"), told.get("to")
        if first and last and first > last:
            self.add_error("to", _("The last month lies before the first one."))
        return told
