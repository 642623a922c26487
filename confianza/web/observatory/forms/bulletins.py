"""Which bulletin is to be made, and why it is corrected."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from confianza.web.design import writing


class BulletinForm(forms.Form):
    """A month of a place in a language; the reason is needed where a bulletin with other figures exists."""

    area = forms.ChoiceField(label=_("Place"))
    month = forms.ChoiceField(label=_("Month"))
    language = forms.ChoiceField(label=_("Language"), choices=[("es", "Español"), ("en", "English")])
    reason = forms.CharField(
        label=_("Why it is corrected"),
        help_text=_(
            "Only where the month is published with other figures. It stands on the first page; never name a "
            "person."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        required=False,
    )

    def __init__(
        self, data: Any, *, areas: Sequence[tuple[str, str]] = (), months: Sequence[date] = ()
    ) -> None:
        super().__init__(data)
        self.fields["area"].choices = areas  # type: ignore[attr-defined]
        self.fields["month"].choices = [  # type: ignore[attr-defined]
            (f"{month:%Y-%m}", writing.month(month)) for month in months
        ]

    def clean_month(self) -> date:
        return date.fromisoformat(f"{self.cleaned_data['month']}-01")
