"""What cases of offences weigh."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from confianza.web.observatory import labels
from confianza.web.observatory.queries.harm import Offence

CLASS = "iccs_"
HEAVIEST, DECIMALS = 1_000_000, 2


class WeightsForm(forms.Form):
    """A weight for each class of offences, empty where nobody decides one, and the reason of what changes."""

    reason = forms.CharField(
        label=_("Who decided it, and why"),
        help_text=_("The minutes or the law it follows. Never a person's data."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )

    def __init__(self, *args: Any, offences: Iterable[Offence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offences = list(offences)
        for each in self.offences:
            self.fields[CLASS + each.code] = forms.DecimalField(
                label=labels.offence(each.code),
                required=False,
                min_value=Decimal(0),
                max_value=Decimal(HEAVIEST),
                decimal_places=DECIMALS,
                initial=each.decision.weight if each.decision else None,
            )
        self.order_fields([*(CLASS + each.code for each in self.offences), "reason"])

    @property
    def values(self) -> dict[str, str]:
        """The weights that were written, by class; "" where none was."""
        told = {each.code: self.cleaned_data.get(CLASS + each.code) for each in self.offences}
        return {code: "" if value is None else _plain(value) for code, value in told.items()}


def _plain(value: Decimal) -> str:
    """Write a number without the zeros that say nothing."""
    return f"{value.normalize():f}"
