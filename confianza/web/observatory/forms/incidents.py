"""What can be asked of the analysis pages: which incidents, where, when, and how fine a map."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from confianza.web.observatory import labels
from confianza.web.observatory.forms.months import DateInput
from confianza.web.observatory.queries import patterns
from confianza.web.observatory.queries.incidents import Asked, Incidents

FIELDS = ("indicator", "area", "from", "to", "source", "size")


class IncidentsForm(forms.Form):
    """The choices of a page of analysis; an empty field is left to the data."""

    indicator = forms.CharField(label=_("What"), required=False)
    area = forms.CharField(label=_("Where"), required=False)
    to = forms.DateField(label=_("To (day)"), required=False, widget=DateInput(), input_formats=["%Y-%m-%d"])
    source = forms.CharField(label=_("According to"), required=False)
    size = forms.TypedChoiceField(
        label=_("Cells of"),
        choices=[(size, f"{size} m") for size in patterns.SIZES],
        coerce=int,
        empty_value=0,
        required=False,
    )

    def __init__(self, *args: Any, mapped: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = forms.DateField(
            label=_("From (day)"), required=False, widget=DateInput(), input_formats=["%Y-%m-%d"]
        )
        if not mapped:
            del self.fields["size"]
        self.order_fields(FIELDS)

    def clean(self) -> dict[str, Any]:
        """Days run forward."""
        told = super().clean() or self.cleaned_data
        first, last = told.get("from"), told.get("to")
        if first and last and first > last:
            self.add_error("to", _("The last day lies before the first one."))
        return told

    def asked(self) -> Asked:
        """Return what was asked."""
        told = self.cleaned_data
        return Asked(told["indicator"], told["area"], told["from"], told["to"], told["source"])

    @property
    def size_of_cells(self) -> int:
        """Metres of the side of a cell; 0 where it is left to the area."""
        return int(self.cleaned_data.get("size") or 0)

    def answered(self, found: Incidents) -> "IncidentsForm":
        """Return the form as it was answered: each field shows what was chosen and offers what there is."""
        asked = found.asked
        mapped = "size" in self.fields
        chosen: dict[str, str | int | date | None] = {
            "indicator": asked.indicator_id, "area": asked.area, "from": asked.first, "to": asked.last,
            "source": asked.source,
        }  # fmt: skip
        if mapped:
            chosen["size"] = patterns.size_of_cells(found, self.size_of_cells)
        form = IncidentsForm(initial=chosen, mapped=mapped)
        form.fields["indicator"].widget = forms.Select(
            choices=[(each, labels.indicator(each)) for each in found.indicators]
        )
        form.fields["area"].widget = forms.Select(choices=found.areas)
        if len(found.sources) > 1:
            form.fields["source"].widget = forms.Select(
                choices=[(each, labels.source(each)) for each in found.sources]
            )
        else:
            del form.fields["source"]
        return form
