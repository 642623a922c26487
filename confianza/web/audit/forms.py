"""What the auditor may ask of the account."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from confianza.web.audit.models import Kind


class DateInput(forms.DateInput):
    """The browser's own date picker, whose value is always written year-month-day."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class FilterForm(forms.Form):
    """Who, what, on what, from when to when; an empty field asks for all."""

    actor = forms.CharField(label=_("Who"), required=False, max_length=150)
    kind = forms.ChoiceField(
        label=_("What for"), required=False, choices=[("", _("Everything")), *Kind.choices]
    )
    action = forms.ChoiceField(label=_("Action"), required=False)
    subject = forms.CharField(label=_("On what"), required=False, max_length=200)
    start = forms.DateField(label=_("From"), required=False, widget=DateInput(), input_formats=["%Y-%m-%d"])
    end = forms.DateField(label=_("To"), required=False, widget=DateInput(), input_formats=["%Y-%m-%d"])

    def __init__(self, *args: Any, actions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["action"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101
        choice.choices = [("", _("All actions")), *actions]
