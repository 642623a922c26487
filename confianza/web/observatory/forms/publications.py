"""What is asked of whoever publishes: whether it corrects another release, and why."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ReleaseForm(forms.Form):
    """A release of what is known today. Both fields are empty but for a correction."""

    corrects = forms.ChoiceField(label=_("It corrects"), required=False)
    reason = forms.CharField(
        label=_("Why it is corrected"),
        help_text=_("Only for a correction. It is published with the figures; never name a person."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        required=False,
    )
    sure = forms.BooleanField(
        label=_("I know that what is published stays published"),
        error_messages={"required": _("Say that you know it: nothing published can be taken back.")},
    )

    def __init__(self, data: Any, *, versions: Sequence[str] = ()) -> None:
        super().__init__(data)
        choices = [("", _("No other release: these are new figures")), *((each, each) for each in versions)]
        self.fields["corrects"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A correction and its reason come together."""
        told = super().clean() or self.cleaned_data
        if told.get("corrects") and not told.get("reason", "").strip():
            self.add_error("reason", _("A correction says why: give its reason."))
        if told.get("reason", "").strip() and not told.get("corrects"):
            self.add_error("corrects", _("Say which version this corrects."))
        return told
