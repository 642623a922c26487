"""What can be asked of whom no source saw."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from confianza.web.observatory import labels
from confianza.web.observatory.forms.months import MonthField, MonthsForm
from confianza.web.observatory.queries import EVERYWHERE, unseen


class UnseenForm(MonthsForm):
    """Of which deaths, where and when somebody asks what no source saw."""

    series = forms.CharField(label=_("What"), required=False)
    area = forms.CharField(label=_("Where"), required=False)
    to = MonthField(label=_("To (month)"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = MonthField(label=_("From (month)"), required=False)
        self.order_fields(("series", "area", "from", "to"))

    def clean_series(self) -> str:
        """Only series that count the dead."""
        series = self.cleaned_data["series"] or unseen.SERIES[0]
        if series not in unseen.SERIES:
            raise forms.ValidationError(_("No indicator goes by that name."), code="unknown")
        return str(series)

    def asked(self) -> unseen.Asked:
        """Return what was asked; an area that was not chosen is left to the data."""
        told = self.cleaned_data
        area = "" if told["area"] == EVERYWHERE else told["area"] or None
        return unseen.Asked(told["series"], area, told["from"], told["to"])

    def answered(self, found: unseen.Unseen) -> "UnseenForm":
        """Return the form as it was answered, with the areas there are to choose."""
        told = found.asked
        initial = {
            "series": told.series,
            "area": told.area or EVERYWHERE,
            "from": told.first,
            "to": told.last,
        }
        form = UnseenForm(initial=initial)
        form.fields["series"].widget = forms.Select(
            choices=[(name, labels.indicator(name)) for name in unseen.SERIES]
        )
        form.fields["area"].widget = forms.Select(choices=[(EVERYWHERE, _("All areas")), *found.areas])
        return form
